//! What a picture file says beside its pixels (profile, density, camera, texts, marks of origin), carried into the treated one.

mod avif;
mod camera;
mod exif;
mod exr;
mod jpeg;
mod png;
mod resources;
mod tiff;
mod turn;
mod webp;

use crate::codec::{Codec, Part};
use crate::input::Pattern;
use crate::source::Source;
pub(crate) use jpeg::next_mark;
pub(crate) use png::push as chunk_of_png;
pub(crate) use resources::{CAPTIONS, captions};
use std::path::{Path, PathBuf};
pub(crate) use tiff::statements as statements_of_tiff;

/// The largest picture file that is read for it, in bytes: beyond it nothing is read, and that is said.
pub(crate) const MAX_BYTES: u64 = 1 << 30;

/// What a picture file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The ICC profile.
    pub(crate) icc: Option<Vec<u8>>,
    /// EXIF: a TIFF structure of its own.
    pub(crate) exif: Option<Vec<u8>>,
    /// The XMP packet.
    pub(crate) xmp: Option<Vec<u8>>,
    /// IPTC, as Photoshop packs it into JPEG.
    pub(crate) iptc: Option<Vec<u8>>,
    /// Pixels per metre, across and down.
    pub(crate) density: Option<(u32, u32)>,
    /// Texts of PNG, such as `parameters`: kind of the chunk and its content. XMP is not among them.
    pub(crate) texts: Vec<([u8; 4], Vec<u8>)>,
    /// How PNG states colours where it has no profile.
    pub(crate) colours: Vec<([u8; 4], Vec<u8>)>,
    /// What else is there, by name: it is not read, so no file carries it.
    pub(crate) untold: Vec<&'static str>,
}

impl Facts {
    /// Of a file; none where it is no PNG, JPEG, TIFF, WebP, AVIF or EXR.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(path: &Path) -> std::io::Result<Option<Self>> {
        if std::fs::metadata(path)?.len() > MAX_BYTES {
            return Ok(None);
        }
        Ok(Self::of(&std::fs::read(path)?))
    }

    /// Of a file's bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some(png::read(bytes)),
            [0xff, 0xd8, ..] => Some(jpeg::read(bytes)),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(tiff::read(bytes)),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(webp::read(bytes)),
            [a, b, c, d, ..] if [*a, *b, *c, *d] == exr::MAGIC => Some(exr::read(bytes)),
            _ if avif::is_one(bytes) => Some(Self { untold: avif::untold(bytes), ..Self::default() }),
            _ => None,
        }
    }

    /// How far a viewer turns the picture, clockwise in degrees; 0 where it is stored upright or mirrored.
    pub(crate) fn turn_deg(&self) -> i32 {
        turn_deg(self.orientation())
    }

    /// How the picture is stored, as EXIF says it: 1 is upright.
    pub(crate) fn orientation(&self) -> u16 {
        self.exif.as_deref().and_then(exif::orientation).unwrap_or(1)
    }

    /// What is true of the treated picture: an R'G'B' picture that is `upright`, without the old one's thumbnail.
    pub(crate) fn of_treated(mut self, upright: bool) -> Self {
        // What is stored mirrored is not turned, and stays as it is stored.
        let upright = upright && self.turn_deg() != 0;
        if let Some(bytes) = &mut self.exif {
            exif::drop_thumbnail(bytes);
            if upright {
                exif::set_orientation(bytes, 1);
            }
        }
        self.of_rgb()
    }

    /// What is true of a picture that was set upright, mirrored ones too: without the old one's thumbnail.
    pub(crate) fn set_upright(mut self) -> Self {
        if let Some(bytes) = &mut self.exif {
            exif::drop_thumbnail(bytes);
            exif::set_orientation(bytes, 1);
        }
        self
    }

    /// What is true of a picture of R'G'B': a profile of grey or CMYK does not fit it.
    pub(crate) fn of_rgb(mut self) -> Self {
        self.icc = self.icc.filter(|icc| is_of_rgb(icc));
        self
    }

    /// What of it fits into the segments of JPEG: of Photoshop's facts at least the captions.
    pub(crate) fn within_jpeg(self) -> Self {
        jpeg::fitted(self)
    }

    /// Whether its profile, if it has one, is of R'G'B'.
    pub(crate) fn is_of_rgb(&self) -> bool {
        self.icc.as_ref().is_none_or(|icc| is_of_rgb(icc))
    }

    /// What of it such files cannot carry, in words.
    pub(crate) fn lost_in(&self, codec: Codec) -> Vec<&'static str> {
        let mut lost = self.lost_beyond(codec.row().carries);
        if !self.is_of_rgb() && !lost.contains(&"the colour profile") {
            lost.insert(0, "the colour profile");
        }
        lost
    }

    /// What of it is not in `found`, in words, but for what is known to be lost.
    pub(crate) fn missing_in(&self, found: &Self, lost: &[&str]) -> Vec<&'static str> {
        let all = [
            (self.icc == found.icc, "the colour profile"),
            (camera_stays(self, found), "camera data (EXIF)"),
            (self.xmp == found.xmp, "XMP"),
            (self.iptc == found.iptc, "IPTC"),
            (self.density.is_none_or(|w| found.density.is_some_and(|f| is_near(w, f))), "the density"),
            (self.texts.iter().all(|text| found.texts.contains(text)), "texts (such as a prompt)"),
        ];
        let missing = all.into_iter().filter(|(holds, what)| !holds && !lost.contains(what));
        missing.map(|(_, what)| what).collect()
    }

    /// When the picture was taken, as its EXIF says, with the part of the second where that is said.
    pub(crate) fn taken(&self) -> Option<String> {
        exif::taken(self.exif.as_deref()?)
    }

    /// What of it is not among these parts, in words.
    pub(crate) fn lost_beyond(&self, carries: &[Part]) -> Vec<&'static str> {
        let all = [
            (self.icc.is_some(), "the colour profile", Part::Profile),
            (self.exif.is_some(), "camera data (EXIF)", Part::Exif),
            (self.xmp.is_some(), "XMP", Part::Xmp),
            (self.iptc.is_some(), "IPTC", Part::Iptc),
            (self.density.is_some(), "the density", Part::Density),
            (!self.texts.is_empty(), "texts (such as a prompt)", Part::Texts),
        ];
        let lost = all.into_iter().filter(|(is_there, _, part)| *is_there && !carries.contains(part));
        let mut lost: Vec<&str> = lost.map(|(_, what, _)| what).collect();
        lost.extend(self.untold.iter().filter(|what| !lost.contains(what)).copied().collect::<Vec<_>>());
        lost
    }

    /// The texts that are not compressed, by their key: what a film can carry as metadata.
    pub(crate) fn plain_texts(&self) -> Vec<(String, String)> {
        self.texts.iter().filter_map(|(kind, bytes)| png::plain_text(*kind, bytes)).collect()
    }

    /// All texts, also compressed ones and those of EXIF, by where they lie and their key; and how many were larger than `most_bytes`.
    pub(crate) fn all_texts(&self, most_bytes: usize) -> (Vec<(&'static str, String, String)>, usize) {
        let of_png = self.texts.iter().map(|(kind, bytes)| png::text(*kind, bytes, most_bytes));
        let mut too_large = 0;
        let mut out: Vec<_> = of_png
            .filter_map(|text| {
                too_large += usize::from(text.is_err());
                text.ok().flatten().map(|(key, text)| ("text of PNG", key, text))
            })
            .collect();
        let of_exif = self.exif.as_deref().map(exif::texts).unwrap_or_default();
        out.extend(of_exif.into_iter().map(|(key, text)| ("EXIF", key.to_owned(), text)));
        (out, too_large)
    }

    /// The bytes of a picture file with these facts instead of its own; none where it is of no known kind.
    pub(crate) fn put_into(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => png::write(bytes, self),
            [0xff, 0xd8, ..] => jpeg::write(bytes, self),
            [b'I', b'I', 42, 0, ..] => tiff::write(bytes, self),
            _ => None,
        }
    }
}

/// Whether an ICC profile is of R'G'B', by its head.
fn is_of_rgb(icc: &[u8]) -> bool {
    icc.get(16..20) == Some(b"RGB ")
}

/// The turn of an EXIF orientation, clockwise in degrees.
fn turn_deg(orientation: u16) -> i32 {
    match orientation {
        3 => 180,
        6 => 90,
        8 => 270,
        _ => 0,
    }
}

/// How far a viewer turns picture number `index` of a source, as [`Facts::turn_deg`].
pub(crate) fn turn_deg_of(source: &Source, index: i64) -> i32 {
    let stored = file_of(source, index).and_then(|file| turn::orientation(&file).ok());
    stored.map_or(0, turn_deg)
}

/// The file of a source that holds its picture number `index`, counted from 0; the source's own file where it is no sequence.
pub fn file_of(source: &Source, index: i64) -> Option<PathBuf> {
    if !source.pattern {
        return source.still.then(|| source.path.clone());
    }
    let number = source.start_number?.checked_add_signed(index)?;
    let pattern = Pattern::parse(source.path.file_name()?.to_str()?)?;
    Some(source.path.with_file_name(pattern.name(number)))
}

/// What the first picture of a source says; none where it is no picture file.
pub(crate) fn of_source(source: &Source) -> Option<Facts> {
    Facts::read(&file_of(source, 0)?).ok().flatten()
}

/// The bytes of the written picture `part` with what picture number `index` of the source says; none where it stays as it is.
///
/// # Errors
/// When one of them cannot be read.
pub(crate) fn dressed(
    source: &Source,
    index: i64,
    part: &Path,
    upright: bool,
) -> std::io::Result<Option<Vec<u8>>> {
    let facts = file_of(source, index).map(|file| Facts::read(&file)).transpose()?.flatten();
    let Some(facts) = facts else { return Ok(None) };
    Ok(facts.of_treated(upright).put_into(&std::fs::read(part)?))
}

/// What of picture number `index` of a source is not where it should be in the written one, in words.
pub fn missing_in(
    source: &Source,
    index: usize,
    written: &Path,
    codec: Codec,
    upright: bool,
) -> Option<Vec<&'static str>> {
    let wanted = Facts::read(&file_of(source, index as i64)?).ok()??.of_treated(upright);
    let found = Facts::read(written).ok().flatten().unwrap_or_default();
    Some(wanted.missing_in(&found, &wanted.lost_in(codec)))
}

/// Whether camera data are the same: their bytes, or of TIFF, where they stand among other entries, all of them.
fn camera_stays(wanted: &Facts, found: &Facts) -> bool {
    let all = |facts: &Facts| facts.exif.as_deref().and_then(camera::Directory::of);
    wanted.exif == found.exif
        || all(wanted).is_none_or(|wanted| all(found).unwrap_or_default().holds(&wanted))
}

/// Whether two densities, per metre, are the same to half a dot per inch: JPEG has whole ones.
fn is_near(one: (u32, u32), two: (u32, u32)) -> bool {
    one.0.abs_diff(two.0).max(one.1.abs_diff(two.1)) <= 20
}

/// What the pictures of a source say, one after the other.
fn of_all(source: &Source) -> impl Iterator<Item = Facts> {
    let run = if source.pattern { source.lacks.run.unwrap_or_default() } else { 1 };
    let is_avif = || source.video.frames_hint == Some(1) && avif_ending(&source.path);
    let single = (!source.is_pictures() && is_avif()).then(|| source.path.clone());
    let files = (0..run as i64).filter_map(move |index| file_of(source, index).or_else(|| single.clone()));
    files.filter_map(|file| Facts::read(&file).ok().flatten())
}

/// FFmpeg takes such a picture for a film of one frame.
fn avif_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["avif", "heic"].iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// What a written file cannot carry of a picture source, in sentences.
pub(crate) fn notes(source: &Source, codec: Codec) -> Vec<String> {
    let (mut pictures, mut mirrored) = (0, 0);
    let mut lost: Vec<(&'static str, usize)> = Vec::new();
    let mut first: Option<Vec<(String, String)>> = None;
    for facts in of_all(source) {
        pictures += 1;
        mirrored += usize::from(matches!(facts.orientation(), 2 | 4 | 5 | 7));
        let texts = facts.plain_texts();
        let mut own = facts.lost_in(codec);
        // A film takes the texts of the first picture as metadata.
        let of_film = first.get_or_insert_with(|| texts.clone());
        if !codec.is_pictures()
            && texts.len() == facts.texts.len()
            && texts == *of_film
            && texts.iter().all(fits_a_film)
        {
            own.retain(|what| !what.starts_with("texts"));
        }
        for what in own {
            match lost.iter_mut().find(|(known, _)| *known == what) {
                Some((_, count)) => *count += 1,
                None => lost.push((what, 1)),
            }
        }
    }
    let named = |(what, count): &(&str, usize)| {
        if *count == pictures {
            (*what).to_owned()
        } else {
            format!("{what} (of {count} of {pictures} pictures)")
        }
    };
    let mut notes = Vec::new();
    if !lost.is_empty() {
        let all: Vec<String> = lost.iter().map(named).collect();
        notes.push(format!(
            "{} files do not carry {} of the source here; a picture of the source's own kind may",
            codec.name(),
            all.join(", ")
        ));
    }
    if mirrored > 0 {
        let which = if source.pattern {
            format!("{mirrored} of {pictures} pictures are")
        } else {
            "the source is".into()
        };
        let then = if codec.row().carries.contains(&Part::Exif) {
            "what is written is stored and undone the same way"
        } else {
            "what is written is shown mirrored"
        };
        notes.push(format!("{which} stored mirrored, which viewers undo: {then}"));
    }
    notes
}

/// Whether a text can be handed to FFmpeg as metadata: a command line has limits.
fn fits_a_film((key, text): &(String, String)) -> bool {
    const MOST_BYTES: usize = 65_536;
    text.len() <= MOST_BYTES && !key.contains(['=', '\0']) && !text.contains('\0')
}

/// The texts of a picture source, as metadata of a film.
pub fn as_metadata(source: &Source) -> Vec<(String, String)> {
    let all = of_source(source).map(|facts| facts.plain_texts()).unwrap_or_default();
    all.into_iter().filter(fits_a_film).collect()
}

/// The EXIF orientation of a file's bytes, read as that of a file is.
#[cfg(test)]
pub(crate) fn orientation_of(bytes: &[u8]) -> u16 {
    turn::orientation_in(std::io::Cursor::new(bytes)).unwrap_or_default()
}

#[cfg(test)]
pub(crate) use tests::{facts as facts_for_tests, samples};

#[cfg(test)]
mod tests;
