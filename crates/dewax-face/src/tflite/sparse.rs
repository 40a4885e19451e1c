//! Sparse tensors: unfolds the stored non-zero numbers into a dense tensor.
//!
//! A tensor of `n` dimensions is stored as a tree with one level per dimension, and one more per blocked dimension,
//! in the order that `traversal_order` gives. A dense level has all its children; a compressed one lists, per parent,
//! a segment of child indices (as the columns of a compressed sparse row).

use super::BadModel;
use super::flatbuf::Table;

/// One level of the tree.
enum Level {
    Dense(usize),
    Compressed { segments: Vec<usize>, indices: Vec<usize> },
}

fn bad(found: impl Into<String>) -> BadModel {
    BadModel::new("sparsity".into(), found.into())
}

/// The dense numbers, row-major in `shape`, whose product the caller has capped.
pub(super) fn densify(sparsity: &Table<'_>, shape: &[usize], stored: &[f32]) -> Result<Vec<f32>, BadModel> {
    let order = places(&sparsity.i32s(0, 12)?)?;
    let blocked = places(&sparsity.i32s(1, 6)?)?;
    let levels = sparsity.tables(2, 12)?;
    if order.len() != shape.len() + blocked.len() || levels.len() != order.len() {
        return Err(bad(format!(
            "{} levels in an order of {} for {} dimensions, {} of them in blocks",
            levels.len(),
            order.len(),
            shape.len(),
            blocked.len()
        )));
    }
    let mut seen = vec![false; order.len()];
    for &place in &order {
        match seen.get_mut(place) {
            Some(seen) if !*seen => *seen = true,
            _ => return Err(bad(format!("the order {order:?} is no permutation"))),
        }
    }
    let total: usize = shape.iter().product();
    let levels = levels.iter().map(|table| read_level(table, total)).collect::<Result<Vec<_>, _>>()?;
    let strides = strides(shape, &order, &blocked, &levels)?;
    // Breadth first: the dense position of every node of one level, then of the next.
    let mut nodes = vec![0usize];
    for (level, stride) in levels.iter().zip(&strides) {
        nodes = match level {
            Level::Dense(size) => {
                if nodes.len().saturating_mul(*size) > total {
                    return Err(bad("its levels have more entries than its shape"));
                }
                nodes
                    .iter()
                    .flat_map(|node| (0..*size).map(move |i| node.saturating_add(i.saturating_mul(*stride))))
                    .collect()
            }
            Level::Compressed { segments, indices } => children(&nodes, segments, indices, *stride)?,
        };
    }
    if nodes.len() != stored.len() {
        return Err(bad(format!("it has {} entries, but {} numbers are stored", nodes.len(), stored.len())));
    }
    let mut dense = vec![0.0; total];
    for (node, number) in nodes.into_iter().zip(stored) {
        *dense.get_mut(node).ok_or_else(|| bad("an entry lies outside its shape"))? = *number;
    }
    Ok(dense)
}

fn places(numbers: &[i32]) -> Result<Vec<usize>, BadModel> {
    numbers.iter().map(|&n| usize::try_from(n).map_err(|_| bad(format!("{n} is no dimension")))).collect()
}

fn read_level(table: &Table<'_>, total: usize) -> Result<Level, BadModel> {
    match table.i8(0, 0)? {
        0 => {
            let size = table.i32(1, 0)?;
            let size = usize::try_from(size).ok().filter(|s| (1..=total).contains(s));
            Ok(Level::Dense(size.ok_or_else(|| bad("a dense level has no or too many entries"))?))
        }
        1 => Ok(Level::Compressed {
            segments: index_list(table, 2, total.saturating_add(1))?,
            indices: index_list(table, 4, total)?,
        }),
        other => Err(bad(format!("levels of format {other} are not supported"))),
    }
}

/// The list of indices whose type is in field `field` and whose table is in the next one.
fn index_list(table: &Table<'_>, field: usize, most: usize) -> Result<Vec<usize>, BadModel> {
    let list = table.table(field + 1)?.ok_or_else(|| bad("a compressed level has no list of indices"))?;
    match table.i8(field, 0)? {
        1 => places(&list.i32s(0, most)?),
        2 => {
            Ok(list.numbers::<2>(0, most)?.iter().map(|two| usize::from(u16::from_le_bytes(*two))).collect())
        }
        3 => Ok(list.numbers::<1>(0, most)?.iter().map(|[one]| usize::from(*one)).collect()),
        other => Err(bad(format!("indices of type {other} are not supported"))),
    }
}

/// How far apart, in the dense tensor, two neighbouring children of each level are.
fn strides(
    shape: &[usize],
    order: &[usize],
    blocked: &[usize],
    levels: &[Level],
) -> Result<Vec<usize>, BadModel> {
    let dense_stride = |dimension: usize| shape.iter().skip(dimension + 1).product::<usize>();
    // The size of the block that splits `dimension`, from the level that walks inside the block.
    let block_size = |dimension: usize| {
        let inner = blocked.iter().position(|&b| b == dimension)? + shape.len();
        let level = levels.get(order.iter().position(|&place| place == inner)?)?;
        if let Level::Dense(size) = level { Some(*size) } else { None }
    };
    order
        .iter()
        .map(|&place| match place.checked_sub(shape.len()) {
            None if blocked.contains(&place) => {
                let size = block_size(place).ok_or_else(|| bad("the inside of a block must be dense"))?;
                Ok(dense_stride(place).saturating_mul(size))
            }
            None => Ok(dense_stride(place)),
            Some(inner) => match blocked.get(inner) {
                Some(&dimension) if dimension < shape.len() => Ok(dense_stride(dimension)),
                _ => Err(bad(format!("the blocks {blocked:?} are no dimensions"))),
            },
        })
        .collect()
}

fn children(
    nodes: &[usize],
    segments: &[usize],
    indices: &[usize],
    stride: usize,
) -> Result<Vec<usize>, BadModel> {
    if segments.len() != nodes.len() + 1 {
        return Err(bad(format!("{} segments for {} parents", segments.len(), nodes.len())));
    }
    let mut all = Vec::with_capacity(indices.len());
    for (node, bounds) in nodes.iter().zip(segments.windows(2)) {
        let &[start, end] = bounds else { continue };
        // Each segment must begin where the last one ended, so no more children than indices can come out.
        let part = if start == all.len() { indices.get(start..end) } else { None };
        let part =
            part.ok_or_else(|| bad(format!("a segment from {start} to {end} of {}", indices.len())))?;
        all.extend(part.iter().map(|index| node.saturating_add(index.saturating_mul(stride))));
    }
    Ok(all)
}
