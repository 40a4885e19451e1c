//! The colours of a picture file: what its profile is called, and the way to sRGB, to another profile, and back.

use super::light::{Curve, Light, converted};
use crate::still::Facts;
use dewax::px::{Plane, Rgb16};
use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile, DataColorSpace, Layout,
    MatrixCoefficients, ProfileText, ToneReprCurve, TransferCharacteristics, TransformOptions,
};
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;

/// How far two profiles of one name lie apart at most, in XYZ and in light: they were rounded to 16 bits, and their tables made by others.
const SAME: f64 = 0.002;
/// Codes at which two tone curves are compared, of one.
const LOOKED_AT: [f64; 7] = [0.02, 0.06, 0.15, 0.3, 0.5, 0.7, 0.9];

/// What a picture's colours mean, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The usual name of the colour space, such as `sRGB` or `Display P3`, else the profile's own.
    pub name: String,
    /// Whether the file says so; else it is assumed.
    pub is_stated: bool,
}

impl std::fmt::Display for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.name, if self.is_stated { "" } else { " (assumed)" })
    }
}

/// The colours of a picture file.
#[derive(Clone, Debug)]
pub(super) struct Colours {
    pub(super) profile: Profile,
    icc: Box<ColorProfile>,
    /// The profile's own bytes, where a file has them.
    bytes: Option<Arc<[u8]>>,
    /// Tone curves and primaries, where those are all of it.
    plain: Option<([Curve; 3], [[f64; 3]; 3])>,
}

/// Why colours are not known.
#[derive(Debug)]
pub(super) enum NoColours {
    /// They are of high dynamic range, by this curve.
    Hdr(&'static str),
    /// The profile cannot be read or does not fit, and why.
    Profile(String),
}

impl Colours {
    /// sRGB, stated or assumed.
    pub(super) fn srgb(is_stated: bool) -> Self {
        Self::named(ColorProfile::new_srgb(), is_stated)
    }

    /// Of what a file of this many inks (1, 3 or 4) says; sRGB where it says nothing.
    pub(super) fn of(facts: &Facts, inks: usize) -> Result<Self, NoColours> {
        let Some(icc) = &facts.icc else { return of_chunks(&facts.colours) };
        let profile =
            ColorProfile::new_from_slice(icc).map_err(|error| NoColours::Profile(error.to_string()))?;
        if let Some(cicp) = &profile.cicp {
            no_hdr(cicp.transfer_characteristics)?;
        }
        let wanted = match inks {
            1 => DataColorSpace::Gray,
            3 => DataColorSpace::Rgb,
            _ => DataColorSpace::Cmyk,
        };
        // Grey pictures with a profile of R'G'B' are usual.
        let fits = profile.color_space == wanted || inks == 1 && profile.color_space == DataColorSpace::Rgb;
        if !fits {
            let why = format!("it is a profile of {:?} on a picture of {inks} channels", profile.color_space);
            return Err(NoColours::Profile(why));
        }
        Ok(Self { bytes: Some(icc.as_slice().into()), ..Self::named(profile, true) })
    }

    fn named(icc: ColorProfile, is_stated: bool) -> Self {
        let plain = plain(&icc);
        let own = plain.as_ref().and_then(known).map(str::to_owned).or_else(|| text(&icc));
        let name = own.unwrap_or_else(|| "a profile without a name".to_owned());
        Self { profile: Profile { name, is_stated }, icc: Box::new(icc), bytes: None, plain }
    }

    /// Whether codes mean the same in both: by the bytes of their profiles, which may be of tables, or by curves and primaries.
    pub(super) fn is(&self, other: &Self) -> bool {
        if self.bytes.is_some() && self.bytes == other.bytes {
            return true;
        }
        let (Some(one), Some(two)) = (&self.plain, &other.plain) else { return false };
        one == two || known(one).is_some() && known(one) == known(two)
    }

    /// A picture of these colours in those of `to`; itself where they are the same.
    ///
    /// # Errors
    /// When a profile does not lead there, in words.
    pub(super) fn converted<'a>(&self, rgb: &'a Rgb16, to: &Self) -> Result<Cow<'a, Rgb16>, String> {
        if self.is(to) {
            return Ok(Cow::Borrowed(rgb));
        }
        if let (Some((from, from_xyz)), Some((curves, xyz))) = (&self.plain, &to.plain) {
            let nowhere = || format!("the primaries of {} lie on one line", to.profile.name);
            return converted(rgb, &Light::new(from, *from_xyz), &Light::new(curves, *xyz))
                .map(Cow::Owned)
                .ok_or_else(nowhere);
        }
        let planes: Vec<&Plane<u16>> = rgb.iter().collect();
        self.through(&planes, Layout::Rgb, to).map(Cow::Owned)
    }

    /// A picture of four inks in these colours as sRGB.
    ///
    /// # Errors
    /// When the profile does not lead there, in words.
    pub(super) fn of_inks(&self, inks: &[Plane<u16>]) -> Result<Rgb16, String> {
        let planes: Vec<&Plane<u16>> = inks.iter().collect();
        self.through(&planes, Layout::Rgba, &Self::srgb(false))
    }

    /// Through the tables of profiles, row by row.
    fn through(&self, planes: &[&Plane<u16>], layout: Layout, to: &Self) -> Result<Rgb16, String> {
        let options = TransformOptions { prefer_fixed_point: false, ..TransformOptions::default() };
        let way =
            self.icc.create_transform_16bit(layout, &to.icc, Layout::Rgb, options).map_err(|error| {
                format!("{} does not lead to {}: {error}", self.profile.name, to.profile.name)
            })?;
        let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
        let row = |y: usize| {
            let mut own = vec![0; width * planes.len()];
            for (channel, plane) in planes.iter().enumerate() {
                let places = own.iter_mut().skip(channel).step_by(planes.len());
                places.zip(plane.row(y)).for_each(|(place, code)| *place = *code);
            }
            let mut out = vec![0; width * 3];
            way.transform(&own, &mut out).map_err(|error| error.to_string())?;
            Ok(out)
        };
        let rows: Vec<Result<Vec<u16>, String>> = (0..height).into_par_iter().map(row).collect();
        let mut out: Rgb16 = std::array::from_fn(|_| Plane::new(width, height));
        for (y, row) in rows.into_iter().enumerate() {
            let row = row?;
            for (channel, plane) in out.iter_mut().enumerate() {
                let own = row.iter().skip(channel).step_by(3);
                plane.row_mut(y).iter_mut().zip(own).for_each(|(place, code)| *place = *code);
            }
        }
        Ok(out)
    }
}

/// Tone curves and primaries of a profile that has nothing else.
fn plain(icc: &ColorProfile) -> Option<([Curve; 3], [[f64; 3]; 3])> {
    if icc.color_space == DataColorSpace::Gray {
        // Grey of this tone on the primaries of sRGB: equal channels are grey in both.
        let curve = Curve::of(icc.gray_trc.as_ref()?)?;
        return Some(([curve.clone(), curve.clone(), curve], ColorProfile::new_srgb().colorant_matrix().v));
    }
    let has_tables = icc.lut_a_to_b_perceptual.is_some() || icc.lut_a_to_b_colorimetric.is_some();
    if !icc.is_matrix_shaper() || has_tables {
        return None;
    }
    let curve = |curve: &Option<ToneReprCurve>| Curve::of(curve.as_ref()?);
    Some(([curve(&icc.red_trc)?, curve(&icc.green_trc)?, curve(&icc.blue_trc)?], icc.colorant_matrix().v))
}

/// The usual name of tone curves and primaries.
fn known((curves, xyz): &([Curve; 3], [[f64; 3]; 3])) -> Option<&'static str> {
    let all = [
        ("sRGB", ColorProfile::new_srgb()),
        ("Display P3", ColorProfile::new_display_p3()),
        ("Adobe RGB", ColorProfile::new_adobe_rgb()),
        ("ProPhoto RGB", ColorProfile::new_pro_photo_rgb()),
        ("Rec. 2020", ColorProfile::new_bt2020()),
    ];
    let is_near = |icc: &ColorProfile| {
        let Some((own, primaries)) = plain(icc) else { return false };
        let far = |(a, b): (&f64, &f64)| (a - b).abs() > SAME;
        let mut light =
            curves.iter().zip(&own).flat_map(|(a, b)| LOOKED_AT.map(|x| (a.light(x), b.light(x))));
        !xyz.iter().flatten().zip(primaries.iter().flatten()).any(far) && !light.any(|(a, b)| far((&a, &b)))
    };
    all.into_iter().find(|(_, icc)| is_near(icc)).map(|(name, _)| name)
}

/// What a profile calls itself.
fn text(icc: &ColorProfile) -> Option<String> {
    let own = match icc.description.as_ref()? {
        ProfileText::PlainString(text) => text.clone(),
        ProfileText::Localizable(all) => all.first()?.value.clone(),
        ProfileText::Description(text) => text.ascii_string.clone(),
    };
    let shown: String = own.chars().filter(|c| !c.is_control()).take(MOST_LETTERS).collect();
    Some(shown.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Letters of a name that are shown: names of profiles have some twenty.
const MOST_LETTERS: usize = 80;

fn no_hdr(transfer: TransferCharacteristics) -> Result<(), NoColours> {
    match transfer {
        TransferCharacteristics::Smpte2084 => Err(NoColours::Hdr("PQ")),
        TransferCharacteristics::Hlg => Err(NoColours::Hdr("HLG")),
        _ => Ok(()),
    }
}

/// How PNG states colours without a profile, the strongest word first (PNG specification, third edition, "Color spaces").
fn of_chunks(chunks: &[([u8; 4], Vec<u8>)]) -> Result<Colours, NoColours> {
    let find =
        |kind: &[u8; 4]| chunks.iter().find(|(own, _)| own == kind).map(|(_, content)| content.as_slice());
    if let Some([primaries, transfer, ..]) = find(b"cICP") {
        let transfer = TransferCharacteristics::try_from(*transfer);
        let primaries = CicpColorPrimaries::try_from(*primaries);
        let unknown = || NoColours::Profile("its cICP names colours that are not known".to_owned());
        let (transfer, primaries) = transfer.ok().zip(primaries.ok()).ok_or_else(unknown)?;
        no_hdr(transfer)?;
        let mut icc = ColorProfile::new_srgb();
        let cicp = CicpProfile {
            color_primaries: primaries,
            transfer_characteristics: transfer,
            matrix_coefficients: MatrixCoefficients::Identity,
            full_range: true,
        };
        return if icc.update_rgb_colorimetry_from_cicp(cicp) {
            icc.description = None;
            Ok(Colours::named(icc, true))
        } else {
            Err(unknown())
        };
    }
    if find(b"sRGB").is_some() {
        return Ok(Colours::srgb(true));
    }
    let (gamma, places) = (find(b"gAMA").and_then(|gamma| number(gamma, 0)), find(b"cHRM").and_then(places));
    if gamma.is_none() && places.is_none() {
        return Ok(Colours::srgb(false));
    }
    let mut icc = ColorProfile::new_srgb();
    if let Some([white, red, green, blue]) = places {
        let at = |[x, y]: [f64; 2]| Chromaticity::new(x as f32, y as f32);
        icc.update_rgb_colorimetry(
            at(white).to_xyyb(),
            ColorPrimaries { red: at(red), green: at(green), blue: at(blue) },
        );
    }
    // 1/2.2 is how sRGB is said here: both are within a few codes of each other.
    if let Some(gamma) = gamma.filter(|gamma| *gamma > 0.0 && (gamma - 1.0 / 2.2).abs() > SAME) {
        let curve = Some(ToneReprCurve::Parametric(vec![(1.0 / gamma) as f32]));
        (icc.red_trc, icc.green_trc, icc.blue_trc) = (curve.clone(), curve.clone(), curve);
    }
    icc.description = Some(ProfileText::PlainString("what gAMA and cHRM say".to_owned()));
    Ok(Colours::named(icc, true))
}

/// A number of PNG, of 100 000.
fn number(bytes: &[u8], at: usize) -> Option<f64> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(f64::from(u32::from_be_bytes(four)) / 100_000.0)
}

/// White, red, green and blue on the plane of colours.
fn places(bytes: &[u8]) -> Option<[[f64; 2]; 4]> {
    let mut all = [[0.0; 2]; 4];
    for (place, out) in all.iter_mut().enumerate() {
        *out = [number(bytes, 8 * place)?, number(bytes, 8 * place + 4)?];
    }
    // A place on the edge has no colour.
    all.iter().all(|[x, y]| *y > 0.0 && x + y <= 1.0).then_some(all)
}
