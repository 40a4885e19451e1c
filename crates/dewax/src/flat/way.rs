//! A smooth way from one plane to another through known pairs of points: near them it follows them, far from all of them it is
//! affine.

/// How much the affine map counts beside the points: nothing near them, everything far from them.
const PLAIN_SHARE: f64 = 0.02;

/// Two places that belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) from: [f64; 2],
    pub(crate) to: [f64; 2],
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    x: [f64; 3],
    y: [f64; 3],
    /// Points, and how far the affine map misses them.
    misses: Vec<Pair>,
    near2: f64,
}

impl Way {
    /// The way through some pairs, each of which counts out to about `near`, in units of `to`. `None` when they lie on a line.
    pub(crate) fn through(pairs: &[Pair], near: f64) -> Option<Self> {
        let count = pairs.len() as f64;
        let mean = |pick: &dyn Fn(&Pair) -> f64| pairs.iter().map(pick).sum::<f64>() / count;
        let (x, y) = (mean(&|p| p.from[0]), mean(&|p| p.from[1]));
        let moment = |a: &dyn Fn(&Pair) -> f64, b: &dyn Fn(&Pair) -> f64| mean(&|p| a(p) * b(p));
        let (dx, dy) = (|p: &Pair| p.from[0] - x, |p: &Pair| p.from[1] - y);
        let (xx, xy, yy) = (moment(&dx, &dx), moment(&dx, &dy), moment(&dy, &dy));
        let det = xx * yy - xy * xy;
        if det.is_nan() || det <= 1e-6 * (xx + yy).powi(2) {
            return None;
        }
        let along = |axis: usize| {
            let to = |p: &Pair| p.to[axis];
            let (tx, ty, middle) = (moment(&dx, &to), moment(&dy, &to), mean(&to));
            let (a, b) = ((tx * yy - ty * xy) / det, (ty * xx - tx * xy) / det);
            [a, b, middle - a * x - b * y]
        };
        let mut out = Self { x: along(0), y: along(1), misses: Vec::new(), near2: 1.0 };
        let scale = out.scale();
        if !scale.is_finite() || scale <= 0.0 {
            return None;
        }
        out.near2 = (near / scale).powi(2);
        let miss = |p: &Pair| {
            let at = out.plain(p.from);
            Pair { from: p.from, to: [p.to[0] - at[0], p.to[1] - at[1]] }
        };
        out.misses = pairs.iter().map(miss).collect();
        Some(out)
    }

    /// How much longer a step gets on the way, in the middle of the points.
    pub(crate) fn scale(&self) -> f64 {
        (self.x[0] * self.y[1] - self.x[1] * self.y[0]).abs().sqrt()
    }

    fn plain(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.x, self.y].map(|[a, b, c]| a * x + b * y + c)
    }

    /// Where a point leads.
    pub(crate) fn at(&self, point: [f64; 2]) -> [f64; 2] {
        let (mut sum, mut weight) = ([0.0f64; 2], PLAIN_SHARE);
        for miss in &self.misses {
            let (dx, dy) = (point[0] - miss.from[0], point[1] - miss.from[1]);
            let falls = 1.0 / (1.0 + (dx * dx + dy * dy) / self.near2);
            let share = falls * falls * falls;
            sum = [sum[0] + share * miss.to[0], sum[1] + share * miss.to[1]];
            weight += share;
        }
        let at = self.plain(point);
        [at[0] + sum[0] / weight, at[1] + sum[1] / weight]
    }
}
