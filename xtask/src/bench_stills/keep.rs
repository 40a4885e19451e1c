//! Pictures for looking at.

use super::still::Still;
use anyhow::Result;
use dewax::px::Rgb16;
use dewax::still::LaidFace;
use std::io::Write;
use std::path::Path;

/// Writes a picture for looking at.
pub(super) fn picture(folder: &Path, name: &str, rgb: &Rgb16) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.ppm", name.replace([' ', ','], "_")));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    let (width, height) = (rgb[0].width(), rgb[0].height());
    writeln!(file, "P6 {width} {height} 255")?;
    for y in 0..height {
        let rows = rgb.each_ref().map(|p| p.row(y));
        let row: Vec<u8> =
            (0..width).flat_map(|x| rows.map(|r| ((f32::from(r[x]) / 257.0).round()) as u8)).collect();
        file.write_all(&row)?;
    }
    Ok(())
}

/// Writes what of the original lies under a face, on its AI version.
pub(super) fn part(folder: &Path, name: &str, ai: &Still, face: &LaidFace) -> Result<()> {
    let mut rgb = ai.rgb.clone();
    for (plane, laid) in rgb.iter_mut().zip(&face.rgb) {
        for y in 0..laid.height() {
            plane.row_mut(face.rect.y0 + y)[face.rect.x0..face.rect.x1].copy_from_slice(laid.row(y));
        }
    }
    picture(folder, name, &rgb)
}
