//! What a lens needs of a shot: whom it focuses on, and who stands where in each frame.

use super::ShotFacts;
use crate::clip::Picture;
use crate::kernels::middle;
use crate::optics::{Lens, Shallow};
use crate::px::{Frame, Plane};

/// Share of a shot's frames in which the face in focus must be held: how far away it is must be known of the shot.
const LEAST_HELD: f32 = 0.5;
/// A face may come so many frames late: it is looked for every twelfth.
const MOST_LATE_FRAMES: usize = 12;
/// Of the eye distances of a face this share lies below the one that is taken: a head that turns brings its eyes together, and is no farther away.
const NEAR_SHARE: f32 = 0.75;
/// Grain as its finest band tells it: what a band between a pixel and two leaves of grain of that size.
const FINE_OF_GRAIN: f32 = 0.8;

impl ShotFacts {
    /// Eye distance of the person in focus, the nearest one: one for the whole shot, luma px. None where no mesh is held for most of it, or no
    /// persons are known from its start on: then no lens is laid.
    pub fn eyes_in_focus_px(&self) -> Option<f32> {
        let first = self.faces.mattes.iter().position(|m| m.get().is_some_and(|m| !m.is_empty()))?;
        if first > MOST_LATE_FRAMES {
            return None;
        }
        self.faces.topology.as_ref()?;
        let of_track = self.faces.tracks.iter().filter_map(|track| {
            let held = track.states.iter().filter(|s| s.mesh.is_some());
            let mut all: Vec<f32> = held.map(|s| s.iod_px).collect();
            let is_held = all.len() as f32 >= LEAST_HELD * self.shot.frames as f32;
            all.sort_unstable_by(f32::total_cmp);
            all.get((NEAR_SHARE * all.len() as f32) as usize).copied().filter(|_| is_held)
        });
        of_track.max_by(f32::total_cmp)
    }

    /// Fine grain around the skin, RMS, 8-bit levels; 0 where that cannot be told.
    pub fn fine_grain_levels(&self) -> f32 {
        let mut all: Vec<f32> =
            self.glimpses.iter().map(|g| g.around_fine_levels).filter(|v| *v > 0.0).collect();
        middle(&mut all, f32::total_cmp).unwrap_or(0.0) / FINE_OF_GRAIN
    }

    /// The persons of frame `index` of the clip, 0..=1; before the first that are known, those.
    pub fn matte(&self, index: usize) -> Option<Plane<f32>> {
        let at = index.checked_sub(self.shot.first_frame)?;
        let own = self.faces.mattes.get(at)?.get()?.cells();
        own.or_else(|| self.faces.mattes.iter().find_map(|m| m.get()?.cells()))
    }

    /// Lays a lens on a frame of the shot; nothing where whom it focuses on is not known.
    pub fn lens(&self, picture: &Picture, lens: &Lens, frame: &mut Frame) {
        if !lens.is_asked() {
            return;
        }
        let Some((eyes_px, matte)) = self.eyes_in_focus_px().zip(self.matte(frame.index)) else { return };
        Shallow { lens, eyes_px, matte: &matte, grain_levels: self.fine_grain_levels() }.lay(picture, frame);
    }
}
