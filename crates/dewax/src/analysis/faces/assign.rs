//! The cheapest way to pair rows with columns (H. W. Kuhn, "The Hungarian method for the assignment problem", 1955;
//! shortest augmenting paths with potentials, after Jonker and Volgenant, 1987).

/// For each row the column it is paired with, so that the sum of the costs is least; `None` where there are more rows
/// than columns or the cost is not below `limit`. All rows have the same length; costs must be finite.
pub(super) fn assign(costs: &[Vec<f32>], limit: f32) -> Vec<Option<usize>> {
    let rows = costs.len();
    let columns = costs.first().map_or(0, Vec::len);
    let side = rows.max(columns);
    if side == 0 {
        return vec![None; rows];
    }
    // A square table: what is missing costs nothing, pairs that are not allowed cost a lot.
    let cost = |row: usize, column: usize| -> f64 {
        match costs.get(row).and_then(|r| r.get(column)) {
            Some(&c) if c < limit => f64::from(c) - f64::from(limit),
            _ => 0.0,
        }
    };
    let mut of_row = vec![0.0f64; side];
    let mut of_column = vec![0.0f64; side];
    let mut row_of: Vec<Option<usize>> = vec![None; side];
    for start in 0..side {
        // A shortest path from the row `start` to a free column, over pairs that are made already.
        let mut least = vec![f64::INFINITY; side];
        let mut from: Vec<Option<usize>> = vec![None; side];
        let mut seen = vec![false; side];
        let (mut row, mut last) = (start, None);
        let free = loop {
            let mut next = (f64::INFINITY, 0);
            for column in (0..side).filter(|&c| !seen[c]) {
                let reduced = cost(row, column) - of_row[row] - of_column[column];
                if reduced < least[column] {
                    (least[column], from[column]) = (reduced, last);
                }
                if least[column] < next.0 {
                    next = (least[column], column);
                }
            }
            let (step, column) = next;
            of_row[start] += step;
            for c in 0..side {
                if seen[c] {
                    of_column[c] -= step;
                    if let Some(r) = row_of[c] {
                        of_row[r] += step;
                    }
                } else {
                    least[c] -= step;
                }
            }
            seen[column] = true;
            last = Some(column);
            match row_of[column] {
                Some(taken) => row = taken,
                None => break column,
            }
        };
        // Along the path every column takes the row of the one before it.
        let mut column = free;
        while let Some(before) = from[column] {
            row_of[column] = row_of[before];
            column = before;
        }
        row_of[column] = Some(start);
    }
    let mut pairs = vec![None; rows];
    for (column, row) in row_of.into_iter().enumerate() {
        if let Some(row) = row
            && costs.get(row).and_then(|r| r.get(column)).is_some_and(|&c| c < limit)
        {
            pairs[row] = Some(column);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::assign;

    /// Every way to pair, tried.
    fn best(costs: &[Vec<f32>], limit: f32, row: usize, taken: &mut Vec<usize>) -> f32 {
        if row == costs.len() {
            return 0.0;
        }
        let mut least = best(costs, limit, row + 1, taken);
        for column in 0..costs[row].len() {
            if !taken.contains(&column) && costs[row][column] < limit {
                taken.push(column);
                least = least.min(costs[row][column] - limit + best(costs, limit, row + 1, taken));
                taken.pop();
            }
        }
        least
    }

    #[test]
    fn as_cheap_as_trying_every_way() {
        let mut state = 7u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        };
        for (rows, columns) in [(0, 0), (1, 0), (1, 1), (2, 3), (3, 2), (4, 4), (5, 3), (5, 5)] {
            for _ in 0..40 {
                let costs: Vec<Vec<f32>> =
                    (0..rows).map(|_| (0..columns).map(|_| random()).collect()).collect();
                let pairs = assign(&costs, 0.8);
                let mut taken: Vec<usize> = pairs.iter().flatten().copied().collect();
                let sum: f32 =
                    pairs.iter().enumerate().filter_map(|(r, c)| c.map(|c| costs[r][c] - 0.8)).sum();
                let want = best(&costs, 0.8, 0, &mut Vec::new());
                assert!((sum - want).abs() < 1e-4, "{costs:?}: {sum} {want}");
                taken.sort_unstable();
                taken.dedup();
                assert_eq!(taken.len(), pairs.iter().flatten().count(), "a column twice");
            }
        }
    }
}
