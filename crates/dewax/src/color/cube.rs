//! Look-up tables of colour as grading programs hand them on: Adobe Cube LUT 1.0 (`.cube`), 1D and 3D, with the shaper that Resolve writes.

/// Most rows of a table in one dimension, and most steps along an edge of one in three (Adobe, "Cube LUT Specification", 1.0, 2013).
const MOST_1D: usize = 65_536;
const MOST_3D: usize = 256;
/// Numbers beyond this are no colours but damage: half floats end there.
const MOST: f32 = 65_504.0;
/// Letters of a title that are kept: more is no title.
const MOST_TITLE: usize = 120;

/// A table along each of red, green and blue.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    low: [f32; 3],
    high: [f32; 3],
    rows: Vec<[f32; 3]>,
}

/// A table over all three, red fastest.
#[derive(Clone, Debug, PartialEq)]
struct Solid {
    low: [f32; 3],
    high: [f32; 3],
    side: usize,
    rows: Vec<[f32; 3]>,
}

/// A look-up table: what code values become on their way to the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Cube {
    /// What the file calls it; empty where it says nothing.
    pub title: String,
    line: Option<Line>,
    solid: Option<Solid>,
}

impl Line {
    /// Linear between two rows; beyond the ends, the ends.
    fn of(&self, rgb: [f32; 3]) -> [f32; 3] {
        std::array::from_fn(|c| {
            let at = placed(rgb[c], self.low[c], self.high[c], self.rows.len());
            let low = (at as usize).min(self.rows.len() - 2);
            let past = at - low as f32;
            self.rows[low][c] + past * (self.rows[low + 1][c] - self.rows[low][c])
        })
    }
}

impl Solid {
    /// Within the tetrahedron that the colour lies in (K. Kanamori, H. Kotera, "Color correction technique for hard copies by 4-neighbors
    /// interpolation method", 1992): from the lowest corner of the cell along the edges in the order of how far the colour lies along them.
    fn of(&self, rgb: [f32; 3]) -> [f32; 3] {
        let at: [f32; 3] = std::array::from_fn(|c| placed(rgb[c], self.low[c], self.high[c], self.side));
        let low = at.map(|v| (v as usize).min(self.side - 2));
        let past: [f32; 3] = std::array::from_fn(|c| at[c] - low[c] as f32);
        let step = [1, self.side, self.side * self.side];
        let mut order = [0, 1, 2];
        order.sort_by(|&a, &b| past[b].total_cmp(&past[a]));
        let mut corner: usize = (0..3).map(|c| low[c] * step[c]).sum();
        let mut out = self.rows[corner];
        for c in order {
            let next = corner + step[c];
            out = std::array::from_fn(|i| out[i] + past[c] * (self.rows[next][i] - self.rows[corner][i]));
            corner = next;
        }
        out
    }
}

/// Where a value lies among `count` rows from `low` to `high`, 0..=count − 1.
fn placed(value: f32, low: f32, high: f32, count: usize) -> f32 {
    let share = (value - low) / (high - low);
    // A number that is none shows as the lowest.
    if share > 0.0 { share.min(1.0) * (count - 1) as f32 } else { 0.0 }
}

impl Cube {
    /// What code values (0..=1) become. Beyond its domain, what stands at its ends; its own values may lie beyond 0..=1.
    pub fn shown(&self, rgb: [f32; 3]) -> [f32; 3] {
        let lined = self.line.as_ref().map_or(rgb, |line| line.of(rgb));
        self.solid.as_ref().map_or(lined, |solid| solid.of(lined))
    }

    /// Its size as people say it.
    pub fn size(&self) -> String {
        let line = self.line.as_ref().map(|line| format!("1D, {}", line.rows.len()));
        let solid = self.solid.as_ref().map(|solid| format!("3D, {}", solid.side));
        line.into_iter().chain(solid).collect::<Vec<_>>().join(" and ")
    }

    /// Reads a table from the text of its file.
    ///
    /// # Errors
    /// What is wrong, in words, with the number of the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::of_lines(text.lines().map(Ok))
    }

    /// Reads a table line by line, as a file gives them, so that none of it has to be kept.
    ///
    /// # Errors
    /// As of [`Cube::parse`], and the first error that `lines` gives.
    pub fn of_lines<L: AsRef<str>, E: From<String>>(
        lines: impl Iterator<Item = Result<L, E>>,
    ) -> Result<Self, E> {
        let mut reading = Reading::default();
        for line in lines {
            reading.at += 1;
            let line = line?;
            let line = line.as_ref().trim_start_matches('\u{feff}').trim();
            if !line.is_empty() && !line.starts_with('#') {
                reading.line(line).map_err(|why| format!("line {}: {why}", reading.at))?;
            }
        }
        Ok(reading.finish()?)
    }
}

/// What was read of a file.
#[derive(Default)]
struct Reading {
    /// The number of the line that is read, from 1.
    at: usize,
    /// The last lines that say a domain or a range, of each kind.
    domain_at: usize,
    range_at: [usize; 2],
    title: String,
    size_1d: Option<usize>,
    size_3d: Option<usize>,
    domain: [Option<[f32; 3]>; 2],
    range_1d: Option<[f32; 2]>,
    range_3d: Option<[f32; 2]>,
    rows: Vec<[f32; 3]>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
            return self.row(line);
        }
        if !self.rows.is_empty()
            && word.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
        {
            return Err(format!("`{word}` stands behind the first row of the table; it belongs before it"));
        }
        let once =
            |is_there: bool| if is_there { Err(format!("`{word}` stands there twice")) } else { Ok(()) };
        match word {
            "TITLE" => {
                self.title = rest.trim().trim_matches('"').chars().take(MOST_TITLE).collect();
                Ok(())
            }
            "LUT_1D_SIZE" => {
                once(self.size_1d.is_some())?;
                self.size_1d = Some(size(rest, MOST_1D)?);
                Ok(())
            }
            "LUT_3D_SIZE" => {
                once(self.size_3d.is_some())?;
                self.size_3d = Some(size(rest, MOST_3D)?);
                Ok(())
            }
            "DOMAIN_MIN" | "DOMAIN_MAX" => {
                let slot = &mut self.domain[usize::from(word == "DOMAIN_MAX")];
                once(slot.is_some())?;
                *slot = Some(numbers(rest)?);
                self.domain_at = self.at;
                Ok(())
            }
            "LUT_1D_INPUT_RANGE" | "LUT_3D_INPUT_RANGE" => {
                let of_solid = word == "LUT_3D_INPUT_RANGE";
                let slot = if of_solid { &mut self.range_3d } else { &mut self.range_1d };
                once(slot.is_some())?;
                *slot = Some(numbers(rest)?);
                self.range_at[usize::from(of_solid)] = self.at;
                Ok(())
            }
            _ => Err(format!("`{}` is no word of a .cube", word.chars().take(40).collect::<String>())),
        }
    }

    fn row(&mut self, line: &str) -> Result<(), String> {
        let most = self.rows_due();
        if most == 0 {
            return Err("a row of the table stands before LUT_1D_SIZE or LUT_3D_SIZE".into());
        }
        if self.rows.len() == most {
            return Err(format!("there are more rows than the {most} that its size says"));
        }
        self.rows.push(numbers(line)?);
        Ok(())
    }

    fn rows_due(&self) -> usize {
        self.size_1d.unwrap_or(0) + self.size_3d.map_or(0, |side| side * side * side)
    }

    fn finish(mut self) -> Result<Cube, String> {
        let due = self.rows_due();
        if due == 0 {
            return Err("it says neither LUT_1D_SIZE nor LUT_3D_SIZE".into());
        }
        if self.rows.len() < due {
            let (at, there) = (self.at, self.rows.len());
            return Err(format!("line {at}: it ends after {there} of the {due} rows that its size says"));
        }
        let tables = [self.size_1d.is_some(), self.size_3d.is_some()];
        let ranges = [self.range_1d.is_some(), self.range_3d.is_some()];
        if let Some(k) = (0..2).find(|&k| ranges[k] && !tables[k]) {
            let name = ["1D", "3D"][k];
            let at = self.range_at[k];
            return Err(format!("line {at}: LUT_{name}_INPUT_RANGE stands there without LUT_{name}_SIZE"));
        }
        let both = self.size_1d.is_some() && self.size_3d.is_some();
        let has_domain = self.domain.iter().any(Option::is_some);
        if has_domain && (both || self.range_1d.is_some() || self.range_3d.is_some()) {
            return Err(format!(
                "line {}: DOMAIN_MIN and DOMAIN_MAX stand beside a range or two tables: it is not said which of them holds",
                self.domain_at
            ));
        }
        let own = (self.domain[0].unwrap_or([0.0; 3]), self.domain[1].unwrap_or([1.0; 3]));
        let domain = |range: Option<[f32; 2]>| range.map_or(own, |[low, high]| ([low; 3], [high; 3]));
        let (of_line, of_solid) = (domain(self.range_1d), domain(self.range_3d));
        for ((low, high), range_at) in [of_line, of_solid].into_iter().zip(self.range_at) {
            if let Some(c) = (0..3).find(|&c| low[c] >= high[c]) {
                let at = if range_at > 0 { range_at } else { self.domain_at };
                return Err(format!("line {at}: its domain ends at {} and begins at {}", high[c], low[c]));
            }
        }
        let solid = self.rows.split_off(self.size_1d.unwrap_or(0));
        let line = self.size_1d.map(|_| Line {
            low: of_line.0,
            high: of_line.1,
            rows: std::mem::take(&mut self.rows),
        });
        let solid = self.size_3d.map(|side| Solid { low: of_solid.0, high: of_solid.1, side, rows: solid });
        Ok(Cube { title: self.title, line, solid })
    }
}

fn size(text: &str, most: usize) -> Result<usize, String> {
    let found = text.trim().parse::<usize>().ok().filter(|n| (2..=most).contains(n));
    found.ok_or_else(|| {
        format!("the size is `{}`: it must be 2 to {most}", text.trim().chars().take(40).collect::<String>())
    })
}

fn numbers<const N: usize>(text: &str) -> Result<[f32; N], String> {
    let mut words = text.split_whitespace();
    let mut out = [0.0; N];
    for slot in &mut out {
        let word = words.next().ok_or_else(|| format!("there must be {N} numbers"))?;
        *slot = word.parse().ok().filter(|v: &f32| v.abs() <= MOST).ok_or_else(|| {
            format!("`{}` is no number from -{MOST} to {MOST}", word.chars().take(40).collect::<String>())
        })?;
    }
    match words.next() {
        None => Ok(out),
        Some(_) => Err(format!("there must be {N} numbers, and there are more")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cube of `side` steps of a function.
    fn cube(side: usize, head: &str, of: impl Fn([f32; 3]) -> [f32; 3]) -> String {
        let at = |i: usize| i as f32 / (side - 1) as f32;
        let mut text = format!("{head}LUT_3D_SIZE {side}\n");
        for i in 0..side * side * side {
            let [r, g, b] = of([at(i % side), at(i / side % side), at(i / side / side)]);
            text += &format!("{r} {g} {b}\n");
        }
        text
    }

    fn near(a: [f32; 3], b: [f32; 3]) -> bool {
        a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
    }

    #[test]
    fn what_is_linear_is_exact_and_red_is_fastest() {
        // Tetrahedra keep whatever is linear, and a kink along the grey axis.
        let of = |[r, g, b]: [f32; 3]| [0.2 + 0.5 * r, g - 0.3 * b, 1.2 * b + 0.1 * r];
        let read = Cube::parse(&cube(5, "# a\r\nTITLE \"warm film\"\r\n\r\n", of)).unwrap();
        assert_eq!((read.title.as_str(), read.size().as_str()), ("warm film", "3D, 5"));
        for rgb in [[0.0; 3], [1.0; 3], [0.13, 0.77, 0.4], [0.9, 0.2, 0.6], [0.5, 0.5, 0.2]] {
            assert!(near(read.shown(rgb), of(rgb)), "{rgb:?}");
        }
        assert!(near(read.shown([-1.0, 2.0, f32::NAN]), of([0.0, 1.0, 0.0])));
        let brightest = |[r, g, b]: [f32; 3]| [r.max(g).max(b); 3];
        let kinked = Cube::parse(&cube(2, "", brightest)).unwrap();
        assert!(near(kinked.shown([0.3, 0.6, 0.1]), [0.6; 3]));
    }

    #[test]
    fn lines_domains_and_shapers_hold() {
        let line = "LUT_1D_SIZE 3\nDOMAIN_MIN -1 0 0\nDOMAIN_MAX 1 1 2\n0 0 0\n0.5 0.2 0.5\n1 1 1\n";
        let read = Cube::parse(line).unwrap();
        assert!(near(read.shown([0.0, 0.75, 2.0]), [0.5, 0.6, 1.0]));
        // As Resolve writes it: a shaper to 0..1, then the cube.
        let solid = cube(2, "", |rgb| rgb.map(|v| 1.0 - v));
        let shaper = format!(
            "LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 0 4\n{}",
            solid.replacen("LUT_3D_SIZE 2\n", "LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 1\n0 0 0\n1 1 1\n", 1)
        );
        let read = Cube::parse(&shaper).unwrap();
        assert_eq!(read.size(), "1D, 2 and 3D, 2");
        assert!(near(read.shown([1.0, 2.0, 4.0]), [0.75, 0.5, 0.0]));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let said = |text: &str| Cube::parse(text).unwrap_err();
        assert!(said("").contains("neither"));
        assert_eq!(said("LUT_3D_SIZE 1\n"), "line 1: the size is `1`: it must be 2 to 256");
        assert!(said("LUT_1D_SIZE 65537").contains("2 to 65536"));
        assert!(said("# x\nLUT_1D_SIZE 2\n0 0 nan\n").starts_with("line 3: `nan` is no number"));
        assert!(said("LUT_1D_SIZE 2\n0 0\n").starts_with("line 2: there must be 3 numbers"));
        assert!(said("LUT_1D_SIZE 2\n0 0 0 0\n").contains("there are more"));
        assert!(said("LUT_1D_SIZE 2\n0 0 0\n").contains("1 of the 2 rows"));
        assert!(said("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n1 1 1\n").starts_with("line 4: there are more rows"));
        assert!(said("0 0 0\n").contains("stands before"));
        assert!(said("LUT_1D_SIZE 2\nLUT_1D_SIZE 2\n").contains("twice"));
        assert!(
            said("LUT_1D_SIZE 2\n0 0 0\nDOMAIN_MIN 0 0 0\n")
                .starts_with("line 3: `DOMAIN_MIN` stands behind")
        );
        assert!(said("hello world\n").contains("`hello` is no word of a .cube"));
        let ends = "line 2: its domain ends at 1";
        assert!(said("LUT_1D_SIZE 2\nDOMAIN_MIN 1 1 1\n0 0 0\n1 1 1\n").starts_with(ends));
        assert!(said("LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 1 1\n0 0 0\n1 1 1\n").starts_with(ends));
        let both = said("LUT_1D_SIZE 2\nDOMAIN_MIN 0 0 0\nLUT_1D_INPUT_RANGE 0 1\n0 0 0\n1 1 1\n");
        assert!(both.starts_with("line 2: ") && both.contains("not said which"));
        // A range of a table that is not there is a damaged file, not a wish.
        assert!(
            said("LUT_1D_SIZE 2\nLUT_3D_INPUT_RANGE 0 1\n0 0 0\n1 1 1\n")
                .starts_with("line 2: LUT_3D_INPUT_RANGE stands there without LUT_3D_SIZE")
        );
    }
}
