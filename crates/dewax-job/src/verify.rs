//! Reads a written file again and proves what can be proven: frames, times, tags, sound, and that the skin is still skin.

use crate::error::{JobError, is_whole};
use crate::progress::{Progress, Stage};
use crate::render::Rendered;
use crate::side_by_side::{Pictures, Reading};
use dewax::analysis::Analysis;
use dewax::certificate::{Certificate, PICTURE_LEVELS, Proof};
use dewax::color::Cube;
use dewax::face::{Describe, Tier};
use dewax::recipe::Recipe;
use dewax::report::worst_frame;
use dewax_media::ahead::{next, read_ahead};
use dewax_media::audio;
use dewax_media::decode::{DecodeOptions, Decoder, SeekTo};
use dewax_media::faces;
use dewax_media::film_asked::film_facts;
use dewax_media::matte::{Matte, Matted};
use dewax_media::picture::picture_of;
use dewax_media::probe::{Source, probe};
use dewax_media::same_tags::other_tags;
use dewax_media::still;
use dewax_media::streams::levels_lost;
use dewax_media::target::{Codec, Container, Target, by_ending};
use dewax_media::tools::Tools;
use dewax_show::exhibits::{Collector, Exhibits};
use std::ops::Range;
use std::path::Path;

/// A written file and all that is known of how it was made.
#[derive(Clone, Copy, Debug)]
pub struct VerifyJob<'a> {
    /// The programs.
    pub tools: &'a Tools,
    /// The source.
    pub source: &'a Source,
    /// Its measurements.
    pub analysis: &'a Analysis,
    /// What was done, if it is known.
    pub recipe: Option<&'a Recipe>,
    /// How it was written, if it is known.
    pub target: Option<&'a Target>,
    /// What the render left, if it was rendered just now.
    pub rendered: Option<&'a Rendered>,
    /// The written file, where it lies now.
    pub out: &'a Path,
    /// The mask that was given.
    pub matte: Option<&'a Matte>,
    /// Which frames of the source it holds; all of them when not given.
    pub range: Option<(usize, usize)>,
    /// Whether its pictures were turned upright.
    pub bake_rotation: bool,
    /// What the pictures are seen through; nothing is judged through it.
    pub through: Option<&'a Cube>,
    /// Whether pictures and curves are wished for a report.
    pub exhibits: bool,
}

impl VerifyJob<'_> {
    /// Decodes source and output side by side and judges the pair.
    ///
    /// # Errors
    /// When one of them cannot be read at all, or the user stops. What is merely wrong is in the certificate.
    pub fn run(&self, progress: &dyn Progress) -> Result<(Certificate, Exhibits), JobError> {
        // The name of a file that has not got its final one says nothing to anybody.
        let mut out = probe(self.tools, self.out).map_err(|error| match self.rendered {
            Some(rendered) => JobError::Encode(rendered.sealed.unreadable()),
            None => error.into(),
        })?;
        if out.video.rgb {
            // R'G'B' has no matrix: read both files into the same Y'CbCr.
            out.video.tags.matrix = self.analysis.clip.tags.matrix;
        }
        let range = match self.range {
            Some((from, to)) => from..to,
            None => 0..self.analysis.clip.frames(),
        };
        let pictures = self.pictures(&out, &range, progress)?;
        // What was judged must be what was measured.
        self.source.unchanged()?;
        let mut file = self.picture_proofs(&out, &range, &pictures);
        file.push(self.tag_proof(&out));
        file.extend(self.container_proofs(&out, &range));
        file.push(self.audio_proof(&out, &range));
        let unlocked = pictures.frame.iter().filter(|f| !pictures.skin.iter().any(|s| s.shot == f.shot));
        file.extend(pictures.persons);
        file.extend(unlocked.map(|f| {
            Proof::skipped(
                &format!("skin of shot {}", f.shot + 1),
                "no skin is locked: its texture could not be judged",
            )
        }));
        Ok((Certificate::of(file, pictures.frame, pictures.skin), pictures.exhibits))
    }

    /// Reads both files frame by frame.
    fn pictures(
        &self,
        out: &Source,
        range: &Range<usize>,
        progress: &dyn Progress,
    ) -> Result<Pictures, JobError> {
        let clip = &self.analysis.clip;
        let picture = clip.picture();
        let written = picture_of(out, self.bake_rotation);
        progress.begin(Stage::Verify, Some(range.len()));
        let from =
            (range.start > 0).then(|| SeekTo { pts: clip.pts.get(range.start).copied().unwrap_or_default() });
        let options = DecodeOptions { from, bake_rotation: self.bake_rotation, ..DecodeOptions::default() };
        let source_decoder = Matted::open(self.tools, self.source, options, self.matte, range.start)?;
        let out_decoder = Decoder::open(self.tools, out, DecodeOptions::default())?;
        let worst = |shot| Some(worst_frame(self.analysis, shot));
        let describer = (self.analysis.tier == Tier::Mesh).then(faces::describer).flatten();
        let mut reading = Reading {
            analysis: self.analysis,
            matte: self.matte,
            recipe: self.recipe,
            signatures: self.rendered.map(|r| r.signatures.as_slice()),
            range,
            picture: &picture,
            written: &written,
            frames_per_second: self.source.video.frame_rate.value(),
            tick: out.video.time_base,
            describer: describer.as_ref().map(|describer| describer as &dyn Describe),
            seen: Pictures::default(),
            courses: Vec::new(),
            collector: self.exhibits.then(|| {
                Collector::new(&self.analysis.shots, picture, range.clone(), worst).seen_through(self.through)
            }),
        };
        read_ahead(source_decoder, |sources| {
            read_ahead(out_decoder, |outs| {
                let mut both = || Ok::<_, JobError>((next(sources)?, next(outs)?));
                for number in 0..self.analysis.shots.len() {
                    reading.shot(number, &mut both, progress)?;
                }
                reading.seen.surplus = next(outs)?.is_some();
                Ok::<_, JobError>(())
            })?;
            Ok::<_, JobError>(())
        })?;
        is_whole(self.analysis)?;
        reading.finish()
    }

    fn picture_proofs(&self, out: &Source, range: &Range<usize>, seen: &Pictures) -> Vec<Proof> {
        let clip = &self.analysis.clip;
        let (w, h) = (clip.format.width, clip.format.height);
        let (ow, oh) =
            (out.frame_format(self.bake_rotation).width, out.frame_format(self.bake_rotation).height);
        let mut proofs = vec![
            Proof::made("size", (w, h) == (ow, oh), format!("{ow}x{oh}, source {w}x{h}")),
            Proof::made(
                "frames",
                seen.missing == 0 && !seen.surplus,
                format!(
                    "{} of {} decoded{}",
                    seen.frames,
                    range.len(),
                    if seen.surplus { ", and more" } else { "" }
                ),
            ),
        ];
        if out.pattern || out.still {
            proofs.push(Proof::skipped("timestamps", "a sequence of pictures has none"));
        } else {
            let whole = *range == (0..clip.frames());
            let origin = if whole { 0 } else { clip.pts.get(range.start).copied().unwrap_or_default() };
            let unit = clip.time_base.value();
            let tolerance = out.video.time_base.value().max(unit) / 2.0 + 1e-9;
            let worst = seen
                .times
                .iter()
                .map(|&(index, s)| ((clip.pts[index] - origin) as f64 * unit - s).abs())
                .fold(0.0, f64::max);
            let text =
                format!("largest difference {:.3} ms over {} frames", worst * 1000.0, seen.times.len());
            proofs.push(Proof::made("timestamps", worst <= tolerance, text));
        }
        match self.rendered {
            Some(rendered) => {
                let (at, apart) = seen.worst_signature;
                let text = format!("largest difference {apart:.2} levels, at frame {}", range.start + at);
                proofs.push(Proof::made("pictures as rendered", apart <= PICTURE_LEVELS, text));
                let n = rendered.changed_outside;
                let text = format!("{n} samples outside the mask changed by steps bound to the skin");
                proofs.push(Proof::made("untouched outside the skin", n == 0, text));
            }
            None => proofs.push(Proof::skipped("pictures as rendered", "not rendered in this run")),
        }
        proofs
    }

    /// Every tag that the source states (or the target decided) must be in the output, or another name of the same.
    fn tag_proof(&self, out: &Source) -> Proof {
        let wanted = self.target.map_or(self.source.video.tags, |t| t.tags);
        let found = &out.video.tags;
        if out.pattern || out.still {
            return Proof::skipped("colour tags", "a sequence of pictures carries none");
        }
        let wrong = other_tags(&wanted, found, out.video.rgb);
        let text =
            if wrong.is_empty() { format!("{} (? = assumed)", found.line()) } else { wrong.join(", ") };
        Proof::made("colour tags", wrong.is_empty(), text)
    }

    fn container_proofs(&self, out: &Source, range: &Range<usize>) -> Vec<Proof> {
        if out.pattern || out.still {
            return self.facts_proof(out, range.start).into_iter().collect();
        }
        let whole = *range == (0..self.analysis.clip.frames());
        let (a, b) = (&self.source.video, &out.video);
        let mut proofs = Vec::new();
        let aspect = |r: &dewax_media::rational::Rational| if r.is_positive() { r.value() } else { 1.0 };
        let same = (aspect(&a.sample_aspect) - aspect(&b.sample_aspect)).abs() < 1e-6;
        proofs.push(Proof::made(
            "pixel aspect",
            same,
            format!("{}:{}", b.sample_aspect.num, b.sample_aspect.den),
        ));
        if self.source.is_turned() {
            let holds = self.bake_rotation || a.rotation_deg == b.rotation_deg;
            let how = if self.bake_rotation { "pictures are upright" } else { "display matrix" };
            proofs.push(Proof::made("rotation", holds, format!("{}°: {how}", a.rotation_deg)));
        }
        if self.source.film.has_levels() {
            // A file of which nothing can be learnt has none.
            let written = film_facts(self.tools, out).unwrap_or_default();
            // A file of which nobody knows how it was written says so itself.
            let of_file = || match out.container.contains("matroska") {
                true => (Container::Mkv, (out.video.codec == "hevc").then_some(Codec::H265)),
                false => (Container::Mov, None),
            };
            let (container, codec) = self.target.map_or_else(of_file, |t| (t.container, Some(t.codec)));
            let same = written.mastering == self.source.film.mastering
                && written.content_light == self.source.film.content_light;
            proofs.push(match (same, levels_lost(container, codec)) {
                (false, true) => {
                    Proof::skipped("levels of HDR", "such files do not carry them here; the notes say so")
                }
                (same, _) => Proof::made(
                    "levels of HDR",
                    same,
                    if same { "as in the source" } else { "other than in the source" },
                ),
            });
        }
        if whole && self.source.chapters > 0 {
            let text = format!("{} of {}", out.chapters, self.source.chapters);
            proofs.push(Proof::made("chapters", out.chapters == self.source.chapters, text));
        }
        if let Some(timecode) = self.source.timecode.as_deref().filter(|_| whole) {
            let found = out.timecode.as_deref().unwrap_or("none");
            proofs.push(Proof::made("timecode", found == timecode, format!("{found}, source {timecode}")));
        }
        proofs
    }

    /// What the first of the source's pictures that are written says beside its pixels must be in that.
    fn facts_proof(&self, out: &Source, first: usize) -> Option<Proof> {
        let codec = self.target.map_or_else(|| by_ending(self.out), |target| Ok(target.codec)).ok()?;
        let written = still::file_of(out, 0)?;
        let missing = still::missing_in(self.source, first, &written, codec, self.bake_rotation)?;
        let text = if missing.is_empty() {
            "as in the source".into()
        } else {
            format!("lost: {}", missing.join(", "))
        };
        Some(Proof::made("what the picture says", missing.is_empty(), text))
    }

    fn audio_proof(&self, out: &Source, range: &Range<usize>) -> Proof {
        if self.source.audio.is_empty() {
            return Proof::skipped(audio::WHAT, "the source has none");
        }
        if out.pattern || out.still || self.target.is_some_and(|t| t.container == Container::Pictures) {
            return Proof::skipped(audio::WHAT, "a sequence of pictures carries none");
        }
        let whole = *range == (0..self.analysis.clip.frames());
        let first = |source: &Source| source.video.time_base.seconds(source.video.start_pts);
        let unit = self.analysis.clip.time_base.value();
        let from = match whole {
            true => first(self.source),
            false => self.analysis.clip.pts.get(range.start).map_or(0.0, |pts| *pts as f64 * unit),
        };
        audio::proof(self.tools, &self.source.path, self.out, whole, [from, first(out)])
    }
}
