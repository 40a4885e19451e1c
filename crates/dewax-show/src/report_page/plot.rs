//! Curves as SVG.

use super::text::{escape, number};
use crate::exhibits::Series;
use std::fmt::Write;

const WIDTH: f32 = 560.0;
const HEIGHT: f32 = 150.0;
/// Room for the numbers at the left, and for those below.
const LEFT: f32 = 46.0;
const BELOW: f32 = 20.0;
/// More points than this cannot be told apart on a screen.
const MOST_POINTS: usize = 500;

/// The plot of a series as a figure; `worst_frame` is marked when the series reaches it.
pub(super) fn plot(series: &Series, worst_frame: Option<usize>, out: &mut String) {
    let values = || series.before.iter().chain(&series.after).copied().filter(|v| v.is_finite());
    let frames = series.before.len().max(series.after.len());
    if values().next().is_none() {
        return;
    }
    let (low, high) = (values().fold(f32::MAX, f32::min), values().fold(f32::MIN, f32::max));
    // Magnitudes stand on zero; a flat curve gets room above and below.
    let low = if low >= 0.0 && low < 0.5 * high { 0.0 } else { low };
    let room = ((high - low) * 0.06).max(0.02 * high.abs()).max(1e-3);
    let (bottom, top) = (if low == 0.0 { 0.0 } else { low - room }, high + room);
    let x = |i: f32| LEFT + (WIDTH - LEFT - 8.0) * i / (frames.max(2) - 1) as f32;
    let y = |v: f32| 8.0 + (HEIGHT - BELOW - 8.0) * (top - v) / (top - bottom);
    let first = series.first_frame;
    let last = first + frames.saturating_sub(1);
    let title = escape(&series.title);
    let unit = escape(&series.unit);
    let (floor, label, below) = (y(bottom), LEFT - 6.0, HEIGHT - 5.0);
    let (most, least) = (number(top), number(bottom));
    let _ = write!(
        out,
        "<figure><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"{title}, {unit}, frames {first} to {last}\">\
         <line class=\"axis\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{floor:.1}\" y2=\"{floor:.1}\"/>\
         <text x=\"{label}\" y=\"16\" text-anchor=\"end\">{most}</text>\
         <text x=\"{label}\" y=\"{floor:.1}\" text-anchor=\"end\">{least}</text>\
         <text x=\"{LEFT}\" y=\"{below}\">frame {first}</text>\
         <text x=\"{WIDTH}\" y=\"{below}\" text-anchor=\"end\">{last}</text>"
    );
    if let Some(at) = worst_frame.filter(|f| (series.first_frame..=last).contains(f)) {
        let at_x = x((at - series.first_frame) as f32);
        let _ = write!(
            out,
            "<line class=\"worst\" x1=\"{at_x:.1}\" x2=\"{at_x:.1}\" y1=\"8\" y2=\"{:.1}\"><title>worst frame {at}</title></line>",
            HEIGHT - BELOW
        );
    }
    for (class, values) in [("before", &series.before), ("after", &series.after)] {
        let points = thinned(values);
        if !points.is_empty() {
            let places: Vec<String> =
                points.iter().map(|(i, v)| format!("{:.1},{:.1}", x(*i as f32), y(*v))).collect();
            let _ = write!(out, "<polyline class=\"{class}\" points=\"{}\"/>", places.join(" "));
        }
    }
    let _ = writeln!(out, "</svg><figcaption>{title}, {unit}</figcaption></figure>");
}

/// The values with their numbers; of a long series the least and largest of each short run.
fn thinned(values: &[f32]) -> Vec<(usize, f32)> {
    let finite = || values.iter().copied().enumerate().filter(|(_, v)| v.is_finite());
    if values.len() <= MOST_POINTS {
        return finite().collect();
    }
    let run = values.len().div_ceil(MOST_POINTS / 2);
    let mut out: Vec<(usize, f32)> = Vec::with_capacity(MOST_POINTS);
    for start in (0..values.len()).step_by(run) {
        let part = || finite().skip_while(|(i, _)| *i < start).take_while(|(i, _)| *i < start + run);
        let least = part().min_by(|a, b| a.1.total_cmp(&b.1));
        let most = part().max_by(|a, b| a.1.total_cmp(&b.1));
        let mut ends: Vec<(usize, f32)> = least.into_iter().chain(most).collect();
        ends.sort_by_key(|e| e.0);
        ends.dedup();
        out.extend(ends);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_series_keep_their_extremes() {
        let mut values = vec![1.0f32; 10_000];
        (values[4321], values[77], values[99]) = (9.0, -3.0, f32::NAN);
        let points = thinned(&values);
        assert!(points.len() <= MOST_POINTS + 2);
        assert!(points.contains(&(4321, 9.0)) && points.contains(&(77, -3.0)));
        assert!(points.windows(2).all(|p| p[0].0 < p[1].0));
        assert_eq!(thinned(&[1.0, 2.0]), [(0, 1.0), (1, 2.0)]);
    }

    #[test]
    fn odd_series_are_drawn_or_left_out() {
        let mut out = String::new();
        plot(&Series::default(), None, &mut out);
        assert_eq!(out, "");
        for before in [vec![0.0], vec![5.0; 3], vec![f32::NAN, -1.0, 2.0], vec![1e9, -1e9]] {
            let series = Series { title: "<t>".into(), before, ..Series::default() };
            let mut out = String::new();
            plot(&series, Some(1), &mut out);
            assert!(out.contains("&lt;t&gt;") && !out.contains("NaN") && !out.contains("inf"), "{out}");
        }
    }
}
