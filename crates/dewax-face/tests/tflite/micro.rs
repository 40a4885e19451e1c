//! Small models, at least one per operation and one per way in which operations are fused.

use super::writer::{Field, Flex, Micro, Table, flex_map};

fn table(fields: &[(usize, i32)]) -> Table {
    Table(fields.iter().map(|(number, value)| (*number, Field::I32(*value))).collect())
}

/// Options of a convolution: padding (0 same, 1 valid), stride, activation (0 none, 1 RELU, 3 RELU6).
fn convolution(micro: &mut Micro, inputs: &[i32], out: &[i32], options: [i32; 3]) -> i32 {
    let [padding, stride, activation] = options;
    let output = micro.value(out);
    let options = table(&[(0, padding), (1, stride), (2, stride), (3, activation), (4, 1), (5, 1)]);
    micro.operation(3, 1, inputs, output, Some((1, options)));
    output
}

fn depthwise(micro: &mut Micro, inputs: &[i32], out: &[i32], options: [i32; 3]) -> i32 {
    let [padding, stride, activation] = options;
    let output = micro.value(out);
    let options = table(&[(0, padding), (1, stride), (2, stride), (3, 1), (4, activation), (5, 1), (6, 1)]);
    micro.operation(4, 1, inputs, output, Some((2, options)));
    output
}

fn simple(micro: &mut Micro, code: i32, inputs: &[i32], out: &[i32], options: Option<(i8, Table)>) -> i32 {
    let output = micro.value(out);
    micro.operation(code, 1, inputs, output, options);
    output
}

fn sum(micro: &mut Micro, inputs: &[i32], out: &[i32], activation: i32) -> i32 {
    simple(micro, 0, inputs, out, Some((11, table(&[(0, activation)]))))
}

/// A window of that size: the largest value (code 17) or the mean (code 1).
fn pool(micro: &mut Micro, code: i32, input: i32, out: &[i32], [padding, stride, size]: [i32; 3]) -> i32 {
    let options = table(&[(0, padding), (1, stride), (2, stride), (3, size), (4, size + 1), (5, 0)]);
    simple(micro, code, &[input], out, Some((5, options)))
}

fn pad(micro: &mut Micro, input: i32, pads: [i32; 8], out: &[i32]) -> i32 {
    let pads = micro.whole(&[4, 2], &pads);
    simple(micro, 34, &[input, pads], out, Some((22, Table::default())))
}

fn convolutions(all: &mut Vec<(&'static str, Vec<u8>)>) {
    // Windows of several sizes and strides; channels that fill panels, overlap in them, and do not fill one.
    for (name, from, out, size, options) in [
        ("conv_same", [7, 9, 3], [4, 5, 16], 3, [0, 2, 1]),
        ("conv_valid", [6, 13, 5], [4, 11, 20], 3, [1, 1, 0]),
        ("conv_point", [3, 5, 6], [3, 5, 33], 1, [0, 1, 3]),
        ("conv_even", [5, 4, 2], [5, 4, 9], 2, [0, 1, 0]),
        ("conv_wide", [6, 6, 3], [3, 3, 3], 5, [0, 2, 0]),
        ("conv_one", [2, 2, 7], [1, 1, 5], 2, [1, 2, 0]),
    ] {
        let mut micro = Micro::new(&[1, from[0], from[1], from[2]]);
        let weights = micro.constant(&[out[2], size, size, from[2]]);
        let bias = micro.constant(&[out[2]]);
        let out = convolution(&mut micro, &[0, weights, bias], &[1, out[0], out[1], out[2]], options);
        all.push((name, micro.finish(&[out])));
    }
    for (name, [height, width, channels], out, size, options) in [
        ("depthwise_same", [6, 11, 24], [3, 6], 5, [0, 2, 1]),
        ("depthwise_valid", [5, 12, 10], [3, 10], 3, [1, 1, 0]),
        ("depthwise_few", [7, 6, 3], [7, 6], 3, [0, 1, 3]),
        ("depthwise_tiny", [2, 2, 5], [2, 2], 3, [0, 1, 0]),
    ] {
        let mut micro = Micro::new(&[1, height, width, channels]);
        let weights = micro.halves(&[1, size, size, channels]);
        let bias = micro.halves(&[channels]);
        let out = depthwise(&mut micro, &[0, weights, bias], &[1, out[0], out[1], channels], options);
        all.push((name, micro.finish(&[out])));
    }
}

fn pools(all: &mut Vec<(&'static str, Vec<u8>)>) {
    for (name, code, out, options) in [
        ("max_same", 17, [3, 4], [0, 2, 3]),
        ("max_valid", 17, [2, 3], [1, 2, 2]),
        ("mean_same", 1, [5, 7], [0, 1, 2]),
        ("mean_valid", 1, [1, 2], [1, 3, 4]),
    ] {
        let mut micro = Micro::new(&[1, 5, 7, 6]);
        let out = pool(&mut micro, code, 0, &[1, out[0], out[1], 6], options);
        all.push((name, micro.finish(&[out])));
    }
    let mut micro = Micro::new(&[1, 6, 5, 9]);
    let axes = micro.whole(&[2], &[1, 2]);
    let out = simple(&mut micro, 40, &[0, axes], &[1, 1, 1, 9], Some((27, Table(vec![(0, Field::I8(1))]))));
    all.push(("mean", micro.finish(&[out])));
}

/// Lists: all of a picture's numbers, then what became of them.
fn lists(all: &mut Vec<(&'static str, Vec<u8>)>) {
    let mut micro = Micro::new(&[1, 1, 1, 37]);
    let connected = |micro: &mut Micro, input: i32, [from, to]: [i32; 2], activation: i8| {
        let (weights, bias) = (micro.constant(&[to, from]), micro.constant(&[to]));
        let options = Table(vec![(0, Field::I8(activation)), (1, Field::I8(0))]);
        simple(micro, 9, &[input, weights, bias], &[1, to], Some((8, options)))
    };
    let first = connected(&mut micro, 0, [37, 19], 1);
    let second = connected(&mut micro, first, [19, 3], 0);
    all.push(("connected", micro.finish(&[first, second])));
}

fn shapes(all: &mut Vec<(&'static str, Vec<u8>)>) {
    let mut micro = Micro::new(&[1, 3, 4, 5]);
    let out = pad(&mut micro, 0, [0, 0, 1, 2, 0, 1, 2, 1], &[1, 6, 5, 8]);
    all.push(("pad", micro.finish(&[out])));

    for (name, axis, out) in [("concat_rows", 1, [1, 4, 3, 4]), ("concat_channels", -1, [1, 2, 3, 8])] {
        let mut micro = Micro::new(&[1, 2, 3, 4]);
        let other = micro.constant(&[1, 2, 3, 4]);
        let options = Some((10, table(&[(0, axis), (1, 0)])));
        let out = simple(&mut micro, 2, &[0, other], &out, options);
        all.push((name, micro.finish(&[out])));
    }

    for (name, out, flags) in [
        ("resize_half_pixel", [6, 10], [0, 1]),
        ("resize_corners", [7, 3], [1, 0]),
        ("resize_plain", [2, 8], [0, 0]),
    ] {
        let mut micro = Micro::new(&[1, 3, 5, 4]);
        let size = micro.whole(&[2], &out);
        let options = Table(vec![(2, Field::I8(flags[0])), (3, Field::I8(flags[1]))]);
        let out = simple(&mut micro, 23, &[0, size], &[1, out[0], out[1], 4], Some((15, options)));
        all.push((name, micro.finish(&[out])));
    }

    let mut micro = Micro::new(&[1, 2, 3, 8]);
    let out = simple(&mut micro, 5, &[0], &[1, 4, 6, 2], Some((94, table(&[(0, 2)]))));
    let reshape = Table(vec![(0, Field::I32s(vec![1, 12, 4]))]);
    let flat = simple(&mut micro, 22, &[out], &[1, 12, 4], Some((17, reshape)));
    let (begin, end, step) =
        (micro.whole(&[3], &[0; 3]), micro.whole(&[3], &[1, 12, 4]), micro.whole(&[3], &[1; 3]));
    let whole = simple(&mut micro, 45, &[flat, begin, end, step], &[1, 12, 4], Some((32, Table::default())));
    all.push(("depth_to_space", micro.finish(&[whole, out])));
}

fn numbers(all: &mut Vec<(&'static str, Vec<u8>)>) {
    let shape = [1, 3, 4, 18];
    for (name, code, options) in [
        ("relu", 19, None),
        ("relu6", 21, None),
        ("logistic", 14, None),
        ("hard_swish", 117, Some((91, Table::default()))),
    ] {
        let mut micro = Micro::new(&shape);
        // Scaled, so that all bends are met.
        let eight = micro.constant_of(&[1], &[8.0]);
        let scaled = simple(&mut micro, 18, &[0, eight], &shape, Some((21, Table::default())));
        let out = simple(&mut micro, code, &[scaled], &shape, options);
        all.push((name, micro.finish(&[out])));
    }
    let mut micro = Micro::new(&shape);
    let slopes = micro.halves(&[1, 1, 18]);
    let out = simple(&mut micro, 54, &[0, slopes], &shape, None);
    all.push(("prelu", micro.finish(&[out])));

    let mut micro = Micro::new(&shape);
    let (all_of_it, channels) = (micro.constant(&shape), micro.constant(&[1, 1, 1, 18]));
    let a = sum(&mut micro, &[0, all_of_it], &shape, 1);
    let b = sum(&mut micro, &[channels, a], &shape, 0);
    let gated = simple(&mut micro, 18, &[b, channels], &shape, Some((21, Table::default())));
    all.push(("combine", micro.finish(&[gated, b])));
}

fn sparse(all: &mut Vec<(&'static str, Vec<u8>)>) {
    let index = |kind: i8, list: Field| [(2, Field::I8(kind)), (3, Field::Table(Table(vec![(0, list)])))];
    let dense = |size: i32| Table(vec![(0, Field::I8(0)), (1, Field::I32(size))]);
    // Four rows of 1 × 1 × 6: columns 0 2 | 5 | | 1 3 4.
    let [segments, indices] = [
        index(3, Field::Bytes(vec![0, 2, 3, 3, 6])),
        index(3, Field::Bytes(vec![0, 2, 5, 1, 3, 4])).map(|(number, field)| (number + 2, field)),
    ];
    let last = Table([vec![(0, Field::I8(1))], segments.to_vec(), indices.to_vec()].concat());
    let sparsity = Table(vec![
        (0, Field::I32s(vec![0, 1, 2, 3])),
        (2, Field::Tables(vec![dense(4), dense(1), dense(1), last])),
    ]);
    let mut micro = Micro::new(&[1, 2, 3, 6]);
    let weights = micro.sparse(&[4, 1, 1, 6], sparsity, &[0.5, -1.0, 0.25, 1.5, -0.75, 2.0]);
    let bias = micro.constant(&[4]);
    let out = convolution(&mut micro, &[0, weights, bias], &[1, 2, 3, 4], [0, 1, 0]);
    all.push(("sparse", micro.finish(&[out])));

    // Eight rows of 4 in blocks of 4 rows × 1: the first block row has column 1, the second columns 0 and 3.
    let segments = index(1, Field::I32s(vec![0, 1, 3]));
    let indices = index(2, Field::Shorts(vec![1, 0, 0, 0, 3, 0])).map(|(number, field)| (number + 2, field));
    let columns = Table([vec![(0, Field::I8(1))], segments.to_vec(), indices.to_vec()].concat());
    let sparsity = Table(vec![
        (0, Field::I32s(vec![0, 1, 2, 3, 4])),
        (1, Field::I32s(vec![0])),
        (2, Field::Tables(vec![dense(2), dense(1), dense(1), columns, dense(4)])),
    ]);
    let mut micro = Micro::new(&[1, 2, 2, 4]);
    let kept: Vec<f32> = (0..12).map(|i| i as f32 / 8.0 - 0.5).collect();
    let weights = micro.sparse(&[8, 1, 1, 4], sparsity, &kept);
    let bias = micro.constant(&[8]);
    let out = convolution(&mut micro, &[0, weights, bias], &[1, 2, 2, 8], [0, 1, 0]);
    all.push(("sparse_blocks", micro.finish(&[out])));
}

/// A residual block as the face models have it: everything in it can be fused.
fn fused(all: &mut Vec<(&'static str, Vec<u8>)>) {
    let mut micro = Micro::new(&[1, 8, 10, 6]);
    let (weights, bias) = (micro.constant(&[1, 3, 3, 6]), micro.constant(&[6]));
    let bordered = pad(&mut micro, 0, [0, 0, 1, 1, 1, 1, 0, 0], &[1, 10, 12, 6]);
    let deep = depthwise(&mut micro, &[bordered, weights, bias], &[1, 4, 5, 6], [1, 2, 0]);
    let (weights, bias) = (micro.constant(&[20, 1, 1, 6]), micro.constant(&[20]));
    let wide = convolution(&mut micro, &[deep, weights, bias], &[1, 4, 5, 20], [1, 1, 0]);
    let pooled = {
        let options = table(&[(0, 1), (1, 2), (2, 2), (3, 2), (4, 2), (5, 0)]);
        simple(&mut micro, 17, &[0], &[1, 4, 5, 6], Some((5, options)))
    };
    let padded = pad(&mut micro, pooled, [0, 0, 0, 0, 0, 0, 0, 14], &[1, 4, 5, 20]);
    let joined = sum(&mut micro, &[padded, wide], &[1, 4, 5, 20], 0);
    let slopes = micro.constant(&[1, 1, 20]);
    let bent = simple(&mut micro, 54, &[joined, slopes], &[1, 4, 5, 20], None);
    let (weights, bias) = (micro.constant(&[20, 1, 1, 20]), micro.constant(&[20]));
    let next = convolution(&mut micro, &[bent, weights, bias], &[1, 4, 5, 20], [0, 1, 0]);
    let again = sum(&mut micro, &[next, bent], &[1, 4, 5, 20], 1);
    // Read twice, so it must not be fused away.
    let twice = sum(&mut micro, &[again, again], &[1, 4, 5, 20], 0);
    all.push(("residual", micro.finish(&[twice, deep])));

    // Zeros around a convolution that finds more outside by itself, and one whose border is read by others too.
    let mut micro = Micro::new(&[1, 5, 6, 4]);
    let (weights, bias) = (micro.constant(&[7, 3, 3, 4]), micro.constant(&[7]));
    let bordered = pad(&mut micro, 0, [0, 0, 2, 0, 1, 3, 0, 0], &[1, 7, 10, 4]);
    let out = convolution(&mut micro, &[bordered, weights, bias], &[1, 4, 5, 7], [0, 2, 0]);
    let again = pad(&mut micro, 0, [0, 0, 1, 1, 1, 1, 0, 0], &[1, 7, 8, 4]);
    let other = convolution(&mut micro, &[again, weights, bias], &[1, 5, 6, 7], [1, 1, 0]);
    all.push(("borders", micro.finish(&[out, other, again])));
}

fn custom(all: &mut Vec<(&'static str, Vec<u8>)>) {
    let options = |target: f32| {
        flex_map(&[
            ("left_rotation_idx", Flex::Whole(2)),
            ("output_height", Flex::Whole(4)),
            ("output_width", Flex::Whole(6)),
            ("right_rotation_idx", Flex::Whole(7)),
            ("scale_x", Flex::Number(1.5)),
            ("scale_y", Flex::Number(1.25)),
            ("subset_idxs", Flex::List(vec![1, 3, 4, 9])),
            ("target_rotation_radians", Flex::Number(target)),
        ])
    };
    for (name, target) in [("crop_matrix", 0.0), ("crop_matrix_turned", 0.5)] {
        let mut micro = Micro::new(&[1, 10, 3]);
        let matrix = micro.value(&[1, 4, 4]);
        micro.custom("Landmarks2TransformMatrix", 2, &[0], matrix, options(target));
        let (points, moved) = (micro.constant(&[1, 5, 2]), micro.value(&[1, 5, 2]));
        micro.custom("TransformLandmarks", 2, &[points, matrix], moved, Vec::new());
        let (points, moved_3d) = (micro.constant(&[1, 4, 3]), micro.value(&[1, 4, 3]));
        micro.custom("TransformLandmarks", 2, &[points, matrix], moved_3d, Vec::new());
        all.push((name, micro.finish(&[matrix, moved, moved_3d])));
    }
    let mut micro = Micro::new(&[1, 5, 6, 3]);
    // Turned by a third of a right angle; parts of the result lie outside.
    let matrix = [0.875, -0.5, 0.0, 1.25, 0.5, 0.875, 0.0, -0.5, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let (matrix, out) = (micro.constant_of(&[1, 4, 4], &matrix), micro.value(&[1, 4, 7, 3]));
    let size = flex_map(&[("output_height", Flex::Whole(4)), ("output_width", Flex::Whole(7))]);
    micro.custom("TransformTensorBilinear", 2, &[0, matrix], out, size);
    all.push(("sample", micro.finish(&[out])));

    let mut micro = Micro::new(&[1, 3, 4, 5]);
    let (weights, bias) = (micro.constant(&[2, 2, 2, 5]), micro.constant(&[2]));
    let out = micro.value(&[1, 6, 8, 2]);
    let options = [1i32, 2, 2].iter().flat_map(|n| n.to_le_bytes()).collect();
    micro.custom("Convolution2DTransposeBias", 1, &[0, weights, bias], out, options);
    all.push(("transposed", micro.finish(&[out])));
}

/// All small models, by name.
pub(crate) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = Vec::new();
    convolutions(&mut all);
    pools(&mut all);
    lists(&mut all);
    shapes(&mut all);
    numbers(&mut all);
    sparse(&mut all);
    fused(&mut all);
    custom(&mut all);
    all
}
