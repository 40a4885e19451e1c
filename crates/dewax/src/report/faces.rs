//! The faces of a clip in figures: a summary per shot for the report, and frame by frame for `faces.json`.

use crate::analysis::Analysis;
use crate::clip::Shot;
use crate::color::math::angle_deg;
use crate::face::{FaceOptions, FaceState, FaceTrack, Hand, Mode, REGION_PER_FACE, SamePerson, Tier};
use crate::facts::ShotFacts;
use serde::{Deserialize, Serialize};

/// Raised when the meaning of `faces.json` changes.
pub const FACES_VERSION: u32 = 1;

/// That a face may be the same person as one of an earlier shot: by their descriptors where there are any, else a guess from their looks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LikeFace {
    /// Number of the earlier face.
    pub id: u32,
    /// The shot it is in, from 1.
    pub shot: usize,
    /// How alike, 0..=1.
    pub score: f32,
    /// How far their descriptors lie apart: at most 0.45 is one person, more is unsure. Not there where the descriptor is not installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<f32>,
}

impl LikeFace {
    /// Who that is and how sure, in a few words that follow those of the face.
    pub fn words(&self) -> String {
        let (id, shot) = (self.id, self.shot);
        match self.distance {
            None => format!("may be face {id} of shot {shot} ({:.2})", self.score),
            Some(apart) if SamePerson::of(apart) == SamePerson::Yes => {
                format!("the person of face {id} of shot {shot} (distance {apart:.2})")
            }
            Some(apart) => format!("unsure whether face {id} of shot {shot} (distance {apart:.2})"),
        }
    }
}

/// One face of a shot, in figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FaceSummary {
    /// Its number in the clip, from 1: what `--drop-track` and `--only-track` take.
    pub id: u32,
    /// Number of its shot, from 1.
    pub shot: usize,
    /// Number in the clip of its first frame.
    pub first_frame: usize,
    /// Number in the clip of its last frame.
    pub last_frame: usize,
    /// Frames in which it is held by its mesh.
    pub mesh_frames: usize,
    /// Frames in which it is held by a box alone.
    pub box_frames: usize,
    /// Frames in which it is lost.
    pub lost_frames: usize,
    /// Median distance between the middles of the eyes, luma px.
    pub iod_px: f32,
    /// Median confidence over its frames, 0..=1.
    pub confidence: f32,
    /// Least confidence over its frames, 0..=1.
    pub least_confidence: f32,
    /// Number in the clip of the frame in which that was.
    pub least_sure_frame: usize,
    /// Whether it is left alone, because the user said so.
    pub dropped: bool,
    /// Faces of earlier shots that may be the same person, most alike first.
    pub like: Vec<LikeFace>,
}

/// `value` with so many decimals: what is beyond them is noise.
fn rounded(value: f32, decimals: i32) -> f32 {
    let unit = 10f64.powi(decimals);
    ((f64::from(value) * unit).round() / unit) as f32
}

impl FaceSummary {
    /// A track of shot `shot` (from 0) of an analysis.
    pub fn of(analysis: &Analysis, shot: usize, track: &FaceTrack) -> Self {
        let mut sure: Vec<f32> = track.states.iter().map(FaceState::confidence).collect();
        let least = least_sure(track);
        let least_confidence = sure.get(least).copied().unwrap_or(0.0);
        sure.sort_by(f32::total_cmp);
        let shot_of = |id: u32| {
            let has = |s: &ShotFacts| s.faces.tracks.iter().any(|t| t.id == id);
            analysis.shots.iter().position(has).map(|i| i + 1)
        };
        let like = track.like.iter().filter_map(|l| {
            Some(LikeFace {
                id: l.id,
                shot: shot_of(l.id)?,
                score: rounded(l.score, 3),
                distance: l.distance.map(|distance| rounded(distance, 3)),
            })
        });
        Self {
            id: track.id,
            shot: shot + 1,
            first_frame: track.first_frame,
            last_frame: track.end().saturating_sub(1),
            mesh_frames: track.frames_in(Mode::Mesh),
            box_frames: track.frames_in(Mode::BoxOnly),
            lost_frames: track.frames_in(Mode::Lost),
            iod_px: rounded(track.iod_px(), 1),
            confidence: rounded(sure.get(sure.len() / 2).copied().unwrap_or(0.0), 3),
            least_confidence: rounded(least_confidence, 3),
            least_sure_frame: track.first_frame + least,
            dropped: track.dropped,
            like: like.collect(),
        }
    }

    /// Where it is and how it is held, in a few words for a terminal.
    pub fn line(&self) -> String {
        let mut text = format!(
            "frames {}-{}  mesh {}, box {}, lost {}  IOD {:.0} px",
            self.first_frame,
            self.last_frame,
            self.mesh_frames,
            self.box_frames,
            self.lost_frames,
            self.iod_px
        );
        if let Some(like) = self.like.first() {
            text += &format!("  {}", like.words());
        }
        if self.dropped {
            text += "  left alone";
        }
        text
    }
}

/// The place in a track (0 for its first frame) at which it is least sure; the first of several.
pub fn least_sure(track: &FaceTrack) -> usize {
    let mut least = (f32::INFINITY, 0);
    for (i, state) in track.states.iter().enumerate() {
        let sure = state.confidence();
        if sure < least.0 {
            least = (sure, i);
        }
    }
    least.1
}

/// The faces of a shot, by number.
pub(super) fn summaries(analysis: &Analysis, shot: usize) -> Vec<FaceSummary> {
    let tracks = analysis.shots.get(shot).map(|s| s.faces.tracks.as_slice()).unwrap_or_default();
    tracks.iter().map(|track| FaceSummary::of(analysis, shot, track)).collect()
}

/// What a reader must know when a shot has no face; empty when it has one, or when none was looked for.
pub fn faces_note(tier: Tier, faces: usize) -> &'static str {
    if faces > 0 || tier == Tier::ColourOnly {
        return "";
    }
    "No face was found in this shot: skin is taken by colour alone."
}

/// One shot of [`FaceTable`].
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FaceShot {
    /// Which frames.
    pub shot: Shot,
    /// Numbers of its faces.
    pub faces: Vec<u32>,
    /// Mean share of the frame that counts as skin, 0..=1.
    pub skin_share: f32,
    /// What to know when there is no face.
    pub note: &'static str,
}

/// A face frame by frame. Every column has one entry per frame, from the face's first to its last.
#[derive(Clone, Debug, PartialEq, Default, Serialize, schemars::JsonSchema)]
pub struct FaceColumns {
    /// How it is held.
    pub mode: Vec<Mode>,
    /// How much of its mask is applied, 0..=1.
    pub weight: Vec<f32>,
    /// How sure the tracker is, 0..=1: the worst of its scores.
    pub confidence: Vec<f32>,
    /// The face's box: middle x and y, side (all in luma px), and the angle by which it is turned clockwise (degrees).
    #[serde(rename = "box")]
    pub square: Vec<[f32; 4]>,
    /// The mesh model's own flag, 0..=1.
    pub flag: Vec<f32>,
    /// The detector's score, 0..=1.
    pub look: Vec<f32>,
    /// How far readings of the mesh lie apart: RMS, in eye distances.
    pub spread: Vec<f32>,
    /// How far the mesh lies from where the motion put it: RMS, in eye distances.
    pub jump: Vec<f32>,
    /// Eye distance, luma px.
    pub iod: Vec<f32>,
    /// The hands nearest to it: middle of the palm x and y, size (all in luma px), and the model's flag.
    pub hands: Vec<Vec<[f32; 4]>>,
}

/// One face of [`FaceTable`].
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FaceRow {
    /// The summary.
    #[serde(flatten)]
    pub face: FaceSummary,
    /// Frame by frame.
    pub frames: FaceColumns,
}

/// The faces of a clip as data: `faces.json`.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FaceTable {
    /// [`FACES_VERSION`] of the program that wrote it.
    pub faces_version: u32,
    /// The program that wrote it.
    pub dewax: String,
    /// The source's file name.
    pub source: String,
    /// Columns and rows of the picture in luma px.
    pub size_px: [usize; 2],
    /// Frames of the clip.
    pub frames: usize,
    /// How much was known of the faces.
    pub tier: Tier,
    /// What that leaves out.
    pub tier_note: String,
    /// What was wished of the faces.
    pub options: FaceOptions,
    /// The shots.
    pub shots: Vec<FaceShot>,
    /// The faces, by number.
    pub tracks: Vec<FaceRow>,
}

/// The face in a region is the region without its margin: the margin makes it half as large again.
pub const FACE_OF_SQUARE: f32 = 1.0 / REGION_PER_FACE;

impl FaceColumns {
    fn of(track: &FaceTrack) -> Self {
        let states = &track.states;
        let column =
            |value: &dyn Fn(&FaceState) -> f32| states.iter().map(|s| rounded(value(s), 4)).collect();
        let place = |s: &FaceState| {
            let [cos, sin] = s.square.turn.map(f64::from);
            let turn_deg = angle_deg(sin, cos);
            let turn_deg = if turn_deg > 180.0 { turn_deg - 360.0 } else { turn_deg } as f32;
            [s.square.x, s.square.y, s.square.side_px * FACE_OF_SQUARE, turn_deg].map(|v| rounded(v, 2))
        };
        Self {
            mode: states.iter().map(|s| s.mode).collect(),
            weight: column(&|s| s.weight),
            confidence: column(&FaceState::confidence),
            square: states.iter().map(place).collect(),
            flag: column(&|s| s.scores.flag),
            look: column(&|s| s.scores.look),
            spread: column(&|s| s.scores.spread),
            jump: column(&|s| s.scores.jump),
            iod: states.iter().map(|s| rounded(s.iod_px, 2)).collect(),
            hands: states.iter().map(|s| s.hands.iter().map(Hand::row).collect()).collect(),
        }
    }
}

impl FaceTable {
    /// The faces of an analysis.
    pub fn of(analysis: &Analysis) -> Self {
        let clip = &analysis.clip;
        let shots = analysis.shots.iter().map(|s| FaceShot {
            shot: s.shot,
            faces: s.faces.tracks.iter().map(|t| t.id).collect(),
            skin_share: s.figures.skin_share,
            note: faces_note(analysis.tier, s.faces.tracks.len()),
        });
        let rows = analysis.shots.iter().enumerate().flat_map(|(number, shot)| {
            shot.faces.tracks.iter().map(move |track| FaceRow {
                face: FaceSummary::of(analysis, number, track),
                frames: FaceColumns::of(track),
            })
        });
        Self {
            faces_version: FACES_VERSION,
            dewax: analysis.dewax.clone(),
            source: clip.name.clone(),
            size_px: [clip.format.width, clip.format.height],
            frames: clip.frames(),
            tier: analysis.tier,
            tier_note: analysis.tier.leaves_out().into(),
            options: analysis.face_options.clone(),
            shots: shots.collect(),
            tracks: rows.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyser;
    use crate::demo::DrawnFace;
    use crate::face::{Likeness, Scores, Square};

    fn state(mode: Mode, look: f32, turn: [f32; 2]) -> FaceState {
        FaceState {
            mode,
            weight: 1.0,
            square: Square { x: 10.0, y: 20.0, side_px: 30.0, turn },
            iod_px: 12.345,
            scores: Scores { flag: 1.0, look, spread: 0.0, jump: 0.0 },
            mesh: None,
            skin: None,
            person: crate::stow::Stowed::default(),
            hands: Vec::new(),
        }
    }

    fn track(id: u32, first_frame: usize, states: Vec<FaceState>) -> FaceTrack {
        FaceTrack { id, first_frame, states, others: Vec::new(), like: Vec::new(), dropped: false }
    }

    /// Six frames in two shots, two faces in the second.
    fn analysis() -> Analysis {
        let face = DrawnFace::new(64, 48, 6);
        let mut analyser = Analyser::new(face.picture(), 24.0, None);
        (0..6).for_each(|index| analyser.push(&face.frame(index)));
        let mut analysis = analyser.finish(face.clip(), "0");
        let [one, two] =
            [(0, 2), (2, 4)].map(|(first_frame, frames)| ShotFacts::still(Shot { first_frame, frames }));
        analysis.shots = vec![one, two];
        analysis.tier = Tier::Mesh;
        let up = [1.0, 0.0];
        analysis.shots[0].faces.tracks = vec![track(1, 0, vec![state(Mode::Mesh, 0.9, up); 2])];
        let states = vec![
            state(Mode::Mesh, 0.9, [0.0, -1.0]),
            state(Mode::BoxOnly, 0.6, up),
            state(Mode::Lost, 0.1, up),
            state(Mode::Lost, 0.0, up),
        ];
        let like = vec![
            Likeness { id: 1, score: 0.823_456, distance: None },
            Likeness { id: 77, score: 0.1, distance: None },
        ];
        analysis.shots[1].faces.tracks = vec![
            FaceTrack { like, ..track(2, 2, states) },
            FaceTrack { dropped: true, ..track(3, 3, Vec::new()) },
        ];
        analysis
    }

    #[test]
    fn a_summary_counts_and_finds_the_least_sure_frame() {
        let all = summaries(&analysis(), 1);
        let one = &all[0];
        assert_eq!((one.id, one.shot, one.first_frame, one.last_frame), (2, 2, 2, 5));
        assert_eq!((one.mesh_frames, one.box_frames, one.lost_frames), (1, 1, 2));
        assert_eq!((one.least_confidence, one.least_sure_frame), (0.0, 4), "the first of the worst");
        assert_eq!(
            one.like,
            [LikeFace { id: 1, shot: 1, score: 0.823, distance: None }],
            "a face that is not there is left out"
        );
        assert_eq!(
            one.line(),
            "frames 2-5  mesh 1, box 1, lost 2  IOD 12 px  may be face 1 of shot 1 (0.82)"
        );
        assert!(all[1].line().ends_with("left alone"));
        let told = |distance| LikeFace { distance: Some(distance), ..one.like[0] }.words();
        assert_eq!(told(0.3), "the person of face 1 of shot 1 (distance 0.30)");
        assert_eq!(told(0.5), "unsure whether face 1 of shot 1 (distance 0.50)");
        assert!(summaries(&analysis(), 9).is_empty());
    }

    #[test]
    fn every_column_has_an_entry_per_frame() {
        let table = FaceTable::of(&analysis());
        assert_eq!(table.tracks.len(), 3);
        for row in &table.tracks {
            let json = serde_json::to_value(&row.frames).unwrap();
            let columns = json.as_object().unwrap();
            let frames = (row.face.last_frame + 1).saturating_sub(row.face.first_frame);
            let frames = if row.face.id == 3 { 0 } else { frames };
            assert_eq!(columns.len(), 10);
            for (name, column) in columns {
                assert_eq!(column.as_array().unwrap().len(), frames, "{name} of face {}", row.face.id);
            }
        }
        assert_eq!(table.tracks[1].frames.square[0], [10.0, 20.0, 20.0, -90.0]);
        let text = serde_json::to_string(&table).unwrap();
        assert!(text.contains("\"iod\":[12.35,12.35]") || text.contains("\"iod\":[12.34,12.34]"), "{text}");
        assert!(text.contains("\"box\":[[10.0,20.0,20.0,"), "{text}");
    }

    #[test]
    fn no_face_is_said_only_where_one_was_looked_for() {
        assert!(faces_note(Tier::Mesh, 0).contains("colour alone"));
        assert!(faces_note(Tier::BoxOnly, 0).contains("colour alone"));
        assert_eq!(faces_note(Tier::Mesh, 1), "");
        assert_eq!(faces_note(Tier::ColourOnly, 0), "");
    }
}
