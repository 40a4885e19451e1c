//! What a film says of its frames beside their pixels: fields, the levels of HDR, metadata that changes from frame to frame.

use serde::{Deserialize, Serialize};

/// Which of the two fields of an interlaced frame is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fields {
    /// The one with the top row.
    TopFirst,
    /// The other one.
    BottomFirst,
}

impl Fields {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::TopFirst => "top field first",
            Self::BottomFirst => "bottom field first",
        }
    }
}

/// What is done with frames of two fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldsWish {
    /// They are refused: nothing says what is wanted.
    #[default]
    Refuse,
    /// Whole frames are made of them first, as many as there were.
    Deinterlace,
    /// They are whole, although the file says otherwise.
    Whole,
}

/// The display that a film was mastered on (SMPTE ST 2086).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mastering {
    /// Red, green, blue and white as x and y, in 1/50000.
    pub points: [[u32; 2]; 4],
    /// Its largest and least light, in 1/10000 cd/m².
    pub light: [u32; 2],
}

/// What is said of a film beside its pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilmFacts {
    /// The order of its fields, where it is interlaced.
    pub fields: Option<Fields>,
    /// The display that it was mastered on.
    pub mastering: Option<Mastering>,
    /// The lightest pixel and the lightest frame on average, in cd/m².
    pub content_light: Option<[u32; 2]>,
    /// Metadata that changes from frame to frame, by name.
    pub dynamic: Vec<String>,
    /// What else frames and stream say that no written file carries, as FFmpeg calls it.
    pub others: Vec<String>,
}

/// What captions inside the pictures (CEA-608 and 708) are called to people.
const CAPTIONS: &str = "closed captions";

/// What FFmpeg lists beside pictures and nobody loses: it is kept elsewhere (turn, timecode), holds for the old coding only, or was
/// used up by the decoder.
const NO_LOSS: &[&str] = &[
    "Display Matrix",
    "3x3 displaymatrix",
    "CPB properties",
    "H.26[45] User Data Unregistered",
    "GOP timecode",
    "QP table",
    "Motion vectors",
    "Video encoding parameters",
    "Skip samples",
    "Producer Reference Time",
    "Frame Cropping",
    "Film grain",
];

impl FilmFacts {
    /// From ffprobe's answer.
    pub(crate) fn read(text: &str) -> Result<Self, serde_json::Error> {
        let listing: Listing = serde_json::from_str(text)?;
        let mut facts = Self::default();
        for side in listing.streams.iter().flat_map(|s| &s.side_data_list) {
            facts.take(side);
        }
        for side in listing.frames.iter().flat_map(|f| &f.side_data_list) {
            facts.take(side);
        }
        if listing.streams.iter().any(|s| s.closed_captions == 1) {
            facts.other(CAPTIONS);
        }
        let of_frame = listing.frames.iter().find(|f| f.interlaced_frame == 1);
        let of_stream = listing.streams.iter().find_map(|s| match s.field_order.as_str() {
            "tt" | "bt" => Some(Fields::TopFirst),
            "bb" | "tb" => Some(Fields::BottomFirst),
            _ => None,
        });
        let seen =
            of_frame.map(|f| if f.top_field_first == 1 { Fields::TopFirst } else { Fields::BottomFirst });
        facts.fields = seen.or(of_stream);
        Ok(facts)
    }

    fn take(&mut self, side: &Side) {
        let kind = side.side_data_type.as_str();
        if kind.starts_with("Mastering display") {
            self.mastering = self.mastering.or_else(|| side.mastering());
        } else if kind.starts_with("Content light") {
            self.content_light =
                self.content_light.or(side.max_content.zip(side.max_average).map(|(a, b)| [a, b]));
        } else if kind.contains("2094-40") || kind.contains("DOVI") || kind.contains("Dolby Vision") {
            let name = if kind.contains("2094") { "HDR10+" } else { "Dolby Vision" };
            if !self.dynamic.iter().any(|known| known == name) {
                self.dynamic.push(name.to_owned());
            }
        } else if !NO_LOSS.iter().any(|known| kind.starts_with(known)) {
            self.other(if kind.contains("Closed Captions") { CAPTIONS } else { kind });
        }
    }

    fn other(&mut self, name: &str) {
        if !name.is_empty() && !self.others.iter().any(|known| known == name) {
            self.others.push(name.to_owned());
        }
    }

    /// Whether it says anything of the levels of HDR that holds for all frames.
    pub fn has_levels(&self) -> bool {
        self.mastering.is_some() || self.content_light.is_some()
    }

    /// The levels as x265 takes them.
    pub(crate) fn x265(&self) -> String {
        let mastering = self.mastering.map(|Mastering { points: [r, g, b, w], light: [most, least] }| {
            let at = |[x, y]: [u32; 2]| format!("({x},{y})");
            format!(":master-display=G{}B{}R{}WP{}L({most},{least})", at(g), at(b), at(r), at(w))
        });
        let light = self.content_light.map(|[pixel, frame]| format!(":max-cll={pixel},{frame}"));
        [mastering, light].into_iter().flatten().collect()
    }

    /// The levels as boxes of a sample entry of MP4 and MOV; empty when there are none.
    pub(crate) fn boxes(&self) -> Vec<u8> {
        let short = |number: u32| (number.min(0xffff) as u16).to_be_bytes();
        let mut out = Vec::new();
        if let Some(Mastering { points: [r, g, b, w], light }) = self.mastering {
            out.extend(b"\0\0\0\x20mdcv");
            [g, b, r, w].into_iter().flatten().for_each(|number| out.extend(short(number)));
            light.into_iter().for_each(|number| out.extend(number.to_be_bytes()));
        }
        if let Some(light) = self.content_light {
            out.extend(b"\0\0\0\x0cclli");
            light.into_iter().for_each(|number| out.extend(short(number)));
        }
        out
    }
}

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    frames: Vec<Frame>,
    #[serde(default)]
    streams: Vec<Stream>,
}

#[derive(Deserialize)]
struct Frame {
    #[serde(default)]
    interlaced_frame: i64,
    #[serde(default)]
    top_field_first: i64,
    #[serde(default)]
    side_data_list: Vec<Side>,
}

#[derive(Deserialize)]
struct Stream {
    #[serde(default)]
    field_order: String,
    #[serde(default)]
    closed_captions: i64,
    #[serde(default)]
    side_data_list: Vec<Side>,
}

#[derive(Deserialize)]
struct Side {
    #[serde(default)]
    side_data_type: String,
    red_x: Option<String>,
    red_y: Option<String>,
    green_x: Option<String>,
    green_y: Option<String>,
    blue_x: Option<String>,
    blue_y: Option<String>,
    white_point_x: Option<String>,
    white_point_y: Option<String>,
    min_luminance: Option<String>,
    max_luminance: Option<String>,
    max_content: Option<u32>,
    max_average: Option<u32>,
}

impl Side {
    fn mastering(&self) -> Option<Mastering> {
        let point = |x: &Option<String>, y: &Option<String>| Some([parts(x, 50_000.0)?, parts(y, 50_000.0)?]);
        Some(Mastering {
            points: [
                point(&self.red_x, &self.red_y)?,
                point(&self.green_x, &self.green_y)?,
                point(&self.blue_x, &self.blue_y)?,
                point(&self.white_point_x, &self.white_point_y)?,
            ],
            light: [parts(&self.max_luminance, 10_000.0)?, parts(&self.min_luminance, 10_000.0)?],
        })
    }
}

/// A ratio such as `34000/50000`, in parts of a unit.
fn parts(text: &Option<String>, of_unit: f64) -> Option<u32> {
    let (above, below) = text.as_deref()?.split_once('/')?;
    let value = above.parse::<f64>().ok()? / below.parse::<f64>().ok()? * of_unit;
    (0.0..=f64::from(u32::MAX)).contains(&value).then_some(value.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_ffprobe_says() {
        let text = r#"{"frames":[{"interlaced_frame":1,"top_field_first":0,"side_data_list":[
            {"side_data_type":"Mastering display metadata","red_x":"34000/50000","red_y":"16000/50000","green_x":"13250/50000",
             "green_y":"34500/50000","blue_x":"7500/50000","blue_y":"3000/50000","white_point_x":"15635/50000",
             "white_point_y":"16450/50000","min_luminance":"1/10000","max_luminance":"10000000/10000"},
            {"side_data_type":"Content light level metadata","max_content":1000,"max_average":400},
            {"side_data_type":"HDR Dynamic Metadata SMPTE2094-40 (HDR10+)"},{"side_data_type":"ATSC A53 Part 4 Closed Captions"},
            {"side_data_type":"H.26[45] User Data Unregistered SEI message"}]}],
            "streams":[{"field_order":"tt","closed_captions":1,"side_data_list":[{"side_data_type":"DOVI configuration record"},
            {"side_data_type":"Spherical Mapping"}]}]}"#;
        let facts = FilmFacts::read(text).unwrap();
        assert_eq!(facts.fields, Some(Fields::BottomFirst), "a frame knows better than the stream");
        assert_eq!(facts.dynamic, ["Dolby Vision", "HDR10+"]);
        assert_eq!(facts.others, ["Spherical Mapping", "closed captions"]);
        assert_eq!(
            facts.x265(),
            ":master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400"
        );
        assert_eq!(facts.boxes().len(), 0x20 + 0x0c);
        assert_eq!(FilmFacts::read("{}").unwrap(), FilmFacts::default());
        // No answer is not the answer that there is nothing.
        assert!(FilmFacts::read("nonsense").is_err());
    }
}
