//! Transfer curves: code values (0..=1) to light and back, without libm.
//!
//! Curves of camera systems (BT.709 and its kin) are inverted as ITU-T H.273 table 3 writes them: the light is that
//! of the scene. PQ's 1.0 is 10 000 cd/m²; HLG's is the peak of the scene. Values outside 0..=1 are clamped, except
//! on the linear curve.

use super::math::{exp, ln, log2, pow};
use super::tags::Transfer;

/// BT.709's constants with the digits that make its two parts meet (BT.2020 gives them for 12 bits).
const ALPHA: f64 = 1.099_296_826_809_44;
const BETA: f64 = 0.018_053_968_510_807;

/// PQ (SMPTE ST 2084).
const M1: f64 = 2610.0 / 16384.0;
const M2: f64 = 2523.0 / 32.0;
const C1: f64 = 3424.0 / 4096.0;
const C2: f64 = 2413.0 / 128.0;
const C3: f64 = 2392.0 / 128.0;

/// HLG (ARIB STD-B67).
const HLG_A: f64 = 0.178_832_77;
const HLG_B: f64 = 0.284_668_92;
const HLG_C: f64 = 0.559_910_73;

/// The light of a code value.
pub fn to_linear(transfer: Transfer, code: f64) -> f64 {
    if transfer == Transfer::Linear {
        return code;
    }
    let v = code.clamp(0.0, 1.0);
    match transfer {
        Transfer::Linear => v,
        Transfer::Gamma22 => pow(v, 2.2),
        Transfer::Gamma28 => pow(v, 2.8),
        Transfer::Smpte240m => {
            if v < 4.0 * 0.0228 {
                v / 4.0
            } else {
                pow((v + 0.1115) / 1.1115, 1.0 / 0.45)
            }
        }
        Transfer::Srgb => {
            if v <= 0.040_45 {
                v / 12.92
            } else {
                pow((v + 0.055) / 1.055, 2.4)
            }
        }
        Transfer::Pq => {
            let p = pow(v, 1.0 / M2);
            pow((p - C1).max(0.0) / (C2 - C3 * p), 1.0 / M1)
        }
        Transfer::Hlg => {
            if v <= 0.5 {
                v * v / 3.0
            } else {
                (exp((v - HLG_C) / HLG_A) + HLG_B) / 12.0
            }
        }
        Transfer::Smpte428 => pow(v, 2.6) * 52.37 / 48.0,
        // Below its smallest light a logarithmic curve says 0.
        Transfer::Log100 => {
            if v <= 0.0 {
                0.0
            } else {
                pow(10.0, 2.0 * (v - 1.0))
            }
        }
        Transfer::Log316 => {
            if v <= 0.0 {
                0.0
            } else {
                pow(10.0, 2.5 * (v - 1.0))
            }
        }
        Transfer::Bt709
        | Transfer::Smpte170m
        | Transfer::Xvycc
        | Transfer::Bt1361
        | Transfer::Bt2020_10
        | Transfer::Bt2020_12 => {
            if v < 4.5 * BETA {
                v / 4.5
            } else {
                pow((v + ALPHA - 1.0) / ALPHA, 1.0 / 0.45)
            }
        }
    }
}

/// Whether two tags name one curve: BT.709, BT.601 and BT.2020 share theirs (ITU-T H.273, table 3).
pub fn is_same_curve(one: Transfer, other: Transfer) -> bool {
    let shared =
        |t| matches!(t, Transfer::Bt709 | Transfer::Smpte170m | Transfer::Bt2020_10 | Transfer::Bt2020_12);
    one == other || shared(one) && shared(other)
}

/// The code value of a light.
pub fn from_linear(transfer: Transfer, light: f64) -> f64 {
    if transfer == Transfer::Linear {
        return light;
    }
    let l = light.max(0.0);
    let v = match transfer {
        Transfer::Linear => l,
        Transfer::Gamma22 => pow(l, 1.0 / 2.2),
        Transfer::Gamma28 => pow(l, 1.0 / 2.8),
        Transfer::Smpte240m => {
            if l < 0.0228 {
                4.0 * l
            } else {
                1.1115 * pow(l, 0.45) - 0.1115
            }
        }
        Transfer::Srgb => {
            if l <= 0.003_130_8 {
                12.92 * l
            } else {
                1.055 * pow(l, 1.0 / 2.4) - 0.055
            }
        }
        Transfer::Pq => {
            let p = pow(l, M1);
            pow((C1 + C2 * p) / (1.0 + C3 * p), M2)
        }
        Transfer::Hlg => {
            if l <= 1.0 / 12.0 {
                (3.0 * l).sqrt()
            } else {
                HLG_A * ln(12.0 * l - HLG_B) + HLG_C
            }
        }
        Transfer::Smpte428 => pow(l * 48.0 / 52.37, 1.0 / 2.6),
        Transfer::Log100 => {
            if l < 0.01 {
                0.0
            } else {
                1.0 + log10(l) / 2.0
            }
        }
        Transfer::Log316 => {
            if l < 0.003_162_277_66 {
                0.0
            } else {
                1.0 + log10(l) / 2.5
            }
        }
        Transfer::Bt709
        | Transfer::Smpte170m
        | Transfer::Xvycc
        | Transfer::Bt1361
        | Transfer::Bt2020_10
        | Transfer::Bt2020_12 => {
            if l < BETA {
                4.5 * l
            } else {
                ALPHA * pow(l, 0.45) - (ALPHA - 1.0)
            }
        }
    };
    v.clamp(0.0, 1.0)
}

fn log10(x: f64) -> f64 {
    log2(x) * std::f64::consts::LOG10_2
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Transfer; 16] = [
        Transfer::Bt709,
        Transfer::Gamma22,
        Transfer::Gamma28,
        Transfer::Smpte170m,
        Transfer::Smpte240m,
        Transfer::Linear,
        Transfer::Srgb,
        Transfer::Xvycc,
        Transfer::Bt1361,
        Transfer::Bt2020_10,
        Transfer::Bt2020_12,
        Transfer::Pq,
        Transfer::Smpte428,
        Transfer::Hlg,
        Transfer::Log100,
        Transfer::Log316,
    ];

    #[test]
    fn there_and_back_and_rising() {
        for transfer in ALL {
            let mut before = -1.0;
            for step in 1..=1000 {
                let code = f64::from(step) / 1000.0;
                let light = to_linear(transfer, code);
                assert!(light > before, "{transfer:?} falls at {code}");
                before = light;
                let back = from_linear(transfer, light);
                assert!((back - code).abs() < 2e-4, "{transfer:?} {code} {light} {back}");
            }
        }
    }

    #[test]
    fn known_points() {
        assert!((to_linear(Transfer::Srgb, 0.5) - 0.214_041).abs() < 1e-6);
        assert!((to_linear(Transfer::Pq, 0.508_078) - 0.01).abs() < 1e-5, "100 cd/m2");
        assert!((to_linear(Transfer::Hlg, 0.5) - 1.0 / 12.0).abs() < 1e-9);
        assert!((from_linear(Transfer::Bt709, 0.18) - 0.408_9).abs() < 2e-4, "grey card");
        assert_eq!(to_linear(Transfer::Linear, 3.5), 3.5);
    }
}
