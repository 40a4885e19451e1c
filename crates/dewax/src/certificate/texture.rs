//! Texture of a source and of what was made of it, compared along the source's lock: what of the skin's own texture is still
//! there and still in its place, and what else came into it.
//!
//! The source's texture that sticks is what a frame shares with another one along the lock. What the result keeps of it is
//! what the *result's* frame shares with the *source's* other frame: blur makes that smaller, and no noise, no boil and no
//! pattern can make it larger. Both frames are placed by the source's motion, so a result cannot flatter itself.

use super::natural::Natural;
use super::sides::Sides;
use super::solve;
use crate::facts::LockPair;
use crate::kernels::{blur, middle, tile, warp};
use crate::lock::{
    BANDS_PX, PairTexture, SKIN_BLOCK_PX, Seen, SkinDetail, Subject, band_sigmas, skin_blocks, skin_detail,
    skin_level,
};
use crate::px::{Frame, LEVEL, Mask, Plane, Rect};
use rayon::prelude::*;

/// At most about this many blocks are compared per pair.
const MOST_BLOCKS: usize = 100;
/// Fewer blocks whose motion is known say nothing.
const LEAST_BLOCKS: usize = 4;
/// A block with more than this many times the usual texture is a contour, not skin.
const CONTOUR: f64 = 4.0;
/// Skin that moves by at least this much on the screen tells what sticks to the screen from what sticks to it, luma px.
const LEAST_SHIFT_PX: f64 = 1.0;

/// Sums over blocks of skin, in squared 8-bit levels: `s` source, `r` result, 0 the earlier frame, 1 the later one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// Source with source.
    pub(super) ss: f64,
    /// Result with the source's other frame, and the sums that its error needs.
    pub(super) rs: f64,
    pub(super) rs_rs: f64,
    pub(super) rs_ss: f64,
    pub(super) ss_ss: f64,
    /// Result with result.
    pub(super) rr: f64,
    pub(super) rr_rr: f64,
    pub(super) blocks: f64,
}

impl Sums {
    fn add(&mut self, ss: f64, rs: f64, rr: f64) {
        self.ss += ss;
        self.rs += rs;
        self.rr += rr;
        self.rr_rr += rr * rr;
        self.rs_rs += rs * rs;
        self.rs_ss += rs * ss;
        self.ss_ss += ss * ss;
        self.blocks += 1.0;
    }

    /// What is kept of the texture (1 = all of it), and the standard error of that. None without texture.
    pub(super) fn kept(&self) -> Option<(f64, f64)> {
        if self.ss <= 0.0 || self.blocks < LEAST_BLOCKS as f64 {
            return None;
        }
        let kept = self.rs / self.ss;
        // Of a ratio of sums: the spread of the blocks around it.
        let spread = self.rs_rs - 2.0 * kept * self.rs_ss + kept * kept * self.ss_ss;
        Some((kept, spread.max(0.0).sqrt() / self.ss))
    }

    /// Energy that sticks in the result over that in the source, as a ratio of amplitudes: what it certainly is, because noise
    /// is shared by chance between two blocks.
    pub(super) fn risen(&self) -> Option<f64> {
        let spread = (self.rr_rr - self.rr * self.rr / self.blocks.max(1.0)).max(0.0).sqrt();
        let certain = (self.rr - 2.0 * spread).max(self.rr.min(self.ss)).max(0.0);
        (self.ss > 0.0 && self.blocks >= LEAST_BLOCKS as f64).then(|| (certain / self.ss).sqrt())
    }
}

/// How much of an uncompensated neighbour is in a result: the normal equations of `change = w · ghost + v · fine + u · coarse`.
/// What a filter does within one frame is in `v` and `u`, and leaves `w` alone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ghost {
    normal: [[f64; 3]; 3],
    right: [f64; 3],
    count: f64,
}

impl Ghost {
    fn add(&mut self, change: f64, row: [f64; 3]) {
        for (a, line) in row.iter().zip(&mut self.normal) {
            line.iter_mut().zip(row).for_each(|(n, b)| *n += a * b);
        }
        self.right.iter_mut().zip(row).for_each(|(r, a)| *r += a * change);
        self.count += 1.0;
    }

    fn join(&mut self, other: &Self) {
        for (line, more) in self.normal.iter_mut().zip(other.normal) {
            line.iter_mut().zip(more).for_each(|(n, m)| *n += m);
        }
        self.right.iter_mut().zip(other.right).for_each(|(r, m)| *r += m);
        self.count += other.count;
    }

    /// The share `w`; none where the skin hardly moves, or too little was seen.
    fn weight(&self) -> Option<f64> {
        /// Ghosts weaker than this cannot be told, squared levels.
        const LEAST_ENERGY: f64 = 0.25;
        let [ghost, ..] = self.normal;
        let fine = ghost[1] * ghost[1] / self.normal[1][1].max(1e-9);
        let coarse = ghost[2] * ghost[2] / self.normal[2][2].max(1e-9);
        let own = ghost[0] - fine - coarse;
        let enough = self.count >= 4.0 * (SKIN_BLOCK_PX * SKIN_BLOCK_PX) as f64;
        (enough && own / self.count >= LEAST_ENERGY).then(|| solve(self.normal, self.right)[0])
    }
}

/// What was added to the skin, and whether it stays where it is on the screen while the skin moves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Screen {
    still: f64,
    all: f64,
    count: f64,
}

impl Screen {
    fn join(&mut self, other: &Self) {
        self.still += other.still;
        self.all += other.all;
        self.count += other.count;
    }

    /// RMS of what stays on the screen, 8-bit levels, and its share of all that was changed; none where skin does not move.
    pub(super) fn levels(&self) -> Option<(f64, f64)> {
        let enough = self.count >= LEAST_BLOCKS as f64;
        enough.then(|| ((self.still / self.count).max(0.0).sqrt(), self.still / self.all.max(1e-9)))
    }
}

/// One face of a shot, over all its pairs.
#[derive(Clone, Debug, Default)]
pub(super) struct FaceTexture {
    /// Number of the face.
    pub(super) face: u32,
    /// Per band, of neighbours and of frames far apart.
    pub(super) near: [Sums; 3],
    pub(super) far: [Sums; 3],
    /// Of neighbours: texture as it is reported.
    pub(super) before: Vec<PairTexture>,
    pub(super) after: Vec<PairTexture>,
    /// Detail of the skin by its size on the skin, of source and result.
    detail: [Vec<SkinDetail>; 2],
    past: Ghost,
    future: Ghost,
    pub(super) screen: Screen,
    pub(super) natural: Natural,
}

impl FaceTexture {
    pub(super) fn of(face: u32) -> Self {
        Self { face, ..Self::default() }
    }

    /// Whether anything of it was judged; a single frame has no pairs.
    pub(super) fn was_seen(&self) -> bool {
        !self.before.is_empty() || !self.natural.is_empty()
    }

    /// The larger share of a neighbour that stands beside the skin; none where the skin hardly moves.
    pub(super) fn ghost(&self) -> Option<f64> {
        let both = [self.past.weight(), self.future.weight()];
        both.into_iter().flatten().reduce(f64::max)
    }

    /// Contrast that sticks to the skin of source and result, per band of [`crate::lock::BANDS_MM`], in percent of its light;
    /// none where it could not be measured.
    pub(super) fn detail_percent(&self) -> Option<[[f32; 2]; 2]> {
        let [before, after] = self.detail.each_ref().map(|d| skin_level(self.face, d));
        Some([before?.percent, after?.percent])
    }

    /// Measures the detail that a pair shares. `noted` is the frame's number in the shot, and black's luma in stored units.
    pub(super) fn measure(
        &mut self,
        now: &Sides<'_>,
        next: &Sides<'_>,
        pair: &LockPair<'_>,
        mask: &Mask,
        (frame, black): (usize, f32),
    ) {
        let iod_px = pair.here.segment.iod_px * pair.here.scale();
        let subject =
            Subject { face: self.face, iod_px, mask: mask.clone(), points: Vec::new(), eyes: Vec::new() };
        let noted = SkinDetail { face: self.face, frame, gap: 1, ..SkinDetail::default() };
        let of = |one: &Frame, two: &Frame| {
            let seen = |frame, lock| Seen { luma: frame, lock };
            let (now, later) = (seen(one.luma(), pair.here.clone()), seen(two.luma(), pair.there.clone()));
            skin_detail(now, Some(later), &subject, black, noted)
        };
        let (before, after) = rayon::join(|| of(now.source, next.source), || of(now.result, next.result));
        if let (Some((before, _)), Some((after, _))) = (before, after) {
            self.detail[0].push(before);
            self.detail[1].push(after);
        }
    }

    /// Takes one pair: `now` and the later `next`.
    pub(super) fn push(
        &mut self,
        now: &Sides<'_>,
        next: &Sides<'_>,
        pair: &LockPair<'_>,
        mask: &Mask,
        at: (usize, usize),
        is_far: bool,
    ) {
        let all = skin_blocks(mask);
        let stride = all.len().div_ceil(MOST_BLOCKS).max(1);
        let half = SKIN_BLOCK_PX as f64 / 2.0;
        let blocks: Vec<Option<Block>> = all
            .par_iter()
            .step_by(stride)
            .map(|&(x, y)| {
                let middle = [x as f64 + half, y as f64 + half];
                let map = pair.motion(middle)?;
                let (there_x, there_y) = map.apply(middle[0], middle[1]);
                let shift = ((there_x - middle[0]).powi(2) + (there_y - middle[1]).powi(2)).sqrt();
                Some(compare(
                    now,
                    next,
                    map.0,
                    (x, y),
                    if is_far { Wants::Screen(shift) } else { Wants::Ghost },
                ))
            })
            .collect();
        let blocks: Vec<Block> = blocks.into_iter().flatten().collect();
        if blocks.len() < LEAST_BLOCKS.min(all.len().max(1)) {
            return;
        }
        let sums = if is_far { &mut self.far } else { &mut self.near };
        for (band, sum) in sums.iter_mut().enumerate() {
            let usual = median(blocks.iter().map(|b| b.bands[band].ss));
            for block in
                blocks.iter().map(|b| &b.bands[band]).filter(|b| b.ss.abs() <= CONTOUR * usual.max(0.01))
            {
                sum.add(block.ss, block.rs, block.rr);
            }
        }
        for block in &blocks {
            self.past.join(&block.past);
            self.future.join(&block.future);
            self.screen.join(&block.screen);
        }
        if !is_far {
            let level = |pick: &dyn Fn(&Band) -> f64, band: usize| {
                median(blocks.iter().map(|b| pick(&b.bands[band]))).max(0.0).sqrt() as f32
            };
            let boil = |pick: &dyn Fn(&Band) -> f64| {
                median(blocks.iter().map(|b| pick(&b.bands[0]) + pick(&b.bands[1]))).max(0.0).sqrt() as f32
            };
            let (frame, gap) = at;
            let noted = PairTexture { face: self.face, frame, gap, ..PairTexture::default() };
            let (lost, left) = (|b: &Band| b.s_loose, |b: &Band| b.r_loose);
            self.before.push(PairTexture {
                sticky: std::array::from_fn(|band| level(&|b| b.ss, band)),
                loose: std::array::from_fn(|band| level(&lost, band)),
                boil: boil(&lost),
                ..noted
            });
            self.after.push(PairTexture {
                sticky: std::array::from_fn(|band| level(&|b| b.rr, band)),
                loose: std::array::from_fn(|band| level(&left, band)),
                boil: boil(&left),
                ..noted
            });
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    middle(&mut values.collect::<Vec<f64>>(), f64::total_cmp).unwrap_or(0.0)
}

/// Means over a block, in squared 8-bit levels.
#[derive(Clone, Copy, Default)]
struct Band {
    ss: f64,
    rs: f64,
    rr: f64,
    s_loose: f64,
    r_loose: f64,
}

struct Block {
    bands: [Band; 3],
    past: Ghost,
    future: Ghost,
    screen: Screen,
}

/// What is measured beside the texture.
#[derive(Clone, Copy)]
enum Wants {
    /// Ghosts, between neighbours.
    Ghost,
    /// What stays on the screen, where the skin has moved by this many px.
    Screen(f64),
}

/// A part of a plane and its blurs, finest first: band `i` is what blur `i` lacks of blur `i - 1`.
struct Bands {
    levels: Vec<Plane<f32>>,
}

impl Bands {
    fn of(part: Plane<f32>) -> Self {
        let blurs = (0..BANDS_PX.len()).map(|band| blur::gaussian(&part, band_sigmas(band).1));
        let blurs: Vec<Plane<f32>> = blurs.collect();
        Self { levels: std::iter::once(part).chain(blurs).collect() }
    }

    /// A sample of bands `first..end` together, in 8-bit levels.
    #[inline]
    fn at(&self, first: usize, end: usize, (x, y): (usize, usize)) -> f64 {
        f64::from((self.levels[first].row(y)[x] - self.levels[end].row(y)[x]) / LEVEL)
    }
}

fn compare(now: &Sides<'_>, next: &Sides<'_>, map: [f64; 6], (x, y): (usize, usize), wants: Wants) -> Block {
    let halo = blur::radius_px(band_sigmas(BANDS_PX.len() - 1).1);
    let block = Rect { x0: x, y0: y, x1: x + SKIN_BLOCK_PX, y1: y + SKIN_BLOCK_PX };
    let part = block.grown(halo, now.source.width(), now.source.height());
    let here = |frame: &Frame| Bands::of(tile::cut(frame.luma(), part));
    let moved = |frame: &Frame| Bands::of(warp::under(frame.luma(), map, part));
    let (s0, r0, s1, r1) = (here(now.source), here(now.result), moved(next.source), moved(next.result));
    let (left, top) = (x - part.x0, y - part.y0);
    let pixels = || {
        (top..top + SKIN_BLOCK_PX)
            .flat_map(move |row| (left..left + SKIN_BLOCK_PX).map(move |column| (column, row)))
    };
    let count = (SKIN_BLOCK_PX * SKIN_BLOCK_PX) as f64;
    let bands = std::array::from_fn(|band| {
        let mut sum = [0.0f64; 6];
        for pixel in pixels() {
            let [s, r, later_s, later_r] = [&s0, &r0, &s1, &r1].map(|b| b.at(band, band + 1, pixel));
            let terms = [
                s * later_s,
                r * later_s,
                later_r * s,
                r * later_r,
                s * s + later_s * later_s,
                r * r + later_r * later_r,
            ];
            sum.iter_mut().zip(terms).for_each(|(total, term)| *total += term / count);
        }
        let [ss, rs, sr, rr, s_all, r_all] = sum;
        Band {
            ss,
            // Either frame of the result beside the other frame of the source.
            rs: (rs + sr) / 2.0,
            rr,
            s_loose: (s_all / 2.0 - ss).max(0.0),
            r_loose: (r_all / 2.0 - rr).max(0.0),
        }
    });
    let mut out =
        Block { bands, past: Ghost::default(), future: Ghost::default(), screen: Screen::default() };
    let whole = BANDS_PX.len();
    match wants {
        Wants::Ghost => {
            // Where the skin was, and where it will be, on the screen: a mix of frames that does not follow it shows there.
            let later = Bands::of(tile::cut(next.source.luma(), part));
            let earlier = Bands::of(warp::under(now.source.luma(), map, part));
            for pixel in pixels() {
                let [s, r, later_s, later_r] = [&s0, &r0, &s1, &r1].map(|b| b.at(0, whole, pixel));
                let [coarse, later_coarse] = [&s0, &s1].map(|b| b.at(whole - 1, whole, pixel));
                out.future.add(r - s, [later.at(0, whole, pixel) - later_s, s - coarse, coarse]);
                let row = [earlier.at(0, whole, pixel) - s, later_s - later_coarse, later_coarse];
                out.past.add(later_r - later_s, row);
            }
        }
        Wants::Screen(shift_px) if shift_px >= LEAST_SHIFT_PX => {
            let (s, r) = (here(next.source), here(next.result));
            let (mut still, mut all) = (0.0, 0.0);
            for pixel in pixels() {
                let change = r0.at(0, 2, pixel) - s0.at(0, 2, pixel);
                let later = r.at(0, 2, pixel) - s.at(0, 2, pixel);
                still += change * later / count;
                all += (change * change + later * later) / 2.0 / count;
            }
            out.screen = Screen { still, all, count: 1.0 };
        }
        Wants::Screen(_) => {}
    }
    out
}
