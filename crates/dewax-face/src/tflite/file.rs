//! The parts of a TensorFlow Lite file that are used: tensors, operations and their buffers, by the public schema's
//! field numbers.

use super::BadModel;
use super::flatbuf::Table;

/// Most operations of a model; the largest face model has 712.
const MOST_OPERATIONS: usize = 4096;
/// Most tensors and buffers of a model; the largest face model has 1096.
const MOST_TENSORS: usize = 8192;
/// Most inputs of one operation and most outputs of a model.
const MOST_INPUTS: usize = 64;
/// Most dimensions of a tensor, and most of one dimension.
const MOST_DIMENSIONS: usize = 6;
const MOST_ACROSS: usize = 1 << 20;
/// Most numbers in one tensor, and in all constants together: 16 MB of `f32`. The largest face model has a million.
pub(super) const MOST_NUMBERS: usize = 1 << 22;

/// The type of a tensor's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    F32,
    F16,
    I32,
    Other(i8),
}

/// One tensor: its shape, and its numbers where they are stored in the file.
pub(super) struct Tensor<'a> {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) kind: Kind,
    /// Little-endian numbers; empty for what is computed.
    pub(super) stored: &'a [u8],
    pub(super) sparsity: Option<Table<'a>>,
}

impl Tensor<'_> {
    /// How many numbers the tensor has.
    pub(super) fn count(&self) -> usize {
        self.shape.iter().product()
    }
}

/// What an operation does, before its options are understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Code {
    Builtin(i32),
    Custom { name: String, version: i32 },
}

/// One operation: tensor numbers in and out, and its options.
pub(super) struct Operation<'a> {
    pub(super) code: Code,
    /// −1 stands for an input that is left out.
    pub(super) inputs: Vec<i32>,
    pub(super) outputs: Vec<i32>,
    /// Absent where every option has its default.
    pub(super) options: Option<Table<'a>>,
    pub(super) custom_options: &'a [u8],
}

/// A whole file, read but not yet understood.
pub(super) struct File<'a> {
    pub(super) tensors: Vec<Tensor<'a>>,
    pub(super) operations: Vec<Operation<'a>>,
    pub(super) inputs: Vec<i32>,
    pub(super) outputs: Vec<i32>,
}

impl<'a> File<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, BadModel> {
        // The identifier after the root offset.
        if bytes.get(4..8) != Some(b"TFL3") {
            let found = "it does not start as a TensorFlow Lite model (identifier TFL3)";
            return Err(BadModel::new("byte 4".into(), found.into()));
        }
        let root = Table::root(bytes)?;
        let codes = root.tables(1, MOST_OPERATIONS)?;
        let codes = codes.iter().map(read_code).collect::<Result<Vec<_>, _>>()?;
        let graphs = root.tables(2, 1)?;
        let [graph] = *graphs else {
            return Err(BadModel::new("model".into(), "it has no subgraph".into()));
        };
        let buffers = root.tables(4, MOST_TENSORS)?;
        let tensors = graph.tables(0, MOST_TENSORS)?;
        let tensors = tensors
            .iter()
            .enumerate()
            .map(|(i, table)| read_tensor(table, &buffers).map_err(|e| e.inside(format!("tensor {i}"))))
            .collect::<Result<Vec<_>, _>>()?;
        let operations = graph.tables(3, MOST_OPERATIONS)?;
        let operations = operations
            .iter()
            .enumerate()
            .map(|(i, table)| read_operation(table, &codes).map_err(|e| e.inside(format!("operation {i}"))))
            .collect::<Result<Vec<_>, _>>()?;
        let (inputs, outputs) = (graph.i32s(1, MOST_INPUTS)?, graph.i32s(2, MOST_INPUTS)?);
        Ok(File { tensors, operations, inputs, outputs })
    }

    /// The tensor of that number.
    pub(super) fn tensor(&self, number: i32) -> Result<(usize, &Tensor<'a>), BadModel> {
        let found = usize::try_from(number).ok().and_then(|i| Some((i, self.tensors.get(i)?)));
        found.ok_or_else(|| {
            let count = self.tensors.len();
            BadModel::new("model".into(), format!("tensor {number} is asked for, but there are {count}"))
        })
    }
}

fn read_code(table: &Table<'_>) -> Result<Code, BadModel> {
    // Codes below 127 are kept in the old field, newer writers fill both.
    let code = table.i32(3, 0)?.max(i32::from(table.i8(0, 0)?));
    Ok(if code == 32 {
        Code::Custom { name: table.name(1)?, version: table.i32(2, 1)? }
    } else {
        Code::Builtin(code)
    })
}

fn read_tensor<'a>(table: &Table<'a>, buffers: &[Table<'a>]) -> Result<Tensor<'a>, BadModel> {
    let mut shape = Vec::new();
    let mut count = 1usize;
    for across in table.i32s(0, MOST_DIMENSIONS)? {
        let across =
            usize::try_from(across).ok().filter(|a| (1..=MOST_ACROSS).contains(a)).ok_or_else(|| {
                BadModel::new("shape".into(), format!("{across} is not from 1 to {MOST_ACROSS}"))
            })?;
        count = count.saturating_mul(across);
        shape.push(across);
    }
    if count > MOST_NUMBERS {
        let found = format!("{shape:?} has more than {MOST_NUMBERS} numbers");
        return Err(BadModel::new("shape".into(), found));
    }
    let kind = match table.i8(1, 0)? {
        0 => Kind::F32,
        1 => Kind::F16,
        2 => Kind::I32,
        other => Kind::Other(other),
    };
    let buffer = table.index(2)?;
    let buffer = buffers.get(buffer).ok_or_else(|| {
        BadModel::new("buffer".into(), format!("number {buffer} of {} is asked for", buffers.len()))
    })?;
    let (name, sparsity) = (table.name(3)?, table.table(6)?);
    Ok(Tensor { name, shape, kind, stored: buffer.bytes(0)?, sparsity })
}

fn read_operation<'a>(table: &Table<'a>, codes: &[Code]) -> Result<Operation<'a>, BadModel> {
    let code = table.index(0)?;
    let code = codes.get(code).ok_or_else(|| {
        BadModel::new("code".into(), format!("number {code} of {} is asked for", codes.len()))
    })?;
    Ok(Operation {
        code: code.clone(),
        inputs: table.i32s(1, MOST_INPUTS)?,
        outputs: table.i32s(2, MOST_INPUTS)?,
        options: table.table(4)?,
        custom_options: table.bytes(5)?,
    })
}
