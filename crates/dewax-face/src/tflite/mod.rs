//! Reads and runs TensorFlow Lite models: just the operations that the face models need, on `f32`.
//!
//! Files are not trusted: every offset, shape and size is checked in [`Model::read`], which also caps how much memory
//! and work a model may ask for. What [`Model::run`] computes is the same to the bit on every instruction level.
//!
//! Supported, each for one picture (batch 1): CONV_2D, DEPTHWISE_CONV_2D (one result per channel), AVERAGE_POOL_2D,
//! MAX_POOL_2D, FULLY_CONNECTED (of one list), MEAN over rows and columns, ADD and MUL (with an operand that repeats), RELU, RELU6, PRELU,
//! HARD_SWISH, LOGISTIC, PAD, CONCATENATION, RESIZE_BILINEAR, DEPTH_TO_SPACE, RESHAPE, STRIDED_SLICE (of everything),
//! DEQUANTIZE (of `f16` constants), DENSIFY; and the custom operations Landmarks2TransformMatrix, TransformLandmarks
//! and TransformTensorBilinear (version 2) and Convolution2DTransposeBias (windows that do not overlap).

mod build;
mod constant;
mod file;
mod flatbuf;
mod flexbuf;
mod fuse;
mod kernels;
mod op;
mod plan;
mod residual;
mod sparse;

use op::{Graph, Op};
use plan::{Plan, Scratch};
use std::sync::{Mutex, PoisonError};

/// A model that cannot be read or run: what was found, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this model cannot be used: {place}: {found}")]
pub struct BadModel {
    place: String,
    found: String,
}

impl BadModel {
    fn new(place: String, found: String) -> Self {
        BadModel { place, found }
    }

    /// The same, with the place that it lies in.
    fn inside(self, outer: String) -> Self {
        BadModel { place: format!("{outer}, {}", self.place), found: self.found }
    }
}

/// One result of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name in the file.
    pub name: String,
    /// Its dimensions, slowest first; their product is the number of values.
    pub shape: Vec<usize>,
}

/// A model with one input, ready to run. Threads may run it at once.
#[derive(Debug)]
pub struct Model {
    input_shape: Vec<usize>,
    outputs: Vec<Output>,
    subsets: Vec<Vec<u16>>,
    work: u64,
    plan: Plan,
    /// Memory of runs that have ended.
    pool: Mutex<Vec<Scratch>>,
}

impl Model {
    /// Reads a `.tflite` file. Nothing of `bytes` is kept.
    ///
    /// # Errors
    /// When the file is damaged, uses what is not supported, or asks for too much memory or work.
    pub fn read(bytes: &[u8]) -> Result<Model, BadModel> {
        Ok(Self::of_graph(build::graph(bytes)?))
    }

    /// The residual network that describes faces, of its list of weights (`-weights_manifest.json`, as TensorFlow.js writes it) and
    /// their bytes. Nothing of them is kept. Its input are [`dewax::face::CHIP_SAMPLES`] squared R'G'B' samples, 0..=1.
    ///
    /// # Errors
    /// When the list and the bytes are not those of such a network.
    pub fn read_residual(list: &[u8], weights: &[u8]) -> Result<Model, BadModel> {
        Ok(Self::of_graph(residual::graph(list, weights)?))
    }

    fn of_graph(mut graph: Graph) -> Model {
        let subsets = landmark_subsets(&graph);
        fuse::fuse(&mut graph);
        let plan = Plan::new(&graph);
        let outputs = graph.outputs.into_iter().map(|(_, name, shape)| Output { name, shape }).collect();
        let (input_shape, work) = (graph.input_shape, graph.work);
        Model { input_shape, outputs, subsets, work, plan, pool: Mutex::default() }
    }

    /// The input's dimensions; of a picture 1, rows, columns, channels.
    pub fn input_shape(&self) -> &[usize] {
        &self.input_shape
    }

    /// The results, in the model's order.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// Multiply-adds of one run, roughly.
    pub fn work(&self) -> u64 {
        self.work
    }

    /// Runs the model on one input, row by row with channels side by side. Gives the numbers of each output.
    ///
    /// # Errors
    /// When `input` has not as many numbers as [`Model::input_shape`] asks for.
    pub fn run(&self, input: &[f32]) -> Result<Vec<Vec<f32>>, BadModel> {
        let count: usize = self.input_shape.iter().product();
        if input.len() != count {
            let found = format!("{count} numbers are wanted, {} were given", input.len());
            return Err(BadModel::new("input".into(), found));
        }
        let pool = || self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let outputs = self.plan.run(input, &mut scratch);
        pool().push(scratch);
        Ok(outputs)
    }

    /// Reads and runs a model as the textbook has it: in `f64`, one operation after the other, nothing fused. To
    /// compare against.
    ///
    /// # Errors
    /// As [`Model::read`] and [`Model::run`].
    #[cfg(any(test, feature = "slow"))]
    pub fn run_slowly(bytes: &[u8], input: &[f32]) -> Result<Vec<Vec<f32>>, BadModel> {
        kernels::slow::run(bytes, input)
    }

    /// As [`Model::run_slowly`], of the network that [`Model::read_residual`] reads.
    ///
    /// # Errors
    /// As [`Model::read_residual`] and [`Model::run`].
    #[cfg(any(test, feature = "slow"))]
    pub fn run_residual_slowly(
        list: &[u8],
        weights: &[u8],
        input: &[f32],
    ) -> Result<Vec<Vec<f32>>, BadModel> {
        kernels::slow::run_graph(&residual::graph(list, weights)?, input)
    }

    /// The landmarks that each Landmarks2TransformMatrix operation looks closer at, in order: the refined points
    /// that come out belong to them. Empty for other models.
    pub fn landmark_subsets(&self) -> Vec<Vec<u16>> {
        self.subsets.clone()
    }
}

fn landmark_subsets(graph: &Graph) -> Vec<Vec<u16>> {
    let subset = |op: &Op| match op {
        // Landmark numbers were checked to be below 2^16.
        Op::CropMatrix(op) => Some(op.subset.iter().map(|i| *i as u16).collect()),
        _ => None,
    };
    graph.nodes.iter().filter_map(|node| subset(&node.op)).collect()
}
