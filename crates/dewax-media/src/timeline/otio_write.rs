//! Writes OpenTimelineIO: one track of pictures, with gaps where the film has none.

use super::lost::{Lost, named};
use super::{Bad, Marker, Timeline, TimelineClip, place};
use crate::rational::Rational;
use dewax::color::Cdl;
use serde_json::{Value, json};

/// What rounding of double numbers may make of a frame: a film of a day has 1e7 frames, of which they tell a part of 1e-9.
const ROUNDED: f64 = 1e-6;

/// The text of a file.
pub(super) fn text(timeline: &Timeline) -> Result<(String, Vec<String>), Bad> {
    let mut lost = Lost::default();
    let mut children = Vec::new();
    // Where the track has come to, and where the part before ends by its own place, in frames of the film.
    let mut at = timeline.start_frame as f64;
    let mut end = at;
    for clip in &timeline.clips {
        if !clip.rate.is_positive() || clip.frames <= 0 {
            return Err(Bad::new(format!("{} has no frames or no rate", named(&clip.name))));
        }
        let record = clip.record_frame as f64;
        let free = record - end;
        // Places in the film are whole frames and lengths of other rates are not: below one frame it is what rounding leaves.
        if free >= 1.0 - ROUNDED && record > at {
            children.push(gap(record - at, timeline.rate));
            at = record;
        } else if free <= ROUNDED - 1.0 {
            lost.say(format!(
                "that {} begins before the end of the part before it: it follows it here",
                named(&clip.name)
            ));
        }
        children.push(clip_of(clip));
        let long = clip.frames as f64 / clip.rate.value() * timeline.rate.value();
        (at, end) = (at + long, record + long);
    }
    let track = json!({
        "OTIO_SCHEMA": "Track.1", "metadata": {}, "name": "V1", "source_range": null, "effects": [], "markers": [],
        "enabled": true, "children": children, "kind": "Video",
    });
    let film = json!({
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"dewax": {"drop_frame": timeline.drop_frame}},
        "name": timeline.name,
        "global_start_time": time(timeline.start_frame as f64, timeline.rate),
        "tracks": {
            "OTIO_SCHEMA": "Stack.1", "metadata": {}, "name": "tracks", "source_range": null, "effects": [], "markers": [],
            "enabled": true, "children": [track],
        },
    });
    Ok((crate::json::to_json(&film), lost.told()))
}

fn time(value: f64, rate: Rational) -> Value {
    json!({"OTIO_SCHEMA": "RationalTime.1", "rate": rate.value(), "value": value})
}

fn range(first: f64, frames: f64, rate: Rational) -> Value {
    json!({"OTIO_SCHEMA": "TimeRange.1", "duration": time(frames, rate), "start_time": time(first, rate)})
}

fn gap(frames: f64, rate: Rational) -> Value {
    json!({
        "OTIO_SCHEMA": "Gap.1", "metadata": {}, "name": "", "source_range": range(0.0, frames, rate), "effects": [], "markers": [],
        "enabled": true,
    })
}

fn clip_of(clip: &TimelineClip) -> Value {
    let mut own = json!({"drop_frame": clip.drop_frame});
    if let Some(recipe) = &clip.recipe {
        own["recipe"] = json!(recipe);
    }
    let mut metadata = json!({});
    if let Some(cdl) = &clip.cdl {
        metadata["cdl"] = cdl_of(cdl);
        own["cdl_acts_on"] = json!("code values of the media, 0 to 1");
    }
    if let Some(reel) = &clip.reel {
        metadata["cmx_3600"] = json!({"reel": reel});
    }
    metadata["dewax"] = own;
    json!({
        "OTIO_SCHEMA": "Clip.2",
        "metadata": metadata,
        "name": clip.name,
        "source_range": range(clip.first_frame as f64, clip.frames as f64, clip.rate),
        "effects": [],
        "markers": clip.markers.iter().map(|marker| marker_of(marker, clip.rate)).collect::<Vec<Value>>(),
        "enabled": true,
        "media_references": {"DEFAULT_MEDIA": media_of(clip)},
        "active_media_reference_key": "DEFAULT_MEDIA",
    })
}

/// As the reader of EDLs of OpenTimelineIO leaves it. Numbers as they were given: 1.1 and not what a wider number makes of it.
fn cdl_of(cdl: &Cdl) -> Value {
    let sop = json!({"slope": cdl.slope, "offset": cdl.offset, "power": cdl.power});
    json!({"asc_sop": sop, "asc_sat": cdl.saturation})
}

fn marker_of(marker: &Marker, rate: Rational) -> Value {
    json!({
        "OTIO_SCHEMA": "Marker.2", "metadata": {}, "name": marker.name, "color": marker.colour.name(),
        "marked_range": range(marker.first_frame as f64, marker.frames as f64, rate), "comment": marker.comment,
    })
}

fn media_of(clip: &TimelineClip) -> Value {
    let Some(path) = &clip.media else {
        return json!({"OTIO_SCHEMA": "MissingReference.1", "metadata": {}, "name": ""});
    };
    let available = clip.available.map(|(first, frames)| range(first as f64, frames as f64, clip.rate));
    let mut media = match place::sequence(path) {
        Some((before, digits, behind)) => json!({
            "OTIO_SCHEMA": "ImageSequenceReference.1",
            "target_url_base": path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(String::new(), |folder| format!("{}/", place::url_of(folder))),
            "name_prefix": before, "name_suffix": behind, "frame_zero_padding": digits,
            "start_frame": clip.first_picture.unwrap_or(0), "frame_step": 1, "rate": clip.rate.value(), "missing_frame_policy": "error",
        }),
        None => json!({"OTIO_SCHEMA": "ExternalReference.1", "target_url": place::url_of(path)}),
    };
    media["metadata"] = json!({});
    media["name"] = json!(path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default());
    media["available_range"] = json!(available);
    media["available_image_bounds"] = Value::Null;
    media
}
