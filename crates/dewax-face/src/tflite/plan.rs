//! Lays a graph out in memory: which buffer each value lies in, shared between values that are not alive together.

use super::kernels::fast::Kernel;
use super::op::Graph;
use std::sync::Arc;

/// Where a value's numbers are.
#[derive(Clone, Debug)]
enum Place {
    Input,
    Constant(Arc<[f32]>),
    /// Buffer number, and how many of its numbers are used.
    Buffer(usize, usize),
}

/// One kernel and where its operands are.
#[derive(Debug)]
struct Step {
    kernel: Kernel,
    inputs: Vec<Place>,
    /// Buffer number and length.
    output: (usize, usize),
}

/// A graph that is ready to run.
#[derive(Debug)]
pub(super) struct Plan {
    steps: Vec<Step>,
    outputs: Vec<Place>,
    /// Length of each buffer.
    buffers: Vec<usize>,
}

/// The memory of one run; it can be used again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    buffers: Vec<Vec<f32>>,
    spare: Vec<f32>,
}

impl Plan {
    pub(super) fn new(graph: &Graph) -> Self {
        // The last step that reads each value; results are read after the last one.
        let mut last_use = vec![0; graph.values.len()];
        for (i, node) in graph.nodes.iter().enumerate() {
            for &input in &node.inputs {
                last_use[input] = i;
            }
        }
        for (output, _, _) in &graph.outputs {
            last_use[*output] = graph.nodes.len();
        }
        let mut places: Vec<Option<Place>> =
            graph.values.iter().map(|value| value.constant.clone().map(Place::Constant)).collect();
        places[graph.input] = Some(Place::Input);
        let mut buffers: Vec<usize> = Vec::new();
        let mut free: Vec<usize> = Vec::new();
        let mut steps = Vec::new();
        for (i, node) in graph.nodes.iter().enumerate() {
            let count = graph.values[node.output].count;
            let buffer = take(&mut free, &mut buffers, count);
            places[node.output] = Some(Place::Buffer(buffer, count));
            let inputs = node.inputs.iter().filter_map(|input| places[*input].clone()).collect();
            steps.push(Step { kernel: Kernel::new(&node.op), inputs, output: (buffer, count) });
            // A value that nobody reads dies at once.
            let mut dying: Vec<usize> = node.inputs.iter().copied().chain([node.output]).collect();
            dying.sort_unstable();
            dying.dedup();
            for value in dying {
                if let (Some(Place::Buffer(buffer, _)), true) = (&places[value], last_use[value] <= i) {
                    free.push(*buffer);
                }
            }
        }
        let outputs = graph.outputs.iter().filter_map(|(output, _, _)| places[*output].clone()).collect();
        Plan { steps, outputs, buffers }
    }

    /// Runs all steps; one list of numbers per output.
    pub(super) fn run(&self, input: &[f32], scratch: &mut Scratch) -> Vec<Vec<f32>> {
        scratch.buffers.resize_with(self.buffers.len(), Vec::new);
        for (buffer, length) in scratch.buffers.iter_mut().zip(&self.buffers) {
            buffer.resize(*length, 0.0);
        }
        for step in &self.steps {
            let (number, count) = step.output;
            // Taken out while it is written, so that the others can be read.
            let mut out = std::mem::take(&mut scratch.buffers[number]);
            let inputs: Vec<&[f32]> =
                step.inputs.iter().map(|place| look(place, input, &scratch.buffers)).collect();
            step.kernel.run(&inputs, &mut out[..count], &mut scratch.spare);
            scratch.buffers[number] = out;
        }
        self.outputs.iter().map(|place| look(place, input, &scratch.buffers).to_vec()).collect()
    }
}

fn look<'a>(place: &'a Place, input: &'a [f32], buffers: &'a [Vec<f32>]) -> &'a [f32] {
    match place {
        Place::Input => input,
        Place::Constant(numbers) => numbers,
        Place::Buffer(number, count) => &buffers[*number][..*count],
    }
}

/// A free buffer: the smallest that is large enough, else the largest, made larger, else a new one.
fn take(free: &mut Vec<usize>, buffers: &mut Vec<usize>, count: usize) -> usize {
    let fits = (0..free.len()).filter(|i| buffers[free[*i]] >= count).min_by_key(|i| buffers[free[*i]]);
    let best = fits.or_else(|| (0..free.len()).max_by_key(|i| buffers[free[*i]]));
    let Some(best) = best else {
        buffers.push(count);
        return buffers.len() - 1;
    };
    let buffer = free.swap_remove(best);
    buffers[buffer] = buffers[buffer].max(count);
    buffer
}
