//! ffprobe's answer as it comes, and what its words say of colours and rotation.

use crate::layout::{Layout, Planes};
use crate::source::OtherStream;
use dewax::color::{Matrix, Primaries, Range, Siting, Tag, Tags, Transfer};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(crate) struct Listing {
    #[serde(default)]
    pub(crate) streams: Vec<RawStream>,
    pub(crate) format: Option<RawFormat>,
    #[serde(default)]
    pub(crate) chapters: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    pub(crate) programs: Vec<RawProgram>,
}

/// A programme of a transport stream.
#[derive(Deserialize)]
pub(crate) struct RawProgram {
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
}

/// What a transport stream says of its programmes; FFmpeg does not count it among the metadata of the file.
pub(crate) const PROGRAMME_KEYS: [&str; 2] = ["service_name", "service_provider"];

impl Listing {
    /// What the programmes are called, and who sends them; not where FFmpeg only filled in something.
    pub(crate) fn programmes(&self) -> impl Iterator<Item = (String, String)> {
        PROGRAMME_KEYS.into_iter().filter_map(|key| {
            let of_key = self.programs.iter().filter_map(|programme| programme.tags.get(key));
            let named = of_key.filter(|name| !name.is_empty() && *name != "Service01" && *name != "FFmpeg");
            let names: Vec<&str> = named.map(String::as_str).collect();
            (!names.is_empty()).then(|| (key.to_owned(), names.join("; ")))
        })
    }
}

#[derive(Deserialize)]
pub(crate) struct RawFormat {
    #[serde(default)]
    pub(crate) format_name: String,
    pub(crate) start_time: Option<String>,
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(crate) struct RawStream {
    pub(crate) index: usize,
    #[serde(default)]
    pub(crate) codec_name: String,
    #[serde(default)]
    pub(crate) codec_type: String,
    #[serde(default)]
    pub(crate) width: i64,
    #[serde(default)]
    pub(crate) height: i64,
    #[serde(default)]
    pub(crate) pix_fmt: String,
    pub(crate) color_range: Option<String>,
    pub(crate) color_space: Option<String>,
    pub(crate) color_transfer: Option<String>,
    pub(crate) color_primaries: Option<String>,
    pub(crate) chroma_location: Option<String>,
    pub(crate) sample_aspect_ratio: Option<String>,
    pub(crate) avg_frame_rate: Option<String>,
    pub(crate) r_frame_rate: Option<String>,
    pub(crate) time_base: Option<String>,
    pub(crate) start_pts: Option<i64>,
    pub(crate) start_time: Option<String>,
    pub(crate) duration_ts: Option<i64>,
    pub(crate) bit_rate: Option<String>,
    pub(crate) nb_frames: Option<String>,
    pub(crate) channels: Option<u32>,
    pub(crate) sample_rate: Option<String>,
    #[serde(default)]
    pub(crate) disposition: BTreeMap<String, i64>,
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) side_data_list: Vec<RawSideData>,
}

#[derive(Deserialize)]
pub(crate) struct RawSideData {
    pub(crate) displaymatrix: Option<String>,
}

impl RawStream {
    pub(crate) fn is_cover(&self) -> bool {
        self.disposition.get("attached_pic").is_some_and(|flag| *flag != 0)
    }

    pub(crate) fn language(&self) -> Option<String> {
        self.tags.get("language").filter(|l| *l != "und").cloned()
    }

    pub(crate) fn title(&self) -> Option<String> {
        self.tags.iter().find(|(key, _)| key.eq_ignore_ascii_case("title")).map(|(_, title)| title.clone())
    }

    /// What the stream is marked as, such as `forced`.
    pub(crate) fn marks(&self) -> Vec<String> {
        let set = self.disposition.iter().filter(|(name, flag)| **flag != 0 && *name != "attached_pic");
        set.map(|(name, _)| name.clone()).collect()
    }

    pub(crate) fn other(&self) -> OtherStream {
        OtherStream {
            title: self.title(),
            marks: self.marks(),
            index: self.index,
            kind: self.codec_type.clone(),
            codec: self.codec_name.clone(),
            language: self.language(),
            attached_picture: self.is_cover(),
        }
    }
}

/// What the file states, and what such a file usually means where it is silent.
pub(crate) fn tags(raw: &RawStream, layout: &Layout, height: usize, picture_file: bool) -> Tags {
    let mut tags = Tags::assumed(height);
    let linear = raw.codec_name == "exr";
    if layout.planes == Planes::Rgb {
        // Computer pictures: BT.709 primaries whatever their size, sRGB curve; the matrix is dewax's choice.
        tags.primaries = Tag::assumed(Primaries::Bt709);
        tags.transfer = Tag::assumed(if linear {
            Transfer::Linear
        } else if picture_file {
            Transfer::Srgb
        } else {
            Transfer::Bt709
        });
        tags.matrix = Tag::assumed(Matrix::Bt709);
    } else if picture_file || raw.codec_name == "mjpeg" {
        // JPEG (JFIF): BT.601 matrix, chroma between the columns.
        tags.primaries = Tag::assumed(Primaries::Bt709);
        tags.transfer = Tag::assumed(Transfer::Srgb);
        tags.matrix = Tag::assumed(Matrix::Smpte170m);
        tags.siting = Tag::assumed(Siting::Center);
    }
    fn stated<T>(text: &Option<String>, read: fn(&str) -> Option<T>, tag: &mut Tag<T>) {
        if let Some(value) = text.as_deref().and_then(read) {
            *tag = Tag::stated(value);
        }
    }
    stated(&raw.color_primaries, Primaries::from_name, &mut tags.primaries);
    stated(&raw.color_transfer, Transfer::from_name, &mut tags.transfer);
    if layout.planes == Planes::Rgb {
        // Frames of RGB sources are made by dewax itself, in full range.
        tags.range = Tag::stated(Range::Full);
        if tags.primaries.value == Primaries::Bt2020 {
            tags.matrix = Tag::assumed(Matrix::Bt2020nc);
        }
        return tags;
    }
    stated(&raw.color_space, Matrix::from_name, &mut tags.matrix);
    stated(&raw.chroma_location, Siting::from_name, &mut tags.siting);
    stated(&raw.color_range, Range::from_name, &mut tags.range);
    if raw.pix_fmt.starts_with("yuvj") {
        tags.range = Tag::stated(Range::Full);
    } else if layout.planes == Planes::Gray && raw.color_range.as_deref().and_then(Range::from_name).is_none()
    {
        tags.range = Tag::assumed(Range::Full);
    }
    tags
}

/// Reads the nine numbers that ffprobe prints: three lines of an offset and three numbers.
pub(crate) fn display_matrix(text: &str) -> Option<[i32; 9]> {
    let numbers: Vec<i32> = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(_, row)| row.split_whitespace())
        .filter_map(|number| number.parse().ok())
        .collect();
    let matrix: [i32; 9] = numbers.try_into().ok()?;
    let identity = [65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30];
    (matrix != identity).then_some(matrix)
}

/// Whether a matrix does more than a quarter turn: mirrors, slants or stretches.
pub(crate) fn is_more_than_a_turn(matrix: &[i32; 9]) -> bool {
    let [a, b, _, c, d, ..] = matrix.map(i64::from);
    // Thousandths of the turn: other programs round their sines otherwise.
    let near = |one: i64, two: i64| (one - two).abs() <= 65;
    !(near(a, d) && near(b, -c) && (near(a, 0) || near(b, 0)))
}

/// The quarter turn that a matrix makes, clockwise; mirrored or slanted ones count as the nearest turn.
pub(crate) fn rotation_deg(matrix: &[i32; 9]) -> i32 {
    let [a, b, ..] = matrix.map(i64::from);
    match (a.abs() >= b.abs(), a >= 0, b >= 0) {
        (true, true, _) => 0,
        (true, false, _) => 180,
        (false, _, true) => 90,
        (false, _, false) => 270,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_display_matrix() {
        let text = "\n00000000:            0       65536           0\n00000001:       -65536           0           0\n\
                    00000002:            0           0  1073741824\n";
        let matrix = display_matrix(text).unwrap();
        assert_eq!(matrix, [0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30]);
        assert_eq!(rotation_deg(&matrix), 90);
        assert!(!is_more_than_a_turn(&matrix));
        // Mirrored across, turned and mirrored, turned by 45 degrees.
        for [a, b, c, d] in [[-65536, 0, 0, 65536], [0, 65536, 65536, 0], [46341, 46341, -46341, 46341]] {
            assert!(is_more_than_a_turn(&[a, b, 0, c, d, 0, 0, 0, 1 << 30]));
        }
        assert_eq!(display_matrix("00000000: 1 2 3"), None);
    }
}
