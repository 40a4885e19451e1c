//! Stocks: looks whose grain is laid on top of another look.

use super::{LOOKS, Look, RecipeError};
use crate::step::{AnyStep, Step};
use crate::steps::grain::Grain;

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
        let grain = stock.stack.step(Grain::NAME);
        if grain.is_none_or(AnyStep::is_neutral) {
            return Err(RecipeError::NoStock(stock.name.clone()));
        }
        self.stack.take_step(Grain::NAME, &stock.stack)?;
        if !self.mentioned.contains(&Grain::NAME) {
            self.mentioned.push(Grain::NAME);
        }
        Ok(())
    }
}
