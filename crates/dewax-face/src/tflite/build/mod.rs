//! Understands a file: turns its operations into a checked graph, and folds what is constant.

mod custom;
mod picture;
mod vector;

use super::BadModel;
use super::constant::Constants;
use super::file::{Code, File, Kind, MOST_NUMBERS, Operation, Tensor};
use super::op::{Activation, Graph, Image, Node, Op, Value};
use std::sync::Arc;

/// Most multiply-adds of one run, at worst some seconds of work; the largest face model has 0.12 · 10⁹.
const MOST_WORK: u64 = 2_000_000_000;
/// Most numbers of all computed values together, before they share memory; the largest face model has 9 million.
const MOST_COMPUTED: usize = 8 * MOST_NUMBERS;

/// The graph of a file.
pub(super) fn graph(bytes: &[u8]) -> Result<Graph, BadModel> {
    let file = File::read(bytes)?;
    let [input] = *file.inputs else {
        let found = format!("it has {} inputs, 1 is supported", file.inputs.len());
        return Err(BadModel::new("model".into(), found));
    };
    let (input, tensor) = file.tensor(input)?;
    if tensor.kind != Kind::F32 || !tensor.stored.is_empty() {
        return Err(BadModel::new("input".into(), format!("it should be f32, but is {:?}", tensor.kind)));
    }
    let mut builder = Builder {
        constants: Constants::new(),
        values: file.tensors.iter().map(|t| Value { count: t.count(), constant: None }).collect(),
        made: vec![false; file.tensors.len()],
        nodes: Vec::new(),
        numbers: tensor.count(),
        weights: 0,
        work: 0,
    };
    if let Some(made) = builder.made.get_mut(input) {
        *made = true;
    }
    for (i, operation) in file.operations.iter().enumerate() {
        let site = Site { file: &file, operation };
        builder.add(&site).map_err(|e| e.inside(format!("operation {i} ({:?})", operation.code)))?;
    }
    let mut outputs = Vec::new();
    for &output in &file.outputs {
        let (number, tensor) = file.tensor(output)?;
        builder.need(&file, number).map_err(|e| e.inside("outputs".into()))?;
        outputs.push((number, tensor.name.clone(), tensor.shape.clone()));
    }
    let given: usize = outputs.iter().map(|(_, _, shape)| shape.iter().product::<usize>()).sum();
    if outputs.is_empty() || given > MOST_NUMBERS {
        let found =
            format!("its {} outputs have {given} numbers, 1 to {MOST_NUMBERS} are supported", outputs.len());
        return Err(BadModel::new("model".into(), found));
    }
    Ok(Graph {
        values: builder.values,
        nodes: builder.nodes,
        input,
        input_shape: tensor.shape.clone(),
        outputs,
        work: builder.work,
    })
}

/// The graph so far.
struct Builder {
    constants: Constants,
    values: Vec<Value>,
    /// Which values the input or a node gives.
    made: Vec<bool>,
    nodes: Vec<Node>,
    /// Numbers of all computed values together, and of all weights: each operation packs its own copy.
    numbers: usize,
    weights: usize,
    work: u64,
}

impl Builder {
    /// Adds one operation of the file.
    fn add(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        if let Code::Builtin(code @ (6 | 124)) = site.operation.code {
            return self.fold(site, code);
        }
        if site.output()?.1.kind != Kind::F32 {
            return Err(site.bad("its result is not f32"));
        }
        match &site.operation.code {
            Code::Builtin(code) => match code {
                0 => self.combine(site, false),
                18 => self.combine(site, true),
                1 => self.pool(site, false),
                17 => self.pool(site, true),
                2 => self.concat(site),
                3 => self.convolve(site),
                4 => self.depthwise(site),
                5 => self.depth_to_space(site),
                9 => self.fully_connect(site),
                14 => self.activate(site, Activation::Logistic),
                19 => self.activate(site, Activation::Relu),
                21 => self.activate(site, Activation::Relu6),
                117 => self.activate(site, Activation::HardSwish),
                54 => self.prelu(site),
                22 => self.reshape(site),
                23 => self.resize(site),
                34 => self.pad(site),
                40 => self.mean(site),
                45 => self.slice(site),
                code => Err(site.bad(format!("operation code {code} is not supported"))),
            },
            Code::Custom { name, version } => match (name.as_str(), version) {
                ("Landmarks2TransformMatrix", 2) => self.crop_matrix(site),
                ("TransformTensorBilinear", 2) => self.sample(site),
                ("TransformLandmarks", 2) => self.move_points(site),
                ("Convolution2DTransposeBias", 1) => self.transposed(site),
                _ => Err(site.bad(format!("version {version} of `{name}` is not supported"))),
            },
        }
    }

    /// DEQUANTIZE (of f16) and DENSIFY of constants: done now.
    fn fold(&mut self, site: &Site<'_, '_>, code: i32) -> Result<(), BadModel> {
        let ((from, source), (to, result)) = (site.input(0)?, site.output()?);
        if source.count() != result.count() || self.made.get(to) != Some(&false) {
            return Err(site.bad("its result is not of its input's size, or is made twice"));
        }
        let numbers = if code == 124 {
            self.constants.densify(site.file, from)?
        } else {
            let numbers = self.constants.get(site.file, from)?;
            numbers.ok_or_else(|| site.bad("only constants can be dequantized"))?
        };
        self.constants.put(to, numbers);
        Ok(())
    }

    /// Checks that value `number` is there, constant or made.
    fn need(&mut self, file: &File<'_>, number: usize) -> Result<(), BadModel> {
        if self.made.get(number) == Some(&true) {
            return Ok(());
        }
        let bad = |found: &str| BadModel::new(format!("value {number}"), found.into());
        let constant =
            self.constants.get(file, number)?.ok_or_else(|| bad("it is read before it is made"))?;
        let value = self.values.get_mut(number).ok_or_else(|| bad("it is not there"))?;
        if constant.len() != value.count {
            return Err(bad("it is not of its shape's size"));
        }
        value.constant = Some(constant);
        Ok(())
    }

    /// Adds a node that makes the operation's output.
    fn push(&mut self, site: &Site<'_, '_>, op: Op, inputs: Vec<usize>, work: usize) -> Result<(), BadModel> {
        let output = site.output()?.0;
        self.push_to(site, op, inputs, output, work)
    }

    fn push_to(
        &mut self,
        site: &Site<'_, '_>,
        op: Op,
        inputs: Vec<usize>,
        output: usize,
        work: usize,
    ) -> Result<(), BadModel> {
        for &input in &inputs {
            self.need(site.file, input)?;
        }
        if self.constants.get(site.file, output)?.is_some() {
            return Err(site.bad("its result is a constant"));
        }
        match self.made.get_mut(output) {
            Some(made) if !*made => *made = true,
            _ => return Err(site.bad("its result is made twice")),
        }
        let count = self.values.get(output).map_or(0, |value| value.count);
        self.numbers = self.numbers.saturating_add(count);
        self.work = self.work.saturating_add(work.max(count) as u64);
        if self.numbers > MOST_COMPUTED || self.work > MOST_WORK {
            return Err(
                site.bad(format!("up to here {} numbers and {} multiply-adds", self.numbers, self.work))
            );
        }
        self.nodes.push(Node { op, inputs, output });
        Ok(())
    }

    /// A value that the file does not have, between two nodes of one operation.
    fn between(&mut self, count: usize) -> usize {
        self.values.push(Value { count, constant: None });
        self.made.push(false);
        self.values.len() - 1
    }

    /// The constant numbers of an operation's input, as many as `count`.
    fn constant(&mut self, site: &Site<'_, '_>, input: usize, count: usize) -> Result<Arc<[f32]>, BadModel> {
        let number = site.input(input)?.0;
        let numbers = self.constants.get(site.file, number)?;
        let numbers = numbers.ok_or_else(|| site.bad(format!("input {input} must be constant")))?;
        if numbers.len() != count {
            return Err(site.bad(format!("input {input} has {} numbers, not {count}", numbers.len())));
        }
        self.weights += count;
        if self.weights > MOST_NUMBERS {
            return Err(site.bad(format!("up to here {} weights", self.weights)));
        }
        Ok(numbers)
    }
}

/// One operation within its file.
struct Site<'f, 'a> {
    file: &'f File<'a>,
    operation: &'f Operation<'a>,
}

impl<'f, 'a> Site<'f, 'a> {
    fn bad(&self, found: impl Into<String>) -> BadModel {
        BadModel::new("options".into(), found.into())
    }

    /// Input number `i`: its number and tensor.
    fn input(&self, i: usize) -> Result<(usize, &'f Tensor<'a>), BadModel> {
        let number = self.operation.inputs.get(i).ok_or_else(|| self.bad(format!("input {i} is missing")))?;
        self.file.tensor(*number)
    }

    /// Whether input number `i` is given.
    fn has_input(&self, i: usize) -> bool {
        self.operation.inputs.get(i).is_some_and(|number| *number >= 0)
    }

    /// The only output.
    fn output(&self) -> Result<(usize, &'f Tensor<'a>), BadModel> {
        let [output] = *self.operation.outputs else { return Err(self.bad("one output is wanted")) };
        self.file.tensor(output)
    }

    /// Input 0 and the output as pictures.
    fn pictures(&self) -> Result<(usize, Image, Image), BadModel> {
        let (number, tensor) = self.input(0)?;
        Ok((number, self.picture(tensor)?, self.picture(self.output()?.1)?))
    }

    fn picture(&self, tensor: &Tensor<'_>) -> Result<Image, BadModel> {
        match *tensor.shape {
            [1, height, width, channels] => Ok(Image { height, width, channels }),
            ref shape => Err(self
                .bad(format!("one picture of shape [1, rows, columns, channels] is wanted, not {shape:?}"))),
        }
    }

    fn flag(&self, field: usize) -> Result<bool, BadModel> {
        self.operation.options.map_or(Ok(false), |table| table.bool(field))
    }

    fn number(&self, field: usize, default: i32) -> Result<i32, BadModel> {
        self.operation.options.map_or(Ok(default), |table| table.i32(field, default))
    }

    /// A size or a step: 1 or more.
    fn size(&self, field: usize, what: &str) -> Result<usize, BadModel> {
        let number = self.number(field, 0)?;
        let size = usize::try_from(number).ok().filter(|n| (1..=4096).contains(n));
        size.ok_or_else(|| self.bad(format!("{what} {number} is not from 1 to 4096")))
    }

    /// The activation that is part of the operation.
    fn activation(&self, field: usize) -> Result<Activation, BadModel> {
        match self.operation.options.map_or(Ok(0), |table| table.i8(field, 0))? {
            0 => Ok(Activation::None),
            1 => Ok(Activation::Relu),
            3 => Ok(Activation::Relu6),
            other => Err(self.bad(format!("activation {other} is not supported"))),
        }
    }

    /// Whether borders are padded so that the result is as large as the input (SAME), or not (VALID).
    fn same(&self) -> Result<bool, BadModel> {
        match self.operation.options.map_or(Ok(0), |table| table.i8(0, 0))? {
            0 => Ok(true),
            1 => Ok(false),
            other => Err(self.bad(format!("padding {other} is not supported"))),
        }
    }
}
