//! What is printed: a line for each photograph and case, and the worst of each case.

use super::score::Score;

/// Rows by case.
#[derive(Default)]
pub(super) struct Table {
    cases: Vec<(&'static str, Vec<Score>, usize)>,
}

const HEAD: &str =
    "off px  most    agree  exact known  high   low  pores graft healed  back around out  lay s treat s";

impl Table {
    pub(super) fn head() {
        println!("{:<26} {:<20} {HEAD}", "photograph", "case");
    }

    /// Takes what was measured, and prints it.
    pub(super) fn put(&mut self, photograph: &str, case: &'static str, score: &Score) {
        println!("{photograph:<26} {case:<20} {}", line(score, if score.is_exact { "yes" } else { "no" }));
        self.of(case).1.push(*score);
    }

    /// Takes and prints why there is nothing to measure.
    pub(super) fn refused(&mut self, photograph: &str, case: &'static str, why: &str) {
        println!("{photograph:<26} {case:<20} {why}");
        self.of(case).2 += 1;
    }

    fn of(&mut self, case: &'static str) -> &mut (&'static str, Vec<Score>, usize) {
        let at = self.cases.iter().position(|(name, ..)| *name == case).unwrap_or_else(|| {
            self.cases.push((case, Vec::new(), 0));
            self.cases.len() - 1
        });
        &mut self.cases[at]
    }

    /// The worst of each case.
    pub(super) fn worst(&self) {
        println!("\n{:<26} {:<20} {HEAD}", "the worst of", "case");
        for (case, scores, refused) in &self.cases {
            let most = |pick: &dyn Fn(&Score) -> f64| scores.iter().map(pick).fold(f64::NAN, f64::max);
            let least = |pick: &dyn Fn(&Score) -> f64| scores.iter().map(pick).fold(f64::NAN, f64::min);
            // Of shares the one that is farthest from all of it.
            let farthest = |pick: &dyn Fn(&Score) -> f64| {
                let all = scores.iter().map(pick);
                all.fold(f64::NAN, |a, b| if (a - 1.0).abs() > (b - 1.0).abs() { a } else { b })
            };
            let worst = Score {
                off_px: [0, 1].map(|k| most(&|s| s.off_px[k])),
                agreement: least(&|s| s.agreement),
                is_exact: false,
                known: least(&|s| s.known),
                high_db: least(&|s| s.high_db),
                low_db: least(&|s| s.low_db),
                pores: [0, 1].map(|k| farthest(&|s| s.pores[k])),
                healed: most(&|s| s.healed),
                back: most(&|s| s.back),
                around: least(&|s| s.around),
                outside: most(&|s| s.outside),
                seconds: [0, 1].map(|k| most(&|s| s.seconds[k])),
            };
            let exact = format!("{}/{}", scores.iter().filter(|s| s.is_exact).count(), scores.len());
            let of = match refused {
                0 => format!("{}", scores.len()),
                n => format!("{}, {n} not", scores.len()),
            };
            println!("{of:<26} {case:<20} {}", line(&worst, &exact));
        }
    }
}

fn line(s: &Score, exact: &str) -> String {
    format!(
        "{:<7.3} {:<7.3} {:<6.3} {exact:<5} {:<6.2} {:<6.1} {:<4.1} {:<5.2} {:<5.2} {:<7} {:<5.3} {:<6.2} {:<4} {:<5.2} {:.2}",
        s.off_px[0],
        s.off_px[1],
        s.agreement,
        s.known,
        s.high_db,
        s.low_db,
        s.pores[0],
        s.pores[1],
        s.healed,
        s.back,
        s.around,
        s.outside,
        s.seconds[0],
        s.seconds[1],
    )
}
