//! Reads a written file again and proves what can be proven: frames, times, tags, sound, and that the skin is still skin.

use crate::error::{JobError, is_whole};
use crate::progress::{Progress, Stage};
use crate::render::Rendered;
use crate::trial::judging_mask;
use dewax::analysis::{Analysis, Followed};
use dewax::certificate::{self, Asked, Certificate, FrameProof, Judge, PICTURE_LEVELS, Proof, SkinProof};
use dewax::clip::Picture;
use dewax::color::{Lab, ciede2000, lab_from_ycc};
use dewax::recipe::Recipe;
use dewax::report::worst_frame;
use dewax_media::ahead::{next, read_ahead};
use dewax_media::audio;
use dewax_media::decode::{DecodeOptions, Decoder, SeekTo};
use dewax_media::film_asked::film_facts;
use dewax_media::matte::{Matte, Matted};
use dewax_media::picture::picture_of;
use dewax_media::probe::{Source, probe};
use dewax_media::same_tags::other_tags;
use dewax_media::still;
use dewax_media::streams::levels_lost;
use dewax_media::target::{Codec, Container, Target, by_ending};
use dewax_media::tools::Tools;
use dewax_show::exhibits::{Collector, Exhibits, Series};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

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
    /// Whether pictures and curves are wished for a report.
    pub exhibits: bool,
}

/// What the pictures of the two files showed when read side by side.
struct Pictures {
    frames: usize,
    missing: usize,
    surplus: bool,
    times: Vec<(usize, f64)>,
    worst_signature: (usize, f32),
    frame: Vec<FrameProof>,
    skin: Vec<SkinProof>,
    exhibits: Exhibits,
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
        let rate = self.source.video.frame_rate.value();
        let mut seen = Pictures {
            frames: 0,
            missing: 0,
            surplus: false,
            times: Vec::new(),
            worst_signature: (0, 0.0),
            frame: Vec::new(),
            skin: Vec::new(),
            exhibits: Exhibits::default(),
        };
        let mut courses: Vec<(usize, Vec<Series>)> = Vec::new();
        let worst = |shot| Some(worst_frame(self.analysis, shot));
        let mut collector =
            self.exhibits.then(|| Collector::new(&self.analysis.shots, picture, range.clone(), worst));
        let same_size =
            (written.format.width, written.format.height) == (picture.format.width, picture.format.height);
        read_ahead(source_decoder, |sources| {
            read_ahead(out_decoder, |outs| {
                for (number, facts) in self.analysis.shots.iter().enumerate() {
                    let part = range.start.max(facts.shot.first_frame)..range.end.min(facts.shot.end());
                    let mask = judging_mask(self.matte, self.analysis, number);
                    let recipe = self.recipe.and_then(|r| r.shot_of(facts.shot.first_frame));
                    let asked = recipe.map_or(Asked::NOTHING, |s| Asked::of(s, &picture, mask.is_some()));
                    let mut judge = Judge::new(&picture, facts, rate, asked);
                    let known = seen.frames;
                    for index in part.clone() {
                        if progress.stopped() {
                            return Err(JobError::Interrupted);
                        }
                        let (source, result) = (next(sources)?, next(outs)?);
                        let (Some(source), Some(result)) = (source, result) else {
                            seen.missing += 1;
                            continue;
                        };
                        seen.times.push((index, out.video.time_base.seconds(result.pts)));
                        seen.frames += 1;
                        if !same_size {
                            continue;
                        }
                        let mut original = source.frame;
                        original.index = index;
                        let (skin, (mut treated, signature)) = rayon::join(
                            || {
                                mask.as_ref()
                                    .and_then(|m| m.find(&picture, &facts.faces, &original))
                                    .map(Arc::new)
                            },
                            || {
                                let treated = written.converted(&result.frame, &picture);
                                let signature = certificate::signature(&treated);
                                (treated, signature)
                            },
                        );
                        original.skin = skin;
                        treated.index = index;
                        self.compare_signature(&signature, index - range.start, &mut seen);
                        judge.push(&original, &treated);
                        if let Some(collector) = &mut collector {
                            collector.take(index, &original, &treated);
                        }
                        progress.done(seen.frames);
                    }
                    // Of a shot without a frame nothing was judged.
                    if seen.frames == known || !same_size {
                        continue;
                    }
                    let judged = judge.finish(number);
                    courses.push((number, series(part.start, &judged.before, &judged.after, &picture)));
                    seen.frame.push(judged.frame);
                    seen.skin.extend(judged.skin);
                }
                seen.surplus = next(outs)?.is_some();
                Ok::<_, JobError>(())
            })?;
            Ok::<_, JobError>(())
        })?;
        seen.exhibits = collector.map(Collector::finish).transpose()?.unwrap_or_default();
        is_whole(self.analysis)?;
        for shot in &mut seen.exhibits.shots {
            if let Some((_, series)) = courses.iter_mut().find(|(number, _)| *number == shot.shot) {
                shot.series = std::mem::take(series);
            }
        }
        Ok(seen)
    }

    fn compare_signature(&self, got: &[f32; 48], at: usize, seen: &mut Pictures) {
        let Some(wanted) = self.rendered.and_then(|r| r.signatures.get(at)) else { return };
        let apart = wanted.iter().zip(got).map(|(w, g)| (w - g).abs()).fold(0.0, f32::max);
        if apart > seen.worst_signature.1 {
            seen.worst_signature = (at, apart);
        }
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

/// The curves of a shot, source and result on the same ruler.
fn series(first_frame: usize, before: &Followed, after: &Followed, picture: &Picture) -> Vec<Series> {
    let percent = |f: &Followed| {
        f.exposure_stops.iter().map(|s| s * std::f32::consts::LN_2 * 100.0).collect::<Vec<f32>>()
    };
    let lab = |f: &Followed| -> Vec<Lab> {
        f.skin_color.iter().map(|c| lab_from_ycc(picture.weights, c.0)).collect()
    };
    let (labs_before, labs_after) = (lab(before), lab(after));
    // Both against the source's mean skin, so that a change of colour by the treatment shows as an offset.
    let count = labs_before.len().max(1) as f64;
    let mean: Lab = std::array::from_fn(|i| labs_before.iter().map(|l| l[i]).sum::<f64>() / count);
    let apart = |labs: &[Lab]| labs.iter().map(|l| ciede2000(mean, *l) as f32).collect::<Vec<f32>>();
    let one = |title: &str, unit: &str, before: Vec<f32>, after: Vec<f32>| Series {
        title: title.into(),
        unit: unit.into(),
        first_frame,
        before,
        after,
    };
    // Frames that could not be measured leave a gap in the curve.
    let patch = |f: &Followed| {
        f.patch_course().into_iter().map(|v| if v > 0.0 { v } else { f32::NAN }).collect::<Vec<f32>>()
    };
    vec![
        one("Exposure around its smooth course", "%", percent(before), percent(after)),
        one("Patch flicker", "levels", patch(before), patch(after)),
        one(
            "Skin colour, distance from the source's mean",
            "ΔE2000",
            apart(&labs_before),
            apart(&labs_after),
        ),
    ]
}
