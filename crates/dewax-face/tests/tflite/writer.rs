//! Writes small TensorFlow Lite models by hand: just enough FlatBuffer and FlexBuffer for the tests.

/// A field's content.
#[derive(Clone)]
pub(crate) enum Field {
    I8(i8),
    I32(i32),
    Table(Table),
    Tables(Vec<Table>),
    Bytes(Vec<u8>),
    /// Numbers of 16 bits, as bytes.
    Shorts(Vec<u8>),
    I32s(Vec<i32>),
    Text(&'static str),
}

/// A table: field numbers and contents.
#[derive(Clone, Default)]
pub(crate) struct Table(pub(crate) Vec<(usize, Field)>);

/// Writes parents before children, so that all offsets lead forward.
fn write(out: &mut Vec<u8>, table: &Table) -> usize {
    let most = table.0.iter().map(|(number, _)| number + 1).max().unwrap_or(0);
    let fields_len = 4 + 2 * most;
    let mut offsets = vec![0u16; most];
    for (i, (number, _)) in table.0.iter().enumerate() {
        offsets[*number] = 4 + 4 * i as u16;
    }
    align(out, 4, 0);
    let fields = out.len();
    let size = 4 + 4 * table.0.len() as u16;
    for two in [fields_len as u16, size].into_iter().chain(offsets) {
        out.extend(two.to_le_bytes());
    }
    align(out, 4, 0);
    let at = out.len();
    out.extend(((at - fields) as i32).to_le_bytes());
    out.resize(at + usize::from(size), 0);
    for (i, (_, field)) in table.0.iter().enumerate() {
        let place = at + 4 + 4 * i;
        let number = match field {
            Field::I8(number) => i32::from(*number),
            Field::I32(number) => *number,
            child => {
                let start = match child {
                    Field::Table(table) => write(out, table),
                    Field::Bytes(bytes) => vector(out, bytes, bytes.len(), 16),
                    Field::Shorts(bytes) => vector(out, bytes, bytes.len() / 2, 4),
                    Field::Text(text) => vector(out, &[text.as_bytes(), &[0]].concat(), text.len(), 4),
                    Field::I32s(numbers) => {
                        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
                        vector(out, &bytes, numbers.len(), 4)
                    }
                    Field::Tables(tables) => {
                        let start = vector(out, &vec![0; 4 * tables.len()], tables.len(), 4);
                        for (k, table) in tables.iter().enumerate() {
                            let (from, child) = (start + 4 + 4 * k, write(out, table));
                            out[from..from + 4].copy_from_slice(&((child - from) as u32).to_le_bytes());
                        }
                        start
                    }
                    Field::I8(_) | Field::I32(_) => unreachable!(),
                };
                (start - place) as i32
            }
        };
        out[place..place + 4].copy_from_slice(&number.to_le_bytes());
    }
    at
}

fn align(out: &mut Vec<u8>, size: usize, ahead: usize) {
    while !(out.len() + ahead).is_multiple_of(size) {
        out.push(0);
    }
}

fn vector(out: &mut Vec<u8>, bytes: &[u8], count: usize, alignment: usize) -> usize {
    align(out, alignment, 4);
    let start = out.len();
    out.extend((count as u32).to_le_bytes());
    out.extend(bytes);
    start
}

/// A number that is exact in `f16` too, from −1 to 1: `i` counts, `seed` tells lists apart.
pub(crate) fn number(i: usize, seed: usize) -> f32 {
    ((i * 37 + seed * 101 + i / 7 * 13) % 128) as f32 / 64.0 - 1.0
}

/// The `f16` of a number that is exact in it and not subnormal.
pub(crate) fn half(number: f32) -> u16 {
    let bits = number.to_bits();
    if number == 0.0 {
        return (bits >> 16) as u16;
    }
    ((bits >> 16) & 0x8000) as u16
        | ((((bits >> 23) & 0xff) - 112) << 10) as u16
        | ((bits >> 13) & 0x3ff) as u16
}

/// A model under construction.
pub(crate) struct Micro {
    tensors: Vec<Table>,
    buffers: Vec<Table>,
    codes: Vec<Table>,
    operations: Vec<Table>,
    seed: usize,
}

impl Micro {
    /// A model whose tensor 0 is its input.
    pub(crate) fn new(input: &[i32]) -> Self {
        let mut micro = Micro {
            tensors: Vec::new(),
            buffers: vec![Table::default()],
            codes: Vec::new(),
            operations: Vec::new(),
            seed: 1,
        };
        micro.value(input);
        micro
    }

    /// A value that is computed.
    pub(crate) fn value(&mut self, shape: &[i32]) -> i32 {
        self.tensor(shape, 0, 0, None)
    }

    fn tensor(&mut self, shape: &[i32], kind: i8, buffer: i32, sparsity: Option<Table>) -> i32 {
        let mut fields = vec![
            (0, Field::I32s(shape.to_vec())),
            (1, Field::I8(kind)),
            (2, Field::I32(buffer)),
            (3, Field::Text("t")),
        ];
        fields.extend(sparsity.map(|table| (6, Field::Table(table))));
        self.tensors.push(Table(fields));
        self.tensors.len() as i32 - 1
    }

    fn stored(&mut self, shape: &[i32], kind: i8, bytes: Vec<u8>, sparsity: Option<Table>) -> i32 {
        self.buffers.push(Table(vec![(0, Field::Bytes(bytes))]));
        self.tensor(shape, kind, self.buffers.len() as i32 - 1, sparsity)
    }

    /// Constants of `number`, scaled so that sums stay near 1.
    fn numbers(&mut self, shape: &[i32]) -> Vec<f32> {
        let count: i32 = shape.iter().product();
        self.seed += 1;
        (0..count as usize).map(|i| number(i, self.seed)).collect()
    }

    pub(crate) fn constant(&mut self, shape: &[i32]) -> i32 {
        let numbers = self.numbers(shape);
        self.constant_of(shape, &numbers)
    }

    pub(crate) fn constant_of(&mut self, shape: &[i32], numbers: &[f32]) -> i32 {
        self.stored(shape, 0, numbers.iter().flat_map(|n| n.to_le_bytes()).collect(), None)
    }

    pub(crate) fn whole(&mut self, shape: &[i32], numbers: &[i32]) -> i32 {
        self.stored(shape, 2, numbers.iter().flat_map(|n| n.to_le_bytes()).collect(), None)
    }

    /// A constant that is stored as `f16` and dequantized.
    pub(crate) fn halves(&mut self, shape: &[i32]) -> i32 {
        let numbers = self.numbers(shape);
        let bytes = numbers.iter().flat_map(|n| half(*n).to_le_bytes()).collect();
        let stored = self.stored(shape, 1, bytes, None);
        let out = self.value(shape);
        self.operation(6, 2, &[stored], out, Some((38, Table::default())));
        out
    }

    /// A constant that is stored as sparse `f16`, made dense, and dequantized. `kept` are the stored numbers.
    pub(crate) fn sparse(&mut self, shape: &[i32], sparsity: Table, kept: &[f32]) -> i32 {
        let bytes = kept.iter().flat_map(|n| half(*n).to_le_bytes()).collect();
        let stored = self.stored(shape, 1, bytes, Some(sparsity));
        let dense = self.tensor(shape, 1, 0, None);
        self.operation(124, 1, &[stored], dense, Some((99, Table::default())));
        let out = self.value(shape);
        self.operation(6, 3, &[dense], out, Some((38, Table::default())));
        out
    }

    /// An operation with its options: their type's number and table.
    pub(crate) fn operation(
        &mut self,
        code: i32,
        version: i32,
        inputs: &[i32],
        output: i32,
        options: Option<(i8, Table)>,
    ) {
        let old = code.min(127) as i8;
        let code = Table(vec![(0, Field::I8(old)), (2, Field::I32(version)), (3, Field::I32(code))]);
        let mut fields = self.fields(code, inputs, output);
        if let Some((kind, table)) = options {
            fields.extend([(3, Field::I8(kind)), (4, Field::Table(table))]);
        }
        self.operations.push(Table(fields));
    }

    /// A custom operation.
    pub(crate) fn custom(
        &mut self,
        name: &'static str,
        version: i32,
        inputs: &[i32],
        output: i32,
        options: Vec<u8>,
    ) {
        let code = Table(vec![
            (0, Field::I8(32)),
            (1, Field::Text(name)),
            (2, Field::I32(version)),
            (3, Field::I32(32)),
        ]);
        let mut fields = self.fields(code, inputs, output);
        fields.push((5, Field::Bytes(options)));
        self.operations.push(Table(fields));
    }

    fn fields(&mut self, code: Table, inputs: &[i32], output: i32) -> Vec<(usize, Field)> {
        self.codes.push(code);
        vec![
            (0, Field::I32(self.codes.len() as i32 - 1)),
            (1, Field::I32s(inputs.to_vec())),
            (2, Field::I32s(vec![output])),
        ]
    }

    /// The file.
    pub(crate) fn finish(self, outputs: &[i32]) -> Vec<u8> {
        let graph = Table(vec![
            (0, Field::Tables(self.tensors)),
            (1, Field::I32s(vec![0])),
            (2, Field::I32s(outputs.to_vec())),
            (3, Field::Tables(self.operations)),
        ]);
        let model = Table(vec![
            (0, Field::I32(3)),
            (1, Field::Tables(self.codes)),
            (2, Field::Tables(vec![graph])),
            (4, Field::Tables(self.buffers)),
        ]);
        let mut out = vec![0, 0, 0, 0, b'T', b'F', b'L', b'3'];
        let root = write(&mut out, &model) as u32;
        out[..4].copy_from_slice(&root.to_le_bytes());
        out
    }
}

/// A value in a FlexBuffer map.
pub(crate) enum Flex {
    Whole(i32),
    Number(f32),
    List(Vec<i32>),
}

/// A FlexBuffer map, all of it 4 bytes wide. Names must be sorted.
pub(crate) fn flex_map(entries: &[(&str, Flex)]) -> Vec<u8> {
    let mut out = Vec::new();
    let put = |out: &mut Vec<u8>, number: u32| out.extend(number.to_le_bytes());
    let keys: Vec<usize> = entries
        .iter()
        .map(|(name, _)| {
            let at = out.len();
            out.extend(name.bytes().chain([0]));
            at
        })
        .collect();
    align(&mut out, 4, 0);
    let lists: Vec<usize> = entries
        .iter()
        .map(|(_, value)| {
            let Flex::List(numbers) = value else { return 0 };
            put(&mut out, numbers.len() as u32);
            let at = out.len();
            numbers.iter().for_each(|n| put(&mut out, *n as u32));
            at
        })
        .collect();
    put(&mut out, entries.len() as u32);
    let names = out.len();
    for key in keys {
        let at = out.len();
        put(&mut out, (at - key) as u32);
    }
    let head = out.len();
    put(&mut out, (head - names) as u32);
    put(&mut out, 4);
    put(&mut out, entries.len() as u32);
    let values = out.len();
    for ((_, value), list) in entries.iter().zip(lists) {
        let at = out.len();
        put(
            &mut out,
            match value {
                Flex::Whole(number) => *number as u32,
                Flex::Number(number) => number.to_bits(),
                Flex::List(_) => (at - list) as u32,
            },
        );
    }
    // The kind in the upper bits, the width of 4 bytes as 2 in the lower ones.
    for (_, value) in entries {
        out.push(match value {
            Flex::Whole(_) => 1 << 2 | 2,
            Flex::Number(_) => 3 << 2 | 2,
            Flex::List(_) => 11 << 2 | 2,
        });
    }
    align(&mut out, 4, 0);
    let root = out.len();
    put(&mut out, (root - values) as u32);
    out.extend([9 << 2 | 2, 4]);
    out
}
