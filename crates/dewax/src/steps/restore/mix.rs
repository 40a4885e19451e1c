//! What a soft face becomes: its own low band, and of each place the detail of the good frame that explains it best.

use super::donor::Donor;
use super::place::Place;
use crate::kernels::{blur, tile};
use crate::px::{Frame, Plane, Rect};

/// Light may differ between the frames: what is coarser than this, eye distances.
const LIGHT_IOD: f32 = 0.15;
/// A place is judged over so much around it, eye distances: half an iris.
const AROUND_IOD: f32 = 0.04;
/// What a good frame, blurred, may differ by from the soft one to be believed by half: noise, levels, and a share of the contrast there, for motion
/// is not found to the last tenth of a px.
const NOISE_LEVELS: f32 = 1.2;
const CONTRAST_SHARE: f32 = 0.15;
/// Detail of fewer levels than this is none.
const LEAST_DETAIL_LEVELS: f32 = 0.15;
/// Where two good frames explain a place, the better one wins by this power: a mean of both would be soft.
const WINS: i32 = 4;

/// A plane as it becomes, its part of the plane in samples, and how much of each sample is taken.
type Made = (Plane<f32>, Rect, Plane<f32>);

/// What one good frame has for each place.
struct Offer {
    /// Luma with its detail, levels.
    luma: Plane<f32>,
    /// How far it is to be believed there, 0..=1.
    trust: Plane<f32>,
    /// How good it is beside others.
    merit: Plane<f32>,
}

/// The three planes of a soft face; `None` without good frames.
pub(super) fn mixed(place: &Place<'_>, here: &Frame, donors: &[Donor]) -> Option<Vec<Made>> {
    let own = place.own(here);
    let offers: Vec<Offer> = donors.iter().map(|donor| Offer::of(place, &own, donor)).collect();
    if offers.is_empty() {
        return None;
    }
    let (width, height) = (own.width(), own.height());
    let mut luma = Plane::new(width, height);
    let mut taken = place.weights((1, 1));
    let mut shares: Vec<Plane<f32>> = offers.iter().map(|_| Plane::new(width, height)).collect();
    for y in 0..height {
        for x in 0..width {
            let all: f32 = offers.iter().map(|o| o.merit.row(y)[x]).sum::<f32>().max(1e-9);
            let (mut sum, mut most) = (0.0, 0.0f32);
            for (offer, share) in offers.iter().zip(&mut shares) {
                let s = offer.merit.row(y)[x] / all;
                share.row_mut(y)[x] = s;
                sum += s * offer.luma.row(y)[x];
                most += s * offer.trust.row(y)[x];
            }
            luma.row_mut(y)[x] = sum;
            taken.row_mut(y)[x] *= most;
        }
    }
    let mut out = vec![(stored(luma), place.part, taken.clone())];
    for which in [1, 2] {
        out.push(chroma(place, here, which, donors, &shares, &taken));
    }
    Some(out)
}

/// A chroma plane: where its luma is taken its detail is, too.
fn chroma(
    place: &Place<'_>,
    here: &Frame,
    which: usize,
    donors: &[Donor],
    shares: &[Plane<f32>],
    taken: &Plane<f32>,
) -> Made {
    let (sx, sy) = here.subsampling.factors();
    let part = place.part.subsampled(sx, sy);
    let own = tile::cut(here.plane(which), part);
    let at = |plane: &Plane<f32>, x: usize, y: usize| {
        plane.row((y * sy).min(plane.height() - 1))[(x * sx).min(plane.width() - 1)]
    };
    let mut made = Plane::new(own.width(), own.height());
    for (donor, share) in donors.iter().zip(shares) {
        let theirs = &donor.chroma[which - 1];
        let sigma = (donor.sigma_px / sx as f32).max(0.3);
        let full = with_detail(&own, theirs, &blur::gaussian(theirs, sigma), sigma);
        for y in 0..made.height() {
            let row = made.row_mut(y).iter_mut().zip(full.row(y)).enumerate();
            row.for_each(|(x, (m, v))| *m += at(share, x, y) * v);
        }
    }
    let weights = Plane::from_fn(own.width(), own.height(), |x, y| at(taken, x, y));
    (made, part, weights)
}

/// A good frame with what the soft one has beside it: where the soft frame is the good one blurred, that is the good one. Of the difference only what
/// is coarser than the blur is taken, for a soft frame knows nothing finer.
fn with_detail(own: &Plane<f32>, good: &Plane<f32>, soft: &Plane<f32>, sigma: f32) -> Plane<f32> {
    let mut rest = own.clone();
    rest.samples_mut().iter_mut().zip(soft.samples()).for_each(|(r, s)| *r -= s);
    let mut rest = if sigma > 0.0 { blur::gaussian(&rest, sigma) } else { rest };
    rest.samples_mut().iter_mut().zip(good.samples()).for_each(|(r, g)| *r += g);
    rest
}

impl Offer {
    fn of(place: &Place<'_>, own: &Plane<f32>, donor: &Donor) -> Self {
        let Donor { luma, soft, sigma_px, .. } = donor;
        let light = (LIGHT_IOD * place.iod_px).max(2.0);
        let around = (AROUND_IOD * place.iod_px).max(1.5);
        let minus = |a: &Plane<f32>, b: &Plane<f32>| {
            let mut out = a.clone();
            out.samples_mut().iter_mut().zip(b.samples()).for_each(|(a, b)| *a -= b);
            out
        };
        let rms = |plane: &Plane<f32>| {
            let mut square = plane.clone();
            square.samples_mut().iter_mut().for_each(|v| *v *= *v);
            let mut mean = blur::gaussian(&square, around);
            mean.samples_mut().iter_mut().for_each(|v| *v = v.max(0.0).sqrt());
            mean
        };
        // What differs beside the light, as far as a soft frame can tell.
        let rest = minus(own, soft);
        let told = blur::gaussian(&rest, (0.5 * sigma_px).max(0.7));
        let miss = rms(&minus(&told, &blur::gaussian(&rest, light)));
        let contrast = rms(&minus(soft, &blur::gaussian(soft, light)));
        // Whether the frame lacks there what the good one has.
        let fine = |plane: &Plane<f32>| rms(&minus(plane, &blur::gaussian(plane, sigma_px.max(0.8))));
        let (has, should, good) = (fine(own), fine(soft), fine(luma));
        let mut trust = Plane::new(own.width(), own.height());
        let mut merit = Plane::new(own.width(), own.height());
        for (i, (trust, merit)) in trust.samples_mut().iter_mut().zip(merit.samples_mut()).enumerate() {
            let at = |plane: &Plane<f32>| plane.samples()[i];
            let off = at(&miss) / (NOISE_LEVELS + CONTRAST_SHARE * at(&contrast));
            let explains = 1.0 / (1.0 + off.powi(4));
            let lacks = (at(&good) - at(&has)) / (at(&good) - at(&should) + LEAST_DETAIL_LEVELS);
            let lacks = lacks.clamp(0.0, 1.0);
            *trust = explains * lacks;
            *merit = (explains * lacks * at(&good) / (0.5 + at(&miss))).powi(WINS) + 1e-9;
        }
        Self { luma: with_detail(own, luma, soft, *sigma_px), trust, merit }
    }
}

/// Luma of 8-bit levels in stored units.
fn stored(mut plane: Plane<f32>) -> Plane<f32> {
    plane.samples_mut().iter_mut().for_each(|v| *v *= crate::px::LEVEL);
    plane
}
