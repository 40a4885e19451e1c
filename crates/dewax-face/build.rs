//! Fetches the weights of the boxes-only detector out of the package `rustface`, so that they become part of the program.
//!
//! The package brings its model file along but does not hand it out. Cargo has unpacked the package by now, somewhere:
//! in its registry folder, or in a vendored one. `cargo metadata` knows where, but asked about this workspace it would
//! want every package that any member may need on any system, and most of them are not there. So it is asked about a
//! package made up here that needs `rustface` alone.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MODEL: &str = "model/seeta_fd_frontal_v1.0.bin";
const SHA256: &str = "c4619d066ed35e84d9a8e842860b0dff567aba0cbb139881075538761db3ff5d";
const VERSION: &str = "0.1.7";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    let model = package(&folder)?.join(MODEL);
    println!("cargo::rerun-if-changed={}", model.display());
    let bytes = fs::read(&model).map_err(|e| format!("{}: {e}", model.display()))?;
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if digest != SHA256 {
        return Err(format!("{}: SHA-256 {digest}, not {SHA256}", model.display()).into());
    }
    fs::write(folder.join("boxes.bin"), bytes)?;
    Ok(())
}

/// The folder of the package `rustface`.
fn package(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let probe = folder.join("probe");
    fs::create_dir_all(probe.join("src"))?;
    fs::write(probe.join("src/lib.rs"), "")?;
    let manifest = probe.join("Cargo.toml");
    let text = format!(
        "[package]\nname = \"probe\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         rustface = {{ version = \"={VERSION}\", default-features = false }}\n"
    );
    fs::write(&manifest, text)?;
    // The versions that this build has: others may not be there.
    let lock = here.ancestors().map(|dir| dir.join("Cargo.lock")).find(|path| path.is_file());
    if let Some(lock) = lock {
        fs::copy(lock, probe.join("Cargo.lock"))?;
    }
    let output = Command::new(std::env::var("CARGO")?)
        .args(["metadata", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(&manifest)
        // So that a `.cargo/config.toml` above this package (a vendored registry) counts here too.
        .current_dir(&here)
        .output()?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo metadata cannot tell where rustface is: {}", reason.trim()).into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.find(|p| p["name"] == "rustface" && p["version"] == VERSION);
    let manifest = found.and_then(|p| p["manifest_path"].as_str()).map(Path::new);
    Ok(manifest.and_then(Path::parent).ok_or("cargo metadata does not list rustface")?.to_path_buf())
}
