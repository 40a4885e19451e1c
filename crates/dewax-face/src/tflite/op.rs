//! What a model is made of once it is understood: operations with checked shapes, and the values between them.

use std::sync::Arc;

/// Size of one picture of a batch of one, in the order in which its numbers lie (NHWC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Image {
    pub(super) height: usize,
    pub(super) width: usize,
    pub(super) channels: usize,
}

impl Image {
    /// How many numbers the picture has.
    pub(super) fn count(&self) -> usize {
        self.height * self.width * self.channels
    }
}

/// How a window walks over a picture: rows first, then columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) size: [usize; 2],
    pub(super) stride: [usize; 2],
    /// Rows above and columns left of the picture at which the first window starts. What lies outside, on any side,
    /// counts as zero in a convolution, and as absent in a pool.
    pub(super) before: [usize; 2],
}

/// What is done to each number last.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Activation {
    None,
    /// max(x, 0)
    Relu,
    /// min(max(x, 0), 6)
    Relu6,
    /// x · min(max(x + 3, 0), 6) / 6
    HardSwish,
    /// 1 / (1 + e^−x)
    Logistic,
    /// x where positive, else x times the channel's slope.
    Prelu(Arc<[f32]>),
}

/// A convolution. `weights` are channels out × rows × columns × channels in, or rows × columns × channels for a
/// depthwise one. Computes activation(bias + Σ window · weights + residual).
#[derive(Clone, Debug)]
pub(super) struct Convolution {
    pub(super) from: Image,
    pub(super) to: Image,
    pub(super) window: Window,
    pub(super) weights: Arc<[f32]>,
    pub(super) bias: Arc<[f32]>,
    /// Channels of the second input, which is added to the first channels of the result.
    pub(super) residual: Option<usize>,
    pub(super) activation: Activation,
}

/// The largest or the mean value under a window.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) from: Image,
    pub(super) to: Image,
    pub(super) window: Window,
    pub(super) largest: bool,
    pub(super) activation: Activation,
}

/// The sum or the product of two inputs, the second of which repeats until it is as long as the first.
#[derive(Clone, Debug)]
pub(super) struct Combine {
    pub(super) multiply: bool,
    pub(super) activation: Activation,
}

/// A picture with zeros around it: rows above, columns left of it and channels before it. `to` says how many behind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pad {
    pub(super) from: Image,
    pub(super) to: Image,
    pub(super) before: [usize; 3],
}

/// Bilinear scaling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resize {
    pub(super) from: Image,
    pub(super) to: Image,
    /// Corner samples fall on corner samples.
    pub(super) align_corners: bool,
    /// Samples lie in the middle of their squares.
    pub(super) half_pixel: bool,
}

/// Finds the turned box around some landmarks: the 4 × 4 matrix that maps a `width` × `height` picture onto it.
#[derive(Clone, Debug)]
pub(super) struct CropMatrix {
    /// The landmarks between which the box is level.
    pub(super) left: usize,
    pub(super) right: usize,
    /// The landmarks that the box holds.
    pub(super) subset: Vec<usize>,
    /// The box is that many times as wide and as high as the landmarks' extent.
    pub(super) scale: [f64; 2],
    pub(super) width: usize,
    pub(super) height: usize,
    /// The angle at which the line from left to right lies in the box, degrees.
    pub(super) target_degrees: f64,
}

/// Samples a picture (input 0) along a 4 × 4 matrix (input 1), which maps the middles of squares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub(super) from: Image,
    pub(super) to: Image,
}

#[derive(Clone, Debug)]
pub(super) enum Op {
    /// The same numbers in another shape.
    Copy,
    Convolve(Convolution),
    Depthwise(Convolution),
    Pool(Pool),
    Combine(Combine),
    /// `1` is the number of channels.
    Activate(Activation, usize),
    Pad(Pad),
    /// Inputs side by side: in turn as many numbers of each as given here.
    Concat(Vec<usize>),
    Resize(Resize),
    /// Takes `block`² channels of each sample apart into `block` × `block` samples; the picture is the result's.
    DepthToSpace {
        to: Image,
        block: usize,
    },
    CropMatrix(CropMatrix),
    Sample(Sample),
    /// Moves points of so many coordinates (input 0; the first two change) by a 4 × 4 matrix (input 1).
    MovePoints(usize),
}

/// One operation in its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) op: Op,
    /// Numbers of values.
    pub(super) inputs: Vec<usize>,
    pub(super) output: usize,
}

/// What is known of a value before the model runs.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// How many numbers.
    pub(super) count: usize,
    /// Its numbers, if they are always the same.
    pub(super) constant: Option<Arc<[f32]>>,
}

/// A checked model: every node reads what the input, a constant or an earlier node gives, in the right sizes.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub(super) values: Vec<Value>,
    pub(super) nodes: Vec<Node>,
    pub(super) input: usize,
    pub(super) input_shape: Vec<usize>,
    /// Number, name and shape.
    pub(super) outputs: Vec<(usize, String, Vec<usize>)>,
    /// Multiply-adds of one run, roughly.
    pub(super) work: u64,
}
