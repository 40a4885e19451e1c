//! A photograph or its AI version, with the faces and the skin that the program itself finds in it.

use anyhow::{Context, Result};
use dewax::analysis::{Analyser, FaceWish};
use dewax::clip::{Clip, Picture, Ratio, Signs};
use dewax::color::{Range, Tag, Tags};
use dewax::face::{FaceState, FaceTrack, ShotFaces, Topology};
use dewax::kernels::rgb;
use dewax::px::{Format, Frame, Mask, Plane, Rgb16, Subsampling};
use dewax::skin::{SkinSearch, Small};
use dewax::still::{Regions, Side, Weights, skin_mask};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use std::path::Path;

/// A picture with what was found in it.
#[derive(Clone)]
pub(super) struct Still {
    pub(super) name: String,
    pub(super) rgb: Rgb16,
    faces: ShotFaces,
    pub(super) skin: Vec<Option<Mask>>,
}

impl Still {
    pub(super) fn read(tools: &Tools, path: &Path, wish: &FaceWish) -> Result<Self> {
        let source = probe(tools, path)?;
        let mut decoder = Decoder::open(tools, &source, DecodeOptions::default())?;
        let frame = decoder.next()?.context("the file holds no picture")?.frame;
        let clip = clip(source.frame_format(false), source.video.tags);
        let picture = clip.picture();
        let bits = picture.format.bits.min(8);
        let codes = rgb::rgb_of_frame(&frame, picture.siting, picture.weights, &picture.levels, bits);
        // 8-bit codes lie in the upper byte here; black to white is 0 to 65535 in a still.
        let rgb = codes.map(|p| Plane::from_fn(p.width(), p.height(), |x, y| (p.row(y)[x] >> 8) * 257));
        Self::of(crate::footage::name_of(path), rgb, wish, 1)
    }

    /// `most` faces at most, the largest ones.
    pub(super) fn of(name: String, rgb: Rgb16, wish: &FaceWish, most: usize) -> Result<Self> {
        let (width, height) = (rgb[0].width(), rgb[0].height());
        let tags = Tags { range: Tag::assumed(Range::Full), ..Tags::assumed(1080) };
        let format = Format { width, height, subsampling: Subsampling::C444, bits: 16, alpha: false };
        let clip = clip(format, tags);
        let picture = clip.picture();
        let frame = frame_of(&rgb, &picture)?;
        let mut analyser = Analyser::new(picture, 24.0, Some(wish));
        analyser.push(&frame);
        let analysis = analyser.finish(clip, dewax::VERSION);
        let mut faces = analysis.shots.into_iter().next().map(|s| s.faces).unwrap_or_default();
        faces.tracks.sort_by(|a, b| b.iod_px().total_cmp(&a.iod_px()));
        faces.tracks.truncate(most);
        let small = Small::of(&picture, &frame);
        let each: Vec<(&FaceState, _)> =
            faces.tracks.iter().filter_map(|t: &FaceTrack| Some((t.at(0)?, &*t.others))).collect();
        let skin = SkinSearch::default().find_each(
            &picture,
            &small,
            &each,
            &faces.all(0),
            faces.topology.as_deref(),
        );
        Ok(Self { name, rgb, skin, faces })
    }

    pub(super) fn size(&self) -> (usize, usize) {
        (self.rgb[0].width(), self.rgb[0].height())
    }

    pub(super) fn states(&self) -> Vec<&FaceState> {
        self.faces.tracks.iter().filter_map(|t| t.at(0)).collect()
    }

    pub(super) fn topology(&self) -> Option<&Topology> {
        self.faces.topology.as_deref()
    }

    pub(super) fn iod_px(&self) -> f32 {
        self.faces.tracks.first().map_or(0.0, FaceTrack::iod_px)
    }

    /// The same picture with other codes.
    pub(super) fn with(&self, rgb: Rgb16) -> Self {
        Self { rgb, ..self.clone() }
    }

    /// The skin that is to be treated, face by face.
    pub(super) fn masks(&self) -> Vec<Weights> {
        let states = self.states();
        let each = states.iter().zip(&self.skin);
        each.map(|(state, skin)| match skin {
            Some(skin) => skin_mask(self.size(), state, skin, self.topology(), &Regions::default()),
            None => Weights::none(),
        })
        .collect()
    }

    /// As the program takes it, with its faces.
    pub(super) fn side<'a>(&'a self, faces: &'a [&'a FaceState]) -> Side<'a> {
        Side { rgb: &self.rgb, faces }
    }

    /// Skin of the first face, pixel by pixel.
    pub(super) fn weights(&self) -> Plane<f32> {
        let (width, height) = self.size();
        let mut out = Plane::new(width, height);
        if let Some(Some(mask)) = self.skin.first() {
            (0..height).for_each(|y| mask.expand_row(y, 0, out.row_mut(y)));
        }
        out
    }
}

fn clip(format: Format, tags: Tags) -> Clip {
    Clip {
        name: "still".into(),
        fingerprint: String::new(),
        format,
        tags,
        time_base: Ratio { num: 1, den: 24 },
        pts: vec![0],
        last_duration: 1,
        signs: Signs::default(),
    }
}

fn frame_of(codes: &Rgb16, picture: &Picture) -> Result<Frame> {
    let (width, height) = (codes[0].width(), codes[0].height());
    let mut planes = [0; 3].map(|_| Plane::new(width, height));
    let [y, cb, cr] = &mut planes;
    rgb::planes_from_rgb(
        codes.each_ref().map(|p| p.samples()),
        picture.weights,
        &picture.levels,
        [y.samples_mut(), cb.samples_mut(), cr.samples_mut()],
    );
    Frame::from_planes(0, Subsampling::C444, planes).context("the planes do not fit")
}
