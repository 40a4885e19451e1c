//! A small wheel with a drawn mesh, made for tests.

use super::*;

pub(crate) fn point(x: u16, y: u16) -> u16 {
    y * SIDE + x
}

/// The edges round a rectangle of cells, each in a direction of its own.
pub(crate) fn around(left: u16, upper: u16, right: u16, lower: u16) -> Vec<(u16, u16)> {
    let across = (left..right)
        .flat_map(|x| [(point(x, upper), point(x + 1, upper)), (point(x + 1, lower), point(x, lower))]);
    let down = (upper..lower)
        .flat_map(|y| [(point(left, y), point(left, y + 1)), (point(right, y), point(right, y + 1))]);
    across.chain(down).collect()
}

pub(crate) fn written(name: &str, pairs: &[(u16, u16)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(a, b)| format!("({a}, {b})")).collect();
    format!("FACEMESH_{name} = frozenset([{}])\n\n", pairs.join(",\n    "))
}

/// The list of edges of the drawn mesh.
pub(crate) fn edges() -> String {
    let last = SIDE - 1;
    let mut surface = vec![(INNER, point(7, 7)), (point(8, 6), INNER), (INNER, point(8, 7))];
    for (x, y) in (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y))) {
        if x < last {
            surface.push((point(x + 1, y), point(x, y)));
        }
        if y < last {
            surface.push((point(x, y), point(x, y + 1)));
        }
        if x < last && y < last && ![(2, 2), (6, 2), (4, 6)].contains(&(x, y)) {
            // Twice, as the real list has them.
            surface.extend([(point(x, y + 1), point(x + 1, y)); 2]);
        }
    }
    let lips = [around(4, 6, 5, 7), around(3, 5, 6, 8)].concat();
    [
        "\"\"\"Some words.\"\"\"\n".to_owned(),
        written("LIPS", &lips),
        written("LEFT_EYE", &around(6, 2, 7, 3)),
        written("RIGHT_EYE", &around(2, 2, 3, 3)),
        written("LEFT_EYEBROW", &[(16, 17), (17, 18)]),
        written("RIGHT_EYEBROW", &[(13, 12), (12, 11)]),
        written("FACE_OVAL", &around(0, 0, last, last)),
        written("TESSELATION", &surface),
        "FACEMESH_ALL = frozenset().union(*[FACEMESH_LIPS])\n".to_owned(),
    ]
    .concat()
}

pub(crate) fn of_bytes(name: &'static str, entry: &'static str, bytes: &[u8]) -> ModelFile {
    let sha256 = hex(&Sha256::digest(bytes)).leak();
    ModelFile { name, entry, bytes: bytes.len() as u64, sha256, purpose: "a test" }
}

pub(crate) fn manifest() -> Manifest {
    let joined = topology::derive(&edges(), &SHAPE).unwrap();
    let joined = serde_json::to_string(&joined).unwrap() + "\n";
    let package =
        Package { requirement: "face==1", file: "face-1.whl", bytes: 1, sha256: "0", ..MANIFEST.package };
    Manifest {
        package,
        licence: "MIT",
        licence_file: "LICENSE.face",
        models: MODELS.map(|(name, entry, bytes)| of_bytes(name, entry, bytes)),
        hands: HANDS.map(|(name, entry, bytes)| of_bytes(name, entry, bytes)),
        mesh: of_bytes("mesh.json", EDGES, joined.as_bytes()),
        shape: SHAPE,
    }
}

/// What the good wheel holds.
pub(crate) fn good() -> Vec<(String, Vec<u8>)> {
    let mut entries: Vec<(String, Vec<u8>)> =
        MODELS.iter().map(|(_, entry, bytes)| (entry.to_string(), bytes.to_vec())).collect();
    entries.push((EDGES.into(), edges().into_bytes()));
    entries.push((DIST.into(), LICENCE.to_vec()));
    entries.extend(HANDS.iter().map(|(_, entry, bytes)| (entry.to_string(), bytes.to_vec())));
    entries
}

pub(crate) fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(name.as_str(), how).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
