//! The textbook version: each operation as its definition reads, in `f64`, one node after the other.

use crate::tflite::BadModel;
use crate::tflite::build;
use crate::tflite::op::{
    Activation, Convolution, CropMatrix, Graph, Image, Node, Op, Pad, Pool, Resize, Sample, Window,
};

/// Reads a model and runs it without fusing anything.
///
/// # Errors
/// As [`crate::tflite::Model::read`] and [`crate::tflite::Model::run`].
pub(crate) fn run(bytes: &[u8], input: &[f32]) -> Result<Vec<Vec<f32>>, BadModel> {
    run_graph(&build::graph(bytes)?, input)
}

/// Runs a graph without fusing anything.
///
/// # Errors
/// As [`crate::tflite::Model::run`].
pub(crate) fn run_graph(graph: &Graph, input: &[f32]) -> Result<Vec<Vec<f32>>, BadModel> {
    if graph.values[graph.input].count != input.len() {
        return Err(BadModel::new("input".into(), format!("{} numbers were given", input.len())));
    }
    let wide = |numbers: &[f32]| numbers.iter().map(|n| f64::from(*n)).collect::<Vec<f64>>();
    let mut values: Vec<Vec<f64>> =
        graph.values.iter().map(|value| value.constant.as_deref().map(wide).unwrap_or_default()).collect();
    values[graph.input] = wide(input);
    for Node { op, inputs, output } in &graph.nodes {
        let inputs: Vec<&[f64]> = inputs.iter().map(|input| values[*input].as_slice()).collect();
        values[*output] = node(op, &inputs, graph.values[*output].count);
    }
    let narrow = |numbers: &[f64]| numbers.iter().map(|n| *n as f32).collect();
    Ok(graph.outputs.iter().map(|(output, _, _)| narrow(&values[*output])).collect())
}

fn node(op: &Op, inputs: &[&[f64]], count: usize) -> Vec<f64> {
    let first = inputs[0];
    match op {
        Op::Copy => first.to_vec(),
        Op::Convolve(op) => convolve(op, inputs, false),
        Op::Depthwise(op) => convolve(op, inputs, true),
        Op::Pool(op) => pool(op, first),
        Op::Combine(op) => (0..count)
            .map(|i| (first[i], inputs[1][i % inputs[1].len()]))
            .map(|(a, b)| activate(&op.activation, 0, if op.multiply { a * b } else { a + b }))
            .collect(),
        Op::Activate(activation, channels) => {
            first.iter().enumerate().map(|(i, x)| activate(activation, i % channels, *x)).collect()
        }
        Op::Pad(op) => pad(op, first),
        Op::Concat(runs) => {
            let total: usize = runs.iter().sum();
            (0..count)
                .map(|i| {
                    let (row, mut within, mut input) = (i / total, i % total, 0);
                    while within >= runs[input] {
                        within -= runs[input];
                        input += 1;
                    }
                    inputs[input][row * runs[input] + within]
                })
                .collect()
        }
        Op::Resize(op) => resize(op, first),
        Op::DepthToSpace { to, block } => image(*to, |y, x, c| {
            let inner = (y % block * block + x % block) * to.channels + c;
            first[(y / block * (to.width / block) + x / block) * to.channels * block * block + inner]
        }),
        Op::CropMatrix(op) => crop_matrix(op, first),
        Op::Sample(op) => sample(op, first, inputs[1]),
        Op::MovePoints(coordinates) => (0..count)
            .map(|i| {
                let (point, m) = (&first[i - i % coordinates..], inputs[1]);
                match i % coordinates {
                    row @ 0..=1 => m[4 * row] * point[0] + m[4 * row + 1] * point[1] + m[4 * row + 3],
                    _ => first[i],
                }
            })
            .collect(),
    }
}

/// All numbers of a picture from their row, column and channel.
fn image(size: Image, number: impl Fn(usize, usize, usize) -> f64) -> Vec<f64> {
    let Image { width, channels, .. } = size;
    (0..size.count()).map(|i| number(i / channels / width, i / channels % width, i % channels)).collect()
}

fn activate(activation: &Activation, channel: usize, x: f64) -> f64 {
    match activation {
        Activation::None => x,
        Activation::Relu => x.max(0.0),
        Activation::Relu6 => x.clamp(0.0, 6.0),
        Activation::HardSwish => x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
        Activation::Logistic => 1.0 / (1.0 + (-x).exp()),
        Activation::Prelu(slopes) => x.max(0.0) + x.min(0.0) * f64::from(slopes[channel]),
    }
}

/// The samples under a window that lie inside, with their row and column of the window.
fn under(window: Window, from: Image, y: usize, x: usize) -> Vec<(usize, usize, usize)> {
    let mut places = Vec::new();
    for r in 0..window.size[0] {
        for c in 0..window.size[1] {
            let row =
                (y * window.stride[0] + r).checked_sub(window.before[0]).filter(|row| *row < from.height);
            let column = (x * window.stride[1] + c).checked_sub(window.before[1]).filter(|c| *c < from.width);
            if let (Some(row), Some(column)) = (row, column) {
                places.push((r, c, (row * from.width + column) * from.channels));
            }
        }
    }
    places
}

fn convolve(op: &Convolution, inputs: &[&[f64]], depthwise: bool) -> Vec<f64> {
    let columns = op.window.size[1];
    let area = op.window.size[0] * columns;
    image(op.to, |y, x, channel| {
        let mut sum = f64::from(op.bias[channel]);
        for (r, c, at) in under(op.window, op.from, y, x) {
            if depthwise {
                let weight = op.weights[(r * columns + c) * op.to.channels + channel];
                sum += inputs[0][at + channel] * f64::from(weight);
                continue;
            }
            for k in 0..op.from.channels {
                let weight = op.weights[(channel * area + r * columns + c) * op.from.channels + k];
                sum += inputs[0][at + k] * f64::from(weight);
            }
        }
        if let Some(channels) = op.residual.filter(|channels| channel < *channels) {
            sum += inputs[1][(y * op.to.width + x) * channels + channel];
        }
        activate(&op.activation, channel, sum)
    })
}

fn pool(op: &Pool, input: &[f64]) -> Vec<f64> {
    image(op.to, |y, x, channel| {
        let numbers = under(op.window, op.from, y, x).into_iter().map(|(_, _, at)| input[at + channel]);
        let count = numbers.len() as f64;
        let pooled = if op.largest { numbers.fold(f64::MIN, f64::max) } else { numbers.sum::<f64>() / count };
        activate(&op.activation, channel, pooled)
    })
}

fn pad(op: &Pad, input: &[f64]) -> Vec<f64> {
    let inside = |at: usize, before: usize, size: usize| at.checked_sub(before).filter(|at| *at < size);
    image(op.to, |y, x, channel| {
        let y = inside(y, op.before[0], op.from.height);
        let x = inside(x, op.before[1], op.from.width);
        let channel = inside(channel, op.before[2], op.from.channels);
        match (y, x, channel) {
            (Some(y), Some(x), Some(c)) => input[(y * op.from.width + x) * op.from.channels + c],
            _ => 0.0,
        }
    })
}

/// `input` between its samples; the place must lie inside.
fn between(input: &[f64], size: Image, y: f64, x: f64, channel: usize) -> f64 {
    let near = |at: f64, size: usize| at as usize..(at as usize + 2).min(size);
    let mut sum = 0.0;
    for row in near(y, size.height) {
        for column in near(x, size.width) {
            let weight = (1.0 - (y - row as f64).abs()).max(0.0) * (1.0 - (x - column as f64).abs()).max(0.0);
            sum += weight * input[(row * size.width + column) * size.channels + channel];
        }
    }
    sum
}

fn resize(op: &Resize, input: &[f64]) -> Vec<f64> {
    let place = |at: usize, from: usize, to: usize| {
        let (at, last) = (at as f64, from as f64 - 1.0);
        let scale =
            if op.align_corners && to > 1 { last / (to as f64 - 1.0) } else { from as f64 / to as f64 };
        let place = if op.half_pixel { (at + 0.5) * scale - 0.5 } else { at * scale };
        place.clamp(0.0, last)
    };
    image(op.to, |y, x, channel| {
        let (y, x) = (place(y, op.from.height, op.to.height), place(x, op.from.width, op.to.width));
        between(input, op.from, y, x, channel)
    })
}

/// A product of 3 × 3 matrices.
fn times(a: [[f64; 3]; 3], b: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

/// Shift to the box's middle · turn · scale · shift of the picture's middle to the origin.
fn crop_matrix(op: &CropMatrix, landmarks: &[f64]) -> Vec<f64> {
    let point = |i: usize| (landmarks[3 * i], landmarks[3 * i + 1]);
    let shift = |x: f64, y: f64| [[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]];
    let turn = |a: f64| [[a.cos(), -a.sin(), 0.0], [a.sin(), a.cos(), 0.0], [0.0, 0.0, 1.0]];
    let (left, right) = (point(op.left), point(op.right));
    let angle = op.target_degrees.to_radians() - (right.1 - left.1).atan2(right.0 - left.0);
    let turned = op.subset.iter().map(|i| {
        let (x, y) = point(*i);
        (x * angle.cos() - y * angle.sin(), x * angle.sin() + y * angle.cos())
    });
    let (xs, ys): (Vec<f64>, Vec<f64>) = turned.unzip();
    let low = |n: &[f64]| n.iter().copied().fold(f64::MAX, f64::min);
    let high = |n: &[f64]| n.iter().copied().fold(f64::MIN, f64::max);
    let (width, height) = (op.width as f64, op.height as f64);
    let scale_x = op.scale[0] * (high(&xs) - low(&xs)) / width;
    let scale_y = op.scale[1] * (high(&ys) - low(&ys)) / height;
    let scale = [[scale_x, 0.0, 0.0], [0.0, scale_y, 0.0], [0.0, 0.0, 1.0]];
    let middle = shift((low(&xs) + high(&xs)) / 2.0, (low(&ys) + high(&ys)) / 2.0);
    let [a, b, _] = times(times(turn(-angle), middle), times(scale, shift(-width / 2.0, -height / 2.0)));
    vec![a[0], a[1], 0.0, a[2], b[0], b[1], 0.0, b[2], 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]
}

fn sample(op: &Sample, input: &[f64], m: &[f64]) -> Vec<f64> {
    image(op.to, |y, x, channel| {
        // Middles of squares, there and back.
        let (to_x, to_y) = (x as f64 + 0.5, y as f64 + 0.5);
        let x = m[0] * to_x + m[1] * to_y + m[3] - 0.5;
        let y = m[4] * to_x + m[5] * to_y + m[7] - 0.5;
        let inside =
            x >= 0.0 && y >= 0.0 && x <= op.from.width as f64 - 1.0 && y <= op.from.height as f64 - 1.0;
        if inside { between(input, op.from, y, x, channel) } else { 0.0 }
    })
}
