//! The parts of a clip in OpenTimelineIO: times, media, grade, markers.

use super::clock::has_drop;
use super::lost::{Lost, MOST_TEXT, named};
use super::{Bad, Marker, MarkerColour, TimelineClip, place};
use crate::rational::Rational;
use dewax::color::Cdl;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Frames beyond this are no frames: three hundred years at a thousand a second.
const MOST_FRAMES: f64 = 1e13;
/// As many markers of a part are read.
const MOST_MARKERS: usize = 1000;

/// A time: so many frames of such a rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    pub(super) value: f64,
    pub(super) rate: Rational,
}

/// A range of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) first: Time,
    pub(super) frames: f64,
    /// The rate of `frames`, which may be another one.
    pub(super) frames_rate: Rational,
}

/// The text of a value that is one.
pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What an object is, and in which version.
pub(super) fn kind_of(value: &Value) -> Result<(&str, u64), Bad> {
    let schema = text(&value["OTIO_SCHEMA"]);
    let (kind, version) = schema.rsplit_once('.').ok_or_else(|| {
        Bad::new("it is no OpenTimelineIO: an object does not say its OTIO_SCHEMA; export it again")
    })?;
    Ok((kind, version.parse().unwrap_or(0)))
}

/// A `RationalTime`, or none where there is none.
pub(super) fn time(value: &Value) -> Result<Option<Time>, Bad> {
    if value.is_null() {
        return Ok(None);
    }
    let number =
        |key: &str| value[key].as_f64().filter(|number| number.is_finite() && number.abs() <= MOST_FRAMES);
    let wrong = || Bad::new("a time in it has no value or rate that frames can have; export it again");
    let rate = Rational::of_frames(number("rate").ok_or_else(wrong)?).ok_or_else(wrong)?;
    Ok(Some(Time { value: number("value").ok_or_else(wrong)?, rate }))
}

/// A `TimeRange`, or none where there is none.
pub(super) fn range(value: &Value) -> Result<Option<Times>, Bad> {
    let (Some(first), Some(length)) = (time(&value["start_time"])?, time(&value["duration"])?) else {
        return Ok(None);
    };
    if length.value < 0.0 {
        return Err(Bad::new("a range in it is shorter than nothing; export it again"));
    }
    Ok(Some(Times { first, frames: length.value, frames_rate: length.rate }))
}

/// The media that a clip is shown from.
pub(super) fn media(clip: &Value) -> Option<&Value> {
    let key = clip["active_media_reference_key"].as_str().unwrap_or("DEFAULT_MEDIA");
    [&clip["media_references"][key], &clip["media_reference"]].into_iter().find(|media| media.is_object())
}

/// What is shown of a clip: its own range, or all that there is.
pub(super) fn shown_range(clip: &Value) -> Result<Option<Times>, Bad> {
    match range(&clip["source_range"])? {
        Some(own) => Ok(Some(own)),
        None => media(clip).map_or(Ok(None), |media| range(&media["available_range"])),
    }
}

/// What an effect is called.
pub(super) fn effect_name(effect: &Value) -> &str {
    [&effect["effect_name"], &effect["name"], &effect["OTIO_SCHEMA"]]
        .map(text)
        .into_iter()
        .find(|n| !n.is_empty())
        .unwrap_or("?")
}

/// A clip that begins at `first` and lasts `seconds`; none where it shows no file's pictures.
pub(super) fn clip(
    value: &Value,
    first: Time,
    seconds: f64,
    folder: Option<&Path>,
    lost: &mut Lost,
) -> Result<Option<TimelineClip>, Bad> {
    let name = text(&value["name"]);
    let reference = media(value);
    if let Some(kind) =
        reference.and_then(|media| kind_of(media).ok()).filter(|(kind, _)| *kind == "GeneratorReference")
    {
        let generator = text(&reference.unwrap_or(&Value::Null)["generator_kind"]);
        lost.say(format!("{}, which a program draws ({} {})", named(name), kind.0, named(generator)));
        return Ok(None);
    }
    told_effects(value, name, lost);
    let rate = first.rate;
    let at_rate = |time: Time| {
        if time.rate == rate { time.value } else { time.value / time.rate.value() * rate.value() }
    };
    let available = reference.map_or(Ok(None), |media| range(&media["available_range"]))?.map(|all| {
        let frames = at_rate(Time { value: all.frames, rate: all.frames_rate });
        (at_rate(all.first).round() as i64, frames.round() as i64)
    });
    let metadata = &value["metadata"];
    let reel = [&metadata["cmx_3600"]["reel"], &metadata["dewax"]["reel"]]
        .map(text)
        .into_iter()
        .find(|r| !r.is_empty());
    let recipe = metadata["dewax"]["recipe"].as_str();
    Ok(Some(TimelineClip {
        name: lost.short(name),
        reel: reel.map(|reel| lost.short(reel)),
        media: reference.and_then(|media| file(media, name, folder, lost)),
        rate,
        first_frame: first.value.round() as i64,
        frames: (seconds * rate.value()).round() as i64,
        available,
        record_frame: 0,
        drop_frame: metadata["dewax"]["drop_frame"].as_bool().unwrap_or_else(|| has_drop(rate))
            && has_drop(rate),
        first_picture: reference.and_then(|media| media["start_frame"].as_u64()),
        cdl: cdl(&metadata["cdl"], name, lost),
        markers: markers(value, rate, lost)?,
        recipe: recipe.map(|recipe| lost.short(recipe)),
    }))
}

fn told_effects(clip: &Value, name: &str, lost: &mut Lost) {
    for effect in clip["effects"].as_array().into_iter().flatten() {
        let sentence = match (effect["time_scalar"].as_f64(), kind_of(effect)) {
            (_, Ok(("FreezeFrame", _))) => {
                format!("{} is a frame that stands: its frames are taken as they run", named(name))
            }
            (Some(speed), _) => {
                format!("{} runs {speed} times as fast: its frames are taken as they are", named(name))
            }
            _ => format!("an effect on {}: {}", named(name), named(effect_name(effect))),
        };
        lost.say(sentence);
    }
}

/// The file of a media reference on this machine.
fn file(media: &Value, name: &str, folder: Option<&Path>, lost: &mut Lost) -> Option<PathBuf> {
    let is_there = |path: &Path| folder.is_some_and(|folder| folder.join(path).is_file());
    let found = match kind_of(media).map(|(kind, _)| kind) {
        Ok("ImageSequenceReference") => sequence(media),
        Ok("ExternalReference") => {
            let url = text(&media["target_url"]);
            (!url.is_empty()).then(|| place::path_of(url, is_there).filter(|path| is_path(path)).ok_or(url))
        }
        _ => None,
    }?;
    match found {
        Ok(path) => Some(path),
        Err(url) => {
            lost.say(format!(
                "the file of {}: {} lies on another machine, and is not opened",
                named(name),
                named(url)
            ));
            None
        }
    }
}

/// A numbered sequence as a pattern.
fn sequence(media: &Value) -> Option<Result<PathBuf, &str>> {
    let base = text(&media["target_url_base"]);
    let (prefix, suffix) = (text(&media["name_prefix"]), text(&media["name_suffix"]));
    // A % in a name would be another number.
    if format!("{prefix}{suffix}").contains(['%', '/', '\\', '\0']) {
        return Some(Err(base));
    }
    let digits = media["frame_zero_padding"].as_u64().filter(|digits| *digits <= 20).unwrap_or(0);
    let number = if digits > 0 { format!("%0{digits}d") } else { "%d".to_owned() };
    let file = format!("{prefix}{number}{suffix}");
    let path = if base.is_empty() {
        Some(PathBuf::from(file))
    } else {
        place::path_of(base, |_| false).map(|folder| folder.join(file))
    };
    Some(path.filter(|path| is_path(path)).ok_or(base))
}

/// Whether a system could have it.
fn is_path(path: &Path) -> bool {
    path.as_os_str().len() <= MOST_TEXT
}

fn three(value: &Value) -> Option<[f32; 3]> {
    let all = value.as_array()?.iter().map(|number| number.as_f64().map(|n| n as f32));
    all.collect::<Option<Vec<f32>>>()?.try_into().ok()
}

/// `metadata.cdl`, as the reader of EDLs of OpenTimelineIO leaves it.
fn cdl(value: &Value, name: &str, lost: &mut Lost) -> Option<Cdl> {
    if value.is_null() {
        return None;
    }
    let part = |key: &str, neutral: f32| match &value["asc_sop"][key] {
        Value::Null => Some([neutral; 3]),
        some => three(some),
    };
    let saturation = match &value["asc_sat"] {
        Value::Null => Some(1.0),
        some => some.as_f64().map(|n| n as f32),
    };
    let whole = || {
        Some(Cdl {
            slope: part("slope", 1.0)?,
            offset: part("offset", 0.0)?,
            power: part("power", 1.0)?,
            saturation: saturation?,
        })
    };
    let read = whole().filter(Cdl::is_legal);
    if read.is_none() {
        lost.say(format!("the CDL of {}, which is none", named(name)));
    }
    read
}

fn markers(clip: &Value, rate: Rational, lost: &mut Lost) -> Result<Vec<Marker>, Bad> {
    let all = clip["markers"].as_array().map_or(&[][..], Vec::as_slice);
    if all.len() > MOST_MARKERS {
        lost.say(format!("markers of {} beyond the first {MOST_MARKERS}", named(text(&clip["name"]))));
    }
    let mut read = |marker: &Value| -> Result<Option<Marker>, Bad> {
        let Some(marked) = range(&marker["marked_range"])? else { return Ok(None) };
        let at_rate = |value: f64, own: Rational| (value / own.value() * rate.value()).round() as i64;
        Ok(Some(Marker {
            name: lost.short(text(&marker["name"])),
            comment: lost.short(text(&marker["comment"])),
            colour: MarkerColour::of(text(&marker["color"])),
            first_frame: at_rate(marked.first.value, marked.first.rate),
            frames: at_rate(marked.frames, marked.frames_rate),
        }))
    };
    all.iter().take(MOST_MARKERS).filter_map(|marker| read(marker).transpose()).collect()
}
