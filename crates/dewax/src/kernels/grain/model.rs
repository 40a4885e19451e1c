//! What is known of grain without drawing it: the covariance of covered area, and from it the strength at each tone; and the
//! strength of a sensor's noise, for comparison.

use super::GRAIN_PER_BLUR;
use crate::color::Transfer;
use crate::color::math::{angle_deg, exp, ln, pow};
use crate::color::transfer::to_linear;

/// Where grain is strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response {
    /// As disks of silver or dye: none in black and white, most a little below the middle.
    Film,
    /// As photons and the amplifier behind them, through the transfer curve of video: most in the shadows.
    Sensor,
    /// The same everywhere.
    Even,
}

impl Response {
    /// All of them, in the order of the parameter's names.
    pub const ALL: [Self; 3] = [Self::Film, Self::Sensor, Self::Even];
    /// Their names, as parameters take them.
    pub const NAMES: &'static [&'static str] = &["film", "sensor", "even"];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Film => "film",
            Self::Sensor => "sensor",
            Self::Even => "even",
        }
    }
}

/// Points of the integral over distance: four digits.
const DISTANCES: usize = 48;
/// Of the sensor's noise: the light (1 is white) at which that of the photons is as strong as that of the amplifier.
/// Two percent is what is left of twelve stops at a middling gain.
const READ_NOISE_LIGHT: f64 = 0.02;
/// The constants of BT.709's curve; see [`to_linear`].
const ALPHA: f64 = 1.099_296_826_809_44;
const BETA: f64 = 0.018_053_968_510_807;
/// A curve is kept at so many tones and two ends.
const KNOTS: usize = 256;

/// Area that two disks of radius 1 share, `distance` apart, as a share of one of them.
pub fn shared_area(distance: f64) -> f64 {
    let half = 0.5 * distance;
    if half >= 1.0 {
        return 0.0;
    }
    // The lens: 2 acos(x) - 2 x sqrt(1 - x^2), over pi.
    let across = (1.0 - half * half).max(0.0).sqrt();
    let angle = angle_deg(across, half).to_radians();
    (2.0 / std::f64::consts::PI) * (angle - half * across)
}

/// Covariance between two points `distance` radii apart of what is covered, where a share `u` of the area is:
/// (1 - u)^2 (exp(lambda A) - 1), with the density lambda of the disks from u = 1 - exp(-lambda pi r^2).
pub fn covariance(u: f64, distance: f64) -> f64 {
    let clear = (1.0 - u).clamp(1e-9, 1.0);
    clear * clear * (exp(-ln(clear) * shared_area(distance)) - 1.0)
}

/// Variance of what is seen of grain through the Gaussian, at tone `u` (0 to 1, both of them clean).
///
/// The covariance times that of the Gaussian with itself, summed over the plane: sigma is 1, r is [`GRAIN_PER_BLUR`].
pub fn film_variance(u: f64) -> f64 {
    if u <= 0.0 || u >= 1.0 {
        return 0.0;
    }
    let step = 2.0 / DISTANCES as f64;
    let ring = |i: usize| {
        let distance = (i as f64 + 0.5) * step;
        let away = distance * GRAIN_PER_BLUR;
        covariance(u, distance) * exp(-0.25 * away * away) * 0.5 * away * step * GRAIN_PER_BLUR
    };
    (0..DISTANCES).map(ring).sum()
}

/// RMS of a sensor's noise in code values, at the code value `v`: in light, that of the amplifier and the root of the
/// number of photons; times the slope of BT.709's curve there.
fn sensor_rms(v: f64) -> f64 {
    let light = to_linear(Transfer::Bt709, v);
    let slope = if light < BETA { 4.5 } else { 0.45 * ALPHA * pow(light, -0.55) };
    slope * (light + READ_NOISE_LIGHT).sqrt()
}

/// How strong grain is over Y': 1 at the tone where it is strongest.
#[derive(Clone, Debug)]
pub struct ToneCurve {
    /// Variance at each knot.
    knots: Vec<f64>,
}

impl ToneCurve {
    /// The curve of a response.
    pub fn of(response: Response) -> Self {
        let variance = |tone: f64| match response {
            Response::Film => film_variance(tone),
            Response::Sensor => sensor_rms(tone) * sensor_rms(tone),
            Response::Even => 1.0,
        };
        let mut knots: Vec<f64> = (0..=KNOTS).map(|i| variance(i as f64 / KNOTS as f64)).collect();
        let most = knots.iter().fold(0.0f64, |most, &v| most.max(v));
        knots.iter_mut().for_each(|v| *v /= most);
        Self { knots }
    }

    /// RMS at a tone (Y', 0 to 1); that of the ends beyond them. Between knots it is the variance that is straight: near
    /// black that of film is, and its root is not.
    pub fn rms(&self, tone: f64) -> f64 {
        let at = tone.clamp(0.0, 1.0) * KNOTS as f64;
        let left = (at as usize).min(KNOTS - 1);
        let share = at - left as f64;
        (self.knots[left] * (1.0 - share) + self.knots[left + 1] * share).max(0.0).sqrt()
    }
}

/// RMS that grain of `rms` may have `room` from the end of the range, so that next to none of it is cut off there: a
/// fraction of the room, met smoothly. Cutting would lift black and dull white by the mean of what is cut off, which is
/// 0.002 of the RMS at this fraction.
#[inline(always)]
pub fn in_room(rms: f64, room: f64) -> f64 {
    /// Of a normal distribution 1.2 % lie beyond.
    const SIGMAS: f64 = 2.5;
    if room <= 0.0 || rms <= 0.0 {
        return 0.0;
    }
    let share = rms * SIGMAS / room;
    let square = share * share;
    rms / (1.0 + square * square).sqrt().sqrt()
}
