//! Every reader of what others can hand to dewax, with files that are whole to begin with.

use super::damaged;
use crate::bmff::make;
use crate::nut::NutReader;
use crate::target::Codec;
use crate::{
    bmff, cdl_file, credentials, cube_file, film, lacks, nut, picture_file, provenance, stated, still,
    timeline,
};
use std::io::{Cursor, Write};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn damaged_pipes() {
    damaged("nut", 50_000, &[nut::sample()], |bytes| {
        let Ok(mut reader) = NutReader::new(bytes, 1 << 16) else { return false };
        let mut payload = Vec::new();
        let mut pictures = 0;
        loop {
            match reader.next(&mut payload) {
                Ok(Some(_)) => {
                    pictures += 1;
                    assert!(payload.len() <= 1 << 16 && pictures <= bytes.len());
                }
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    });
}

fn movie() -> Vec<u8> {
    let handler = make(b"hdlr", b"\0\0\0\0\0\0\0\0vide");
    let entry = make(b"avc1", &[0; 78]);
    let table = make(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &entry].concat());
    let media = make(b"mdia", &[handler, make(b"minf", &make(b"stbl", &table))].concat());
    let track = make(b"trak", &[make(b"tkhd", &[0; 84]), media].concat());
    let packet = make(b"udta", &make(b"XMP_", b"<x:xmpmeta/>"));
    [make(b"ftyp", b"isom"), make(b"mdat", b"pixels"), make(b"moov", &[track, packet].concat())].concat()
}

#[test]
fn damaged_boxes() {
    damaged("bmff", 50_000, &[movie()], |bytes| {
        let mut file = Cursor::new(bytes.to_vec());
        let all = bmff::boxes(&mut file, 0, bytes.len() as u64).unwrap();
        for span in &all {
            assert!(bmff::content(&mut file, span, 1 << 20).unwrap().len() <= bytes.len());
        }
        let _ = bmff::stated_length(&mut file, bytes.len() as u64).unwrap();
        let turned = bmff::set_display_matrix(&mut file, &[1; 9]).unwrap();
        assert_eq!(file.get_ref().len(), bytes.len());
        let grown = bmff::add_to_sample_entry(&mut file, b"\0\0\0\x0cclli1234").unwrap();
        assert_eq!(file.get_ref().len(), bytes.len() + 12 * grown);
        turned > 0 && grown > 0
    });
}

#[test]
fn damaged_pictures() {
    let pictures = still::samples();
    damaged("still", 8_000, &pictures, |bytes| {
        let _ = still::orientation_of(bytes);
        let Some(facts) = still::Facts::of(bytes) else { return false };
        let _ = (facts.turn_deg(), facts.plain_texts(), facts.lost_in_any());
        let treated = facts.clone().of_treated(true);
        for out in &pictures[..3] {
            let _ = treated.put_into(out);
        }
        let _ = facts.put_into(bytes);
        facts.icc.is_some() || facts.exif.is_some()
    });
}

#[test]
fn damaged_picture_files() {
    // Some say more pixels than they have bytes for: those of a real one are bounded alike, at 200 million.
    const MOST_PX: usize = 1 << 20;
    damaged("picture file", 4_000, &picture_file::samples(), |bytes| {
        let Ok(file) = picture_file::read_within("damaged", bytes, MOST_PX) else { return false };
        assert!(file.width() * file.height() <= MOST_PX && file.profile().name.len() <= 400);
        let _ = file.as_srgb(&file.rgb);
        for kind in picture_file::PictureKind::ALL {
            let _ = (file.lost_in(kind), file.written(&file.rgb, kind, 8));
        }
        true
    });
}

#[test]
fn damaged_statements() {
    damaged("credentials", 50_000, &credentials::samples(), |bytes| {
        let found = credentials::find_in(&mut Cursor::new(bytes)).unwrap();
        assert!(found.iter().map(|one| one.bytes.len()).sum::<usize>() <= 2 * bytes.len());
        found.iter().map(credentials::Found::summary).count() > 0
    });
}

#[test]
fn damaged_lengths() {
    let avi = b"RIFF\x10\0\0\0AVI 123456789012".to_vec();
    let mkv = b"\x1a\x45\xdf\xa3\x82\0\0\x18\x53\x80\x67\x40\x041234".to_vec();
    damaged("cut off", 50_000, &[movie(), avi, mkv], |bytes| {
        lacks::cut_off_in(&mut Cursor::new(bytes)).unwrap().is_none_or(|(stated, there)| {
            assert!(stated > there);
            false
        })
    });
}

#[test]
fn damaged_answers() {
    let streams = br#"{"streams":[{"index":0,"codec_name":"h264","codec_type":"video","width":64,"height":48,"pix_fmt":"yuv420p",
        "disposition":{"default":1},"tags":{"title":"a"},"side_data_list":[{"displaymatrix":"\n0: 0 65536 0\n1: -65536 0 0\n2: 0 0 1073741824\n"}]}],
        "format":{"format_name":"mov","tags":{}},"chapters":[{}],"programs":[{"tags":{"service_name":"b"}}]}"#;
    let frames = br#"{"frames":[{"interlaced_frame":1,"side_data_list":[{"side_data_type":"Mastering display metadata",
        "red_x":"34000/50000","red_y":"16000/50000","green_x":"1/5","green_y":"1/5","blue_x":"1/5","blue_y":"1/5","white_point_x":"1/5",
        "white_point_y":"1/5","min_luminance":"1/10000","max_luminance":"1000/1"}]}],"streams":[{"index":0,"field_order":"tt"}]}"#;
    damaged("ffprobe", 30_000, &[streams.to_vec(), frames.to_vec()], |bytes| {
        let text = text(bytes);
        let facts = film::FilmFacts::read(&text).map(|facts| (facts.x265(), facts.boxes()));
        let Ok(listing) = serde_json::from_str::<stated::Listing>(&text) else { return false };
        for stream in &listing.streams {
            let matrix = stream
                .side_data_list
                .iter()
                .find_map(|s| stated::display_matrix(s.displaymatrix.as_deref()?));
            let _ =
                matrix.map(|matrix| (stated::rotation_deg(&matrix), stated::is_more_than_a_turn(&matrix)));
        }
        facts.is_ok() && listing.programmes().count() < 3
    });
}

#[test]
fn damaged_cut_lists() {
    let sane = |timeline: &timeline::Timeline| {
        timeline.clips.iter().all(|clip| clip.frames > 0) && !timeline.clips.is_empty()
    };
    damaged("otio", 20_000, &timeline::samples_otio(), |bytes| {
        timeline::parse_otio(bytes).is_some_and(|timeline| {
            assert!(sane(&timeline) && timeline.clips.len() <= bytes.len());
            true
        })
    });
    damaged("fcp7 xml", 20_000, &timeline::samples_xml(), |bytes| {
        timeline::parse_xml(bytes).is_some_and(|timeline| {
            assert!(sane(&timeline) && timeline.clips.len() <= bytes.len());
            true
        })
    });
    damaged("edl", 50_000, &[timeline::EDL.into()], |bytes| {
        timeline::parse_edl(bytes).is_some_and(|timeline| {
            assert!(sane(&timeline) && timeline.clips.len() <= bytes.len());
            true
        })
    });
}

#[test]
fn damaged_grades() {
    damaged("cdl", 30_000, &cdl_file::samples(), |bytes| {
        cdl_file::parse_any(bytes).is_some_and(|all| {
            assert!(all.len() <= bytes.len() && all.iter().all(|one| one.cdl.is_legal()));
            true
        })
    });
}

#[test]
fn damaged_tables() {
    damaged("cube", 30_000, &cube_file::samples(), |bytes| {
        cube_file::parse_any(bytes).is_some_and(|cube| {
            assert!(cube.shown([0.3, f32::NAN, 9.0]).iter().all(|v| v.is_finite()));
            true
        })
    });
}

/// What a film loses of a picture, to have it asked for.
impl still::Facts {
    fn lost_in_any(&self) -> usize {
        Codec::all().map(|codec| self.lost_in(codec).len()).sum()
    }
}

#[test]
fn damaged_marks_of_generators() {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let prompt = br#"{"1": {"class_type": "CLIPTextEncode", "inputs": {"text": "a man"}}, "2": {"class_type": "KSampler", "inputs": {"positive": ["1", 0]}}}"#;
    still::chunk_of_png(&mut png, *b"tEXt", &[b"prompt\0", prompt.as_slice()].concat());
    still::chunk_of_png(
        &mut png,
        *b"iTXt",
        b"parameters\0\0\0\0\0a man\nNegative prompt: blur\nSteps: 4, Size: 8x8",
    );
    still::chunk_of_png(&mut png, *b"caBX", b"\0\0\0\x20jumb\0\0\0\x18jumd0123456789abcdef");
    still::chunk_of_png(&mut png, *b"IEND", b"");
    damaged("provenance", 5_000, &[png], |bytes| {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        provenance::Provenance::of_file(file.path()).is_ok_and(|found| found.prompt.is_some())
    });
}
