//! The network that describes faces (dlib's `dlib_face_recognition_resnet_model_v1`, a residual network of 29 convolutions, after He
//! et al. 2016), built from the list of weights that TensorFlow.js writes: names, shapes, and how bytes stand for numbers.
//!
//! Every convolution is followed by a scale and an offset per channel, which become part of it. A block is two convolutions of
//! 3 × 3 and the way past them; one whose name says `_down` halves the picture, and goes past by the mean of 2 × 2 samples, with
//! channels of zeros behind. Where the two ways differ in size by a row and a column, zeros make up for it. At the end stand the
//! mean over the picture and one matrix.

use super::BadModel;
use super::file::MOST_NUMBERS;
use super::op::{Activation, Combine, Convolution, Graph, Image, Node, Op, Pad, Pool, Value, Window};
use dewax::face::{CHIP_SAMPLES, DESCRIPTOR_NUMBERS};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Means of red, green and blue that dlib takes off its pictures of 0..=255, and what it divides by (`input_rgb_image`).
const MEAN: [f64; 3] = [122.782, 117.001, 104.298];
/// See [`MEAN`].
const SPAN: f64 = 256.0;
/// Most weights in all: the real network has 5 580 992 numbers.
const MOST_WEIGHTS: usize = 2 * MOST_NUMBERS;
/// Most multiply-adds of one run; the real network has 0.27 · 10⁹.
const MOST_WORK: u64 = 1_000_000_000;
/// The first block, before which the picture is made smaller.
const FIRST: &str = "conv32_down";

/// A group of the list.
#[derive(Deserialize)]
struct Group {
    weights: Vec<Entry>,
}

/// A tensor of the list.
#[derive(Deserialize)]
struct Entry {
    name: String,
    shape: Vec<usize>,
    dtype: String,
    quantization: Option<Quantization>,
}

/// How bytes stand for numbers: `byte · scale + min`.
#[derive(Deserialize)]
struct Quantization {
    dtype: String,
    scale: f64,
    min: f64,
}

/// Shape and numbers of each tensor, and names in the order of the list.
struct Weights {
    tensors: HashMap<String, (Vec<usize>, Vec<f64>)>,
    names: Vec<String>,
}

fn bad(place: &str, found: impl Into<String>) -> BadModel {
    BadModel::new(place.into(), found.into())
}

impl Weights {
    fn read(list: &[u8], mut bytes: &[u8]) -> Result<Self, BadModel> {
        let groups: Vec<Group> =
            serde_json::from_slice(list).map_err(|e| bad("list of weights", e.to_string()))?;
        let (mut tensors, mut names, mut all) = (HashMap::new(), Vec::new(), 0usize);
        for entry in groups.into_iter().flat_map(|group| group.weights) {
            let count = entry.shape.iter().try_fold(1usize, |n, size| n.checked_mul(*size));
            let count = count.filter(|n| *n <= MOST_WEIGHTS);
            let count = count.ok_or_else(|| bad(&entry.name, format!("{:?} is too large", entry.shape)))?;
            all += count;
            if all > MOST_WEIGHTS {
                return Err(bad(&entry.name, format!("up to here {all} weights")));
            }
            let size = if entry.quantization.is_some() { 1 } else { 4 };
            let Some((own, rest)) = bytes.split_at_checked(count * size) else {
                return Err(bad(&entry.name, "the weights end before it"));
            };
            bytes = rest;
            let numbers: Vec<f64> = match &entry.quantization {
                Some(q) if q.dtype == "uint8" => {
                    own.iter().map(|byte| f64::from(*byte) * q.scale + q.min).collect()
                }
                None if entry.dtype == "float32" => {
                    own.as_chunks::<4>().0.iter().map(|b| f64::from(f32::from_le_bytes(*b))).collect()
                }
                _ => return Err(bad(&entry.name, "its numbers are of a kind that is not supported")),
            };
            if !numbers.iter().all(|n| n.is_finite()) {
                return Err(bad(&entry.name, "it holds what is no number"));
            }
            names.push(entry.name.clone());
            tensors.insert(entry.name, (entry.shape, numbers));
        }
        if !bytes.is_empty() {
            return Err(bad("weights", format!("{} bytes are left over", bytes.len())));
        }
        Ok(Self { tensors, names })
    }

    fn get(&self, name: &str) -> Result<(&[usize], &[f64]), BadModel> {
        let found = self.tensors.get(name).ok_or_else(|| bad(name, "the list has no such weights"))?;
        Ok((&found.0, &found.1))
    }

    /// The numbers of a tensor with one entry per channel.
    fn line(&self, name: &str, channels: usize) -> Result<&[f64], BadModel> {
        let (shape, numbers) = self.get(name)?;
        let fits = shape == [channels];
        fits.then_some(numbers).ok_or_else(|| bad(name, format!("{shape:?} should be [{channels}]")))
    }
}

/// The graph so far. A value's picture is known by its number.
struct Builder<'a> {
    weights: &'a Weights,
    values: Vec<Value>,
    pictures: Vec<Image>,
    nodes: Vec<Node>,
    work: u64,
}

impl Builder<'_> {
    fn value(&mut self, picture: Image) -> usize {
        self.values.push(Value { count: picture.count(), constant: None });
        self.pictures.push(picture);
        self.values.len() - 1
    }

    fn push(&mut self, op: Op, inputs: Vec<usize>, to: Image, work: usize) -> Result<usize, BadModel> {
        self.work = self.work.saturating_add(work.max(to.count()) as u64);
        if self.work > MOST_WORK || to.count() > MOST_NUMBERS {
            return Err(bad("network", format!("up to here {} multiply-adds", self.work)));
        }
        let output = self.value(to);
        self.nodes.push(Node { op, inputs, output });
        Ok(output)
    }

    /// A convolution with its scale and offset; by steps of 1 as large as its input, else without a border.
    fn convolve(
        &mut self,
        input: usize,
        name: &str,
        stride: usize,
        activation: Activation,
    ) -> Result<usize, BadModel> {
        let from = self.pictures[input];
        let (shape, filters) = self.weights.get(&format!("{name}/conv/filters"))?;
        let &[rows, columns, depth, channels] = shape else {
            return Err(bad(name, format!("filters of shape {shape:?} are no windows")));
        };
        let border = if stride == 1 { rows / 2 } else { 0 };
        let room = [from.height, from.width].map(|across| (across + 2 * border).checked_sub(rows));
        let (Some(down), Some(across)) = (room[0], room[1]) else {
            return Err(bad(name, format!("a window of {rows} is too large for {from:?}")));
        };
        if rows != columns || rows == 0 || depth != from.channels || channels == 0 {
            return Err(bad(name, format!("filters of shape {shape:?} do not fit {from:?}")));
        }
        let line = |what: &str| self.weights.line(&format!("{name}/{what}"), channels);
        let (bias, scale, offset) = (line("conv/bias")?, line("scale/weights")?, line("scale/biases")?);
        let to = Image { height: down / stride + 1, width: across / stride + 1, channels };
        let run = rows * columns * depth;
        // Channels first: the list has them last.
        let weight = |i: usize| (filters[i % run * channels + i / run] * scale[i / run]) as f32;
        let weights: Arc<[f32]> = (0..run * channels).map(weight).collect();
        let bias = (0..channels).map(|c| (bias[c] * scale[c] + offset[c]) as f32).collect();
        let window = Window { size: [rows; 2], stride: [stride; 2], before: [border; 2] };
        let op = Convolution { from, to, window, weights, bias, residual: None, activation };
        self.push(Op::Convolve(op), vec![input], to, to.count().saturating_mul(run))
    }

    /// The largest or mean of windows that lie inside.
    fn pool(&mut self, input: usize, size: usize, stride: usize, largest: bool) -> Result<usize, BadModel> {
        let from = self.pictures[input];
        if from.height < size || from.width < size {
            return Err(bad("pool", format!("{from:?} is too small")));
        }
        let across = |n: usize| (n - size) / stride + 1;
        let to = Image { height: across(from.height), width: across(from.width), ..from };
        let window = Window { size: [size; 2], stride: [stride; 2], before: [0; 2] };
        let op = Pool { from, to, window, largest, activation: Activation::None };
        self.push(Op::Pool(op), vec![input], to, to.count() * size * size)
    }

    /// With zeros behind, as large as asked for.
    fn pad(&mut self, input: usize, to: Image) -> Result<usize, BadModel> {
        let from = self.pictures[input];
        if from == to {
            return Ok(input);
        }
        if from.height > to.height || from.width > to.width || from.channels > to.channels {
            return Err(bad("block", format!("its ways give {from:?} and {to:?}")));
        }
        self.push(Op::Pad(Pad { from, to, before: [0; 3] }), vec![input], to, 0)
    }

    fn block(&mut self, input: usize, name: &str) -> Result<usize, BadModel> {
        let is_down = name.contains("_down");
        let first =
            self.convolve(input, &format!("{name}/conv1"), 1 + usize::from(is_down), Activation::Relu)?;
        let main = self.convolve(first, &format!("{name}/conv2"), 1, Activation::None)?;
        let past = if is_down { self.pool(input, 2, 2, false)? } else { input };
        let (a, b) = (self.pictures[main], self.pictures[past]);
        let to = Image {
            height: a.height.max(b.height),
            width: a.width.max(b.width),
            channels: a.channels.max(b.channels),
        };
        let (main, past) = (self.pad(main, to)?, self.pad(past, to)?);
        let sum = Combine { multiply: false, activation: Activation::Relu };
        self.push(Op::Combine(sum), vec![main, past], to, 0)
    }

    /// A convolution of 1 × 1.
    fn each_sample(
        &mut self,
        input: usize,
        weights: Arc<[f32]>,
        bias: Arc<[f32]>,
    ) -> Result<usize, BadModel> {
        let from = self.pictures[input];
        let to = Image { channels: bias.len(), ..from };
        let window = Window { size: [1; 2], stride: [1; 2], before: [0; 2] };
        let work = weights.len().saturating_mul(from.height * from.width);
        let op =
            Convolution { from, to, window, weights, bias, residual: None, activation: Activation::None };
        self.push(Op::Convolve(op), vec![input], to, work)
    }
}

/// The graph of the network.
///
/// # Errors
/// When list and bytes are not of such a network.
pub(super) fn graph(list: &[u8], bytes: &[u8]) -> Result<Graph, BadModel> {
    let weights = Weights::read(list, bytes)?;
    let mut builder =
        Builder { weights: &weights, values: Vec::new(), pictures: Vec::new(), nodes: Vec::new(), work: 0 };
    let picture = Image { height: CHIP_SAMPLES, width: CHIP_SAMPLES, channels: 3 };
    let input = builder.value(picture);
    let diagonal = (0..9).map(|i| if i % 4 == 0 { (255.0 / SPAN) as f32 } else { 0.0 }).collect();
    let centred = builder.each_sample(input, diagonal, MEAN.map(|m| (-m / SPAN) as f32).into())?;
    let mut at = builder.convolve(centred, FIRST, 2, Activation::Relu)?;
    at = builder.pool(at, 3, 2, true)?;
    let blocks = weights.names.iter().filter_map(|name| name.strip_suffix("/conv1/conv/filters"));
    for name in blocks {
        at = builder.block(at, name)?;
    }
    let last = builder.pictures[at];
    if last.height != last.width {
        return Err(bad("network", format!("it ends with {last:?}")));
    }
    at = builder.pool(at, last.height, 1, false)?;
    let (shape, matrix) = weights.get("fc")?;
    if shape != [last.channels, DESCRIPTOR_NUMBERS] {
        return Err(bad(
            "fc",
            format!("{shape:?} does not lead from {last:?} to {DESCRIPTOR_NUMBERS} numbers"),
        ));
    }
    let across = |i: usize| matrix[i % last.channels * DESCRIPTOR_NUMBERS + i / last.channels] as f32;
    let matrix = (0..matrix.len()).map(across).collect();
    at = builder.each_sample(at, matrix, vec![0.0; DESCRIPTOR_NUMBERS].into())?;
    Ok(Graph {
        values: builder.values,
        nodes: builder.nodes,
        input,
        input_shape: vec![1, CHIP_SAMPLES, CHIP_SAMPLES, 3],
        outputs: vec![(at, "descriptor".into(), vec![1, DESCRIPTOR_NUMBERS])],
        work: builder.work,
    })
}
