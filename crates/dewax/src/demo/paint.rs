//! The painter of the drawn face: what is to be seen at a point of face space. Shapes, shades and colours only;
//! motion and flaws are in the parent module.

/// What lies at a point: colour (Y' 0..=1, Cb and Cr −0.5..=0.5), how much of it is the person, how much is skin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spot {
    pub(super) ycc: [f32; 3],
    pub(super) cover: f32,
    pub(super) skin: f32,
}

impl Spot {
    /// Lays a colour over what is there.
    fn over(&mut self, ycc: [f32; 3], alpha: f32, skin: f32) {
        for (have, new) in self.ycc.iter_mut().zip(ycc) {
            *have += (new - *have) * alpha;
        }
        self.cover += (1.0 - self.cover) * alpha;
        self.skin += (skin - self.skin) * alpha;
    }
}

/// Brown hair and a red-brown shirt, Y'CbCr as 0..=1 and ±0.5: apart from skin in luma, near it in hue, as a finder of skin must bear.
const HAIR: [f32; 3] = [0.15, -0.012, 0.026];
const SHIRT: [f32; 3] = [0.27, 0.045, -0.028];

/// Centre and half-axes of a [`hill`], and its height in luma.
type Hill = ((f32, f32), (f32, f32), f32);

/// A smooth hill of height 1 and half-axes `radii` around `centre`, zero beyond them.
fn hill(u: f32, v: f32, centre: (f32, f32), radii: (f32, f32)) -> f32 {
    let (x, y) = ((u - centre.0) / radii.0, (v - centre.1) / radii.1);
    let rest = (1.0 - x * x - y * y).max(0.0);
    rest * rest * rest.sqrt()
}

/// Coverage of a shape at signed distance `inside` (positive within), with an edge `soft` wide.
fn edge(inside: f32, soft: f32) -> f32 {
    let t = (0.5 + inside / soft).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// About how far a point is inside an ellipse.
fn in_ellipse(u: f32, v: f32, centre: (f32, f32), radii: (f32, f32)) -> f32 {
    let (x, y) = ((u - centre.0) / radii.0, (v - centre.1) / radii.1);
    (1.0 - (x * x + y * y).sqrt()) * radii.0.min(radii.1)
}

/// Skin of a luma; `blush` turns it from the vectorscope's skin line (123°) towards red and makes it richer.
fn skin(luma: f32, blush: f32) -> [f32; 3] {
    let chroma = luma * (0.185 + 0.04 * blush);
    // Cosine and sine of 123° and of 113°.
    let turn = blush.clamp(0.0, 1.0);
    let (cb, cr) = (-0.5446 + (0.5446 - 0.3907) * turn, 0.8387 + (0.9205 - 0.8387) * turn);
    [luma, chroma * cb, chroma * cr]
}

/// Shade of a rounded body lit from the upper left: `x`, `y` are the first parts of its unit normal.
fn lit(x: f32, y: f32) -> f32 {
    let z = (1.0 - x * x - y * y).max(0.02).sqrt();
    (-0.42 * x - 0.38 * y + 0.82 * z).max(-0.15)
}

/// How far inside the outline of the face.
fn in_face(u: f32, v: f32) -> f32 {
    let jaw = if v > 0.0 { 1.0 - 0.20 * v * v } else { 1.0 };
    in_ellipse(u / jaw, v, (0.0, 0.0), (0.735, 1.0))
}

/// What is to be seen at (u, v): half a head's height is 1, the middle of the face (0, 0), right and down positive.
/// `px` is the size of a pixel there; `strand` is noise about 0 that runs along hair; `open` is 1 for open eyes.
pub(super) fn spot(u: f32, v: f32, px: f32, strand: f32, open: f32) -> Spot {
    let soft = 1.5 * px;
    let mut s = Spot::default();
    hair_behind(&mut s, u, v, soft, strand);
    body(&mut s, u, v, soft);
    ears(&mut s, u, v, soft);
    let face = edge(in_face(u, v), soft + 0.008);
    if face > 0.0 {
        let (luma, blush) = face_shade(u, v);
        s.over(skin(luma, blush), face, 1.0);
        nose_and_lips(&mut s, u, v, soft);
        for side in [-1.0, 1.0] {
            eye(&mut s, u * side, v, soft, open, side);
            brow(&mut s, u * side, v, soft, strand);
        }
    }
    hair_in_front(&mut s, u, v, soft, strand);
    s
}

fn hair_colour(u: f32, v: f32, strand: f32) -> [f32; 3] {
    let sheen =
        hill(u, v, (-0.35, -0.82), (0.50, 0.24)) * 0.16 + hill(u, v, (0.42, -0.72), (0.35, 0.2)) * 0.05;
    let luma = (HAIR[0] + sheen * (1.0 + 0.8 * strand) + 0.034 * strand).max(0.05);
    [luma, HAIR[1] * luma / HAIR[0], HAIR[2] * (0.5 + 0.5 * luma / HAIR[0])]
}

fn hair_behind(s: &mut Spot, u: f32, v: f32, soft: f32, strand: f32) {
    let crown = in_ellipse(u, v, (0.0, -0.17), (0.90, 1.0));
    let wide = 0.86 + 0.06 * v;
    let bob = (wide - u.abs()).min(0.86 - 0.12 * u.abs() * u.abs() + 0.012 * strand - v).min(v + 0.3);
    let dark = 1.0 - 0.55 * edge(v - 0.35, 0.9);
    s.over(hair_colour(u, v, strand).map(|c| c * dark), edge(crown.max(bob), soft + 0.03), 0.0);
}

fn body(s: &mut Spot, u: f32, v: f32, soft: f32) {
    let side = u.abs();
    let slope = 1.24 + 0.26 * (side - 0.42).max(0.0) + 0.42 * ((side - 1.0).max(0.0)) * (side - 1.0).max(0.0);
    let flare = (v - 0.95).max(0.0);
    let neck = (0.40 + 0.55 * flare * flare - side).min(v - 0.4);
    let inside = neck.max(v - slope);
    let round = (u / 0.75).clamp(-0.95, 0.95);
    let mut luma = 0.42 + 0.20 * lit(round, 0.1);
    luma -= 0.20 * hill(u, v, (0.05, 0.88), (0.62, 0.46));
    luma -= 0.05 * hill(u, v, (0.16, 1.30), (0.10, 0.30)) + 0.03 * hill(u, v, (-0.16, 1.30), (0.07, 0.28));
    luma += 0.04 * hill(u, v, (-0.30, 1.44), (0.30, 0.09)) + 0.03 * hill(u, v, (0.32, 1.46), (0.26, 0.08));
    s.over(skin(luma.max(0.24), 0.15), edge(inside, soft), 1.0);
    // The shirt lies on the shoulder, a little outside of the skin.
    let collar = 1.62 - 1.05 * u * u;
    let shirt = (v - slope + 0.03).min(v - collar).min(side - 0.40 + 1.4 * (v - 1.3).max(0.0));
    let fall = 0.07 * lit((u / 1.9).clamp(-0.9, 0.9), -0.2) - 0.05 * edge(v - 1.7, 0.8);
    let hem = 0.05 * hill(0.0, v - collar, (0.0, 0.03), (1.0, 0.035));
    let fold = 0.016 * hill(u, v, (-0.85, 1.75), (0.22, 0.45)) - 0.022 * hill(u, v, (0.80, 1.8), (0.2, 0.5));
    s.over([SHIRT[0] + fall + hem + fold, SHIRT[1], SHIRT[2]], edge(shirt, soft), 0.0);
}

fn ears(s: &mut Spot, u: f32, v: f32, soft: f32) {
    for side in [-1.0f32, 1.0] {
        let x = u * side + 0.10 * (v - 0.03);
        let shape = edge(in_ellipse(x, v, (0.755, 0.0), (0.095, 0.20)), soft);
        if shape > 0.0 {
            let bowl = hill(x, v, (0.765, 0.0), (0.055, 0.14));
            let luma = 0.56 - 0.03 * side - 0.15 * bowl - 0.08 * edge(0.72 - x, 0.08);
            s.over(skin(luma, 0.55), shape, 1.0);
        }
    }
}

/// Luma and blush of the skin of the face.
fn face_shade(u: f32, v: f32) -> (f32, f32) {
    let mut luma = 0.425 + 0.275 * lit((u / 0.84).clamp(-0.97, 0.97), (v / 1.30).clamp(-0.9, 0.9));
    // (u, v), half-axes, how much lighter: left and right differ because the light comes from the left.
    const HILLS: [Hill; 27] = [
        ((-0.14, -0.48), (0.50, 0.32), 0.052),
        ((-0.31, -0.125), (0.27, 0.20), -0.050),
        ((0.31, -0.125), (0.27, 0.20), -0.065),
        ((-0.13, -0.14), (0.09, 0.15), -0.035),
        ((0.13, -0.14), (0.10, 0.16), -0.060),
        ((-0.38, 0.19), (0.32, 0.28), 0.070),
        ((0.37, 0.19), (0.30, 0.26), 0.055),
        ((-0.43, 0.13), (0.12, 0.09), 0.025),
        ((-0.30, 0.035), (0.19, 0.055), -0.022),
        ((0.30, 0.035), (0.19, 0.055), -0.028),
        ((-0.012, -0.02), (0.060, 0.42), 0.048),
        ((-0.018, 0.235), (0.085, 0.095), 0.060),
        ((0.115, 0.10), (0.085, 0.34), -0.055),
        ((-0.105, 0.12), (0.060, 0.28), -0.022),
        ((0.145, 0.275), (0.060, 0.085), -0.055),
        ((-0.150, 0.275), (0.048, 0.080), -0.040),
        ((0.095, 0.265), (0.055, 0.055), 0.026),
        ((-0.100, 0.265), (0.055, 0.055), 0.034),
        ((0.02, 0.365), (0.17, 0.060), -0.085),
        ((0.0, 0.43), (0.040, 0.080), -0.026),
        ((-0.29, 0.43), (0.070, 0.24), -0.024),
        ((0.29, 0.43), (0.075, 0.24), -0.034),
        ((-0.30, 0.565), (0.070, 0.060), -0.038),
        ((0.30, 0.565), (0.070, 0.060), -0.044),
        ((0.01, 0.715), (0.20, 0.060), -0.055),
        ((-0.03, 0.835), (0.18, 0.12), 0.042),
        ((0.42, 0.55), (0.30, 0.40), -0.030),
    ];
    for (centre, radii, amount) in HILLS {
        luma += amount * hill(u, v, centre, radii);
    }
    let cheeks = hill(u, v, (-0.42, 0.23), (0.30, 0.26)) + hill(u, v, (0.42, 0.23), (0.30, 0.26));
    let tip = hill(u, v, (0.0, 0.24), (0.16, 0.13));
    let blush = 0.12 + 0.55 * cheeks + 0.35 * tip + 0.25 * hill(u, v, (0.0, 0.84), (0.22, 0.14));
    (luma.clamp(0.30, 0.78), blush)
}

fn nose_and_lips(s: &mut Spot, u: f32, v: f32, soft: f32) {
    for side in [-1.0f32, 1.0] {
        let x = u * side - 0.35 * (v - 0.325);
        let hole = edge(in_ellipse(x, v, (0.078, 0.325), (0.044, 0.019)), soft + 0.016);
        s.over([0.20, -0.015, 0.045], 0.82 * hole, 0.0);
    }
    let x = u / 0.255;
    if x.abs() >= 1.1 || !(0.4..0.8).contains(&v) {
        return;
    }
    let arch = (1.0 - x * x).max(0.0);
    let line = 0.572 - 0.026 * x * x + 0.010 * hill(x, 0.0, (0.0, 0.0), (0.3, 1.0));
    let bow = 1.0 - 0.24 * hill(x, 0.0, (0.0, 0.0), (0.28, 1.0));
    let (top, bottom) = (line - 0.078 * arch * bow, line + 0.108 * arch * arch.sqrt());
    let lips = edge((v - top).min(bottom - v), soft + 0.014);
    let upper = edge(line - v, 0.02);
    let shine = 0.10 * hill(u, v, (-0.05, 0.628), (0.11, 0.026));
    let luma = 0.475 - 0.085 * upper + shine - 0.06 * u.max(0.0);
    s.over([luma, -0.030 - 0.02 * luma, 0.128], 0.92 * lips, 0.0);
    let gap = edge(0.008 + 0.006 * arch - (v - line).abs(), soft + 0.012) * edge(1.03 - x.abs(), 0.1);
    s.over([0.19, -0.012, 0.060], 0.85 * gap, 0.0);
}

/// An eye; `u` grows away from the nose, `side` is −1 for the picture's left eye.
fn eye(s: &mut Spot, u: f32, v: f32, soft: f32, open: f32, side: f32) {
    let x = (u - 0.300) / 0.162;
    if x.abs() > 1.35 || !(-0.36..0.08).contains(&v) {
        return;
    }
    let tilt = -0.105 - 0.014 * x;
    let arch = (1.0 - x * x).max(0.0);
    let lower = tilt + 0.044 * arch;
    let raised = tilt - 0.088 * arch * (1.0 - 0.16 * x);
    let upper = lower + (raised - lower) * open;
    let crease =
        edge(0.007 - (v - raised + 0.040 + 0.01 * arch).abs(), soft + 0.018) * edge(0.95 - x.abs(), 0.25);
    s.over(skin(0.36, 0.4), 0.55 * crease, 1.0);
    let inside = edge((v - upper).min(lower - v), soft) * edge(0.97 - x.abs(), 0.08);
    if inside > 0.0 {
        let dim = 0.20 * edge(upper + 0.035 - v, 0.06) + 0.14 * x * x;
        s.over([0.80 - dim, -0.004, 0.010], inside, 0.0);
        // The iris stays level and looks at the viewer: its place does not follow the lid.
        let (ix, iy) = (u - 0.300, v + 0.122);
        let far = (ix * ix + iy * iy).sqrt();
        let iris = edge(0.080 - far, soft + 0.006);
        let ring = edge(far - 0.064, 0.03);
        let glow = 0.12 * hill(ix, iy, (0.0, 0.045), (0.06, 0.045));
        s.over([0.34 - 0.17 * ring + glow, 0.030, -0.020], inside * iris, 0.0);
        s.over([0.05, 0.0, 0.0], inside * edge(0.034 - far, soft + 0.005), 0.0);
        let (gx, gy) = (ix * side + 0.026, iy + 0.028);
        s.over([0.93, 0.0, 0.0], inside * edge(0.016 - (gx * gx + gy * gy).sqrt(), soft + 0.004), 0.0);
        s.over([0.16, 0.0, 0.01], 0.6 * inside * edge(upper + 0.018 - v, 0.03), 0.0);
    }
    let heavy = 0.011 + 0.006 * (x + 0.5).clamp(0.0, 1.5);
    let lash = edge(heavy - (v - upper + 0.004).abs(), soft + 0.006) * edge(1.08 - x.abs(), 0.12);
    s.over([0.09, 0.0, 0.01], 0.92 * lash, 0.0);
    let rim = edge(0.005 - (v - lower).abs(), soft + 0.008) * edge(0.9 - x.abs(), 0.2);
    s.over([0.32, -0.02, 0.05], 0.5 * rim, 0.0);
}

/// A brow; `u` grows away from the nose.
fn brow(s: &mut Spot, u: f32, v: f32, soft: f32, strand: f32) {
    let x = (u - 0.315) / 0.215;
    if x.abs() > 1.2 || !(-0.5..-0.2).contains(&v) {
        return;
    }
    let from_peak = x - 0.35;
    let line = -0.372 + 0.040 * from_peak * from_peak;
    let thick = 0.036 - 0.020 * (x + 0.2).clamp(0.0, 1.2);
    let shape = edge(thick - (v - line).abs(), soft + 0.020) * edge(1.0 - x.abs(), 0.22);
    s.over([0.21 + 0.02 * strand, -0.014, 0.028], (0.78 + 0.10 * strand).clamp(0.0, 0.95) * shape, 0.0);
}

fn hair_in_front(s: &mut Spot, u: f32, v: f32, soft: f32, strand: f32) {
    let crown = in_ellipse(u, v, (0.0, -0.17), (0.885, 0.985));
    // Parted on the picture's right: the line is lower on the left, and hair runs down the temples.
    let (part, u2) = (u - 0.16, u * u);
    let line = -0.735 + 0.34 * part * part + 1.05 * u2 * u2 + 0.014 * strand;
    let temple = if u.abs() > 0.60 { 1.0 } else { 0.0 };
    let below = line.min(-0.06 + 0.3 * (1.0 - temple));
    let shape = edge(crown, soft + 0.02) * edge(below - v, soft + 0.035);
    let shade = 0.07 * edge(line + 0.07 - v, 0.14) * edge(in_face(u, v), 0.1) * (1.0 - shape);
    s.ycc[0] -= shade * s.skin;
    let root = 1.0 - 0.35 * hill(u - 0.16, v, (0.0, -0.9), (0.04, 0.35));
    s.over(hair_colour(u, v, strand).map(|c| c * root), shape, 0.0);
}
