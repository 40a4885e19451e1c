//! The mask of a frame: given, of its faces, or by colour alone.

use super::search::{EDGE_LEVELS, GUIDE_SIGMA, LEAST_SHARE, SPECK_SIGMA, SkinSearch};
use super::small::{CONTRAST_SIGMA, contrast, mask_of, ramp};
use super::{Small, face, given};
use crate::clip::Picture;
use crate::face::{FaceFilter, FaceState, ShotFaces, Surface, Topology};
use crate::kernels::{blur, guided};
use crate::px::{Frame, LEVEL, Mask, Plane};

impl SkinSearch {
    /// What it reads around a place, luma px.
    pub fn reach_px(&self, picture: &Picture) -> usize {
        let filters = 2 * blur::radius_px(CONTRAST_SIGMA)
            + blur::radius_px(SPECK_SIGMA.max(face::MOST_SPECK))
            + blur::radius_px(face::MOST_SOFT)
            + 2 * blur::radius_px(GUIDE_SIGMA)
            + blur::radius_px(self.feather(picture) / 2.0);
        (filters + 3) * picture.mask_step_px()
    }

    /// The mask of one frame of a shot: the one that the frame came with, else that of its faces where there are any,
    /// else by colour alone.
    pub fn find(&self, picture: &Picture, faces: &ShotFaces, frame: &Frame) -> Option<Mask> {
        self.find_some(picture, faces, frame, FaceFilter::All)
    }

    /// [`SkinSearch::find`], of some of the faces only.
    pub fn find_some(
        &self,
        picture: &Picture,
        faces: &ShotFaces,
        frame: &Frame,
        filter: FaceFilter<'_>,
    ) -> Option<Mask> {
        if let Some(given) = &frame.skin {
            return given::kept(given, self.amount, picture, faces, frame.index, filter);
        }
        let small = Small::of(picture, frame);
        if !self.faces || faces.tracks.is_empty() {
            return self.find_colour(picture, &small);
        }
        let chosen = faces.at(frame.index).filter(|(track, _)| filter.has(track.id));
        let each: Vec<(&FaceState, &[Surface])> =
            chosen.map(|(track, state)| (state, &*track.others)).collect();
        self.find_faces(picture, &small, &each, &faces.all(frame.index), faces.topology.as_deref())
    }

    /// The mask of `faces`, each given with the surfaces around it: what is skin of any of them. `all` are the faces of
    /// the frame, also those to be left alone: skin is theirs where they are nearer.
    pub fn find_faces(
        &self,
        picture: &Picture,
        small: &Small,
        faces: &[(&FaceState, &[Surface])],
        all: &[&FaceState],
        topology: Option<&Topology>,
    ) -> Option<Mask> {
        let each = self.find_each(picture, small, faces, all, topology).into_iter().flatten();
        each.reduce(|sum, one| sum.union(&one))
    }

    /// [`SkinSearch::find_faces`], a mask for each of them; none for a face of which no skin is seen.
    pub fn find_each(
        &self,
        picture: &Picture,
        small: &Small,
        faces: &[(&FaceState, &[Surface])],
        all: &[&FaceState],
        topology: Option<&Topology>,
    ) -> Vec<Option<Mask>> {
        let Small { luma, cb, cr } = small;
        let qualified = (!self.auto).then(|| self.qualify(picture, luma, cb, cr));
        let ground = face::Ground { small, all, qualified: qualified.as_ref() };
        let mask_of_face = |(state, others): &(&FaceState, &[Surface])| {
            let (part, own) = face::weights(self, picture, &ground, state, others, topology)?;
            let mut weights = Plane::new(luma.width(), luma.height());
            for (y, row) in own.rows().enumerate() {
                weights.row_mut(part.y0 + y)[part.x0..part.x1].copy_from_slice(row);
            }
            mask_of(weights, picture)
        };
        faces.iter().map(mask_of_face).collect()
    }

    /// The mask by colour alone: qualifier, specks cleared, edges of the luma, feather inwards.
    pub fn find_colour(&self, picture: &Picture, small: &Small) -> Option<Mask> {
        let Small { luma, cb, cr } = small;
        let raw = self.qualify(picture, luma, cb, cr);
        let mut cleared = raw;
        let rough = contrast(luma);
        for (c, &r) in cleared.samples_mut().iter_mut().zip(rough.samples()) {
            *c *= 1.0 - ramp(r / LEVEL, self.smooth_levels * 0.7, self.smooth_levels * 0.8);
        }
        // Specks: skin must be skin in its neighbourhood too.
        let near = blur::gaussian(&cleared, SPECK_SIGMA);
        for (c, &n) in cleared.samples_mut().iter_mut().zip(near.samples()) {
            *c *= ramp(n, 0.35, 0.3);
        }
        let epsilon = (EDGE_LEVELS * LEVEL) * (EDGE_LEVELS * LEVEL);
        let edged = guided::guided(&cleared, luma, GUIDE_SIGMA, epsilon);
        let feather = self.feather(picture);
        let soft = blur::gaussian(&edged, feather / 2.0);
        let mut weights = edged;
        for ((w, &s), &c) in weights.samples_mut().iter_mut().zip(soft.samples()).zip(cleared.samples()) {
            // Blurred, an edge is at one half: what is above that lies inside. Times the guided qualifier, so that
            // eyes, brows and hair inside the face keep out.
            let inside = if feather > 0.0 { ramp(s, 0.5, 0.4) } else { 1.0 };
            let here = if feather > 0.0 { ramp(*w, 0.25, 0.5) } else { c };
            *w = self.amount * inside * here;
        }
        if weights.samples().iter().sum::<f32>() < LEAST_SHARE * weights.samples().len() as f32 {
            return None;
        }
        mask_of(weights, picture)
    }
}
