//! Stocks: looks whose grain is laid on top of another look.

use super::{LOOKS, Look, RecipeError};
use crate::step::Entry;
use crate::steps::STEPS;

/// Names of the looks that are grain and nothing else.
pub fn stocks() -> Vec<&'static str> {
    LOOKS.iter().map(|l| l.0).filter(|name| name.starts_with("grain-")).collect()
}

impl Look {
    /// Takes over the grain of another look, and nothing else of it.
    ///
    /// # Errors
    /// When that look lays no grain.
    pub fn lay_stock(&mut self, stock: &Self) -> Result<(), RecipeError> {
        let lays = |e: &&Entry| stock.stack.step(e.name).is_some_and(|step| step.asks().noise_levels > 0.0);
        let laying: Vec<&Entry> = STEPS.iter().filter(lays).collect();
        if laying.is_empty() {
            return Err(RecipeError::NoStock(stock.name.clone()));
        }
        for entry in laying {
            self.stack.take_step(entry.name, &stock.stack)?;
            if !self.mentioned.contains(&entry.name) {
                self.mentioned.push(entry.name);
            }
        }
        Ok(())
    }
}
