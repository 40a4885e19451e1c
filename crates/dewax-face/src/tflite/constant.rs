//! Numbers that are stored in the file: `f32`, `f16` and `i32`, dense or sparse.

use super::BadModel;
use super::file::{File, Kind, MOST_NUMBERS, Tensor};
use super::sparse;
use std::collections::HashMap;
use std::sync::Arc;

/// The constants of a file, decoded when they are first asked for.
pub(super) struct Constants {
    known: HashMap<usize, Arc<[f32]>>,
    /// How many more numbers may be decoded.
    budget: usize,
}

impl Constants {
    pub(super) fn new() -> Self {
        Constants { known: HashMap::new(), budget: MOST_NUMBERS }
    }

    /// The numbers of tensor `number`, if they are constant.
    pub(super) fn get(&mut self, file: &File<'_>, number: usize) -> Result<Option<Arc<[f32]>>, BadModel> {
        if let Some(known) = self.known.get(&number) {
            return Ok(Some(known.clone()));
        }
        let Some(tensor) = file.tensors.get(number).filter(|t| !t.stored.is_empty()) else { return Ok(None) };
        let inside = |e: BadModel| e.inside(format!("tensor {number}"));
        self.spend(tensor.count()).map_err(inside)?;
        let numbers = decode(tensor, tensor.count()).map_err(inside)?;
        self.put(number, numbers.into());
        Ok(self.known.get(&number).cloned())
    }

    /// Makes `number` a constant: the folded result of an operation.
    pub(super) fn put(&mut self, number: usize, numbers: Arc<[f32]>) {
        self.known.insert(number, numbers);
    }

    /// The dense numbers of sparse tensor `number`.
    pub(super) fn densify(&mut self, file: &File<'_>, number: usize) -> Result<Arc<[f32]>, BadModel> {
        let bad = |found: &str| BadModel::new(format!("tensor {number}"), found.into());
        let tensor = file.tensors.get(number).ok_or_else(|| bad("it is not there"))?;
        let sparsity = tensor.sparsity.ok_or_else(|| bad("it is not sparse"))?;
        self.spend(tensor.count())?;
        let stored = tensor.stored.len() / if tensor.kind == Kind::F16 { 2 } else { 4 };
        let numbers = decode(tensor, stored)?;
        let dense = sparse::densify(&sparsity, &tensor.shape, &numbers);
        dense.map(Arc::from).map_err(|e| e.inside(format!("tensor {number}")))
    }

    fn spend(&mut self, count: usize) -> Result<(), BadModel> {
        self.budget = self.budget.checked_sub(count).ok_or_else(|| {
            BadModel::new("constants".into(), format!("they have more than {MOST_NUMBERS} numbers in all"))
        })?;
        Ok(())
    }
}

/// The first `count` stored numbers of a tensor.
fn decode(tensor: &Tensor<'_>, count: usize) -> Result<Vec<f32>, BadModel> {
    let size = match tensor.kind {
        Kind::F32 => 4,
        Kind::F16 => 2,
        other => {
            return Err(BadModel::new("numbers".into(), format!("f32 or f16 are wanted, not {other:?}")));
        }
    };
    if tensor.stored.len() != count * size {
        let found = format!("{count} numbers are wanted, {} bytes are stored", tensor.stored.len());
        return Err(BadModel::new("numbers".into(), found));
    }
    Ok(if size == 4 {
        tensor.stored.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
    } else {
        tensor.stored.as_chunks::<2>().0.iter().map(|two| from_half(u16::from_le_bytes(*two))).collect()
    })
}

/// A few whole numbers that tell an operation what to do: an axis, a size.
pub(super) fn whole_numbers(tensor: &Tensor<'_>, most: usize) -> Result<Vec<i32>, BadModel> {
    let numbers = tensor.stored.as_chunks::<4>().0;
    if tensor.kind != Kind::I32
        || numbers.is_empty()
        || numbers.len() > most
        || numbers.len() != tensor.count()
    {
        let found = format!(
            "a constant of at most {most} i32 is wanted, it has {:?} {:?}",
            tensor.kind, tensor.shape
        );
        return Err(BadModel::new("operand".into(), found));
    }
    Ok(numbers.iter().map(|four| i32::from_le_bytes(*four)).collect())
}

/// IEEE 754 half precision, exactly.
pub(super) fn from_half(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let (exponent, mantissa) = (u32::from(half >> 10) & 31, u32::from(half) & 0x3ff);
    let magnitude = match (exponent, mantissa) {
        (31, m) => 0x7f80_0000 | m << 13,
        // Subnormal: the mantissa counts steps of 2^-24.
        (0, m) => (m as f32 / 16_777_216.0).to_bits(),
        // The exponents' biases differ by 127 − 15.
        (e, m) => (e + 112) << 23 | m << 13,
    };
    f32::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests {
    use super::from_half;

    #[test]
    fn halves_are_exact() {
        for (half, want) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0400, 6.103_515_6e-5),
            (0x0001, 5.960_464_5e-8),
            (0x03ff, 6.097_555e-5),
            (0x3555, 0.333_251_95),
            (0x7c00, f32::INFINITY),
        ] {
            assert_eq!(from_half(half), want, "{half:#06x}");
        }
        assert!(from_half(0x7e00).is_nan());
        assert_eq!(from_half(0x8000).to_bits(), (-0.0f32).to_bits());
    }
}
