//! Makes a graph shorter without changing what it computes: a sum, an activation or a border of zeros becomes part
//! of the convolution beside it, so that its numbers do not travel through memory again.

use super::op::{Activation, Graph, Node, Op};

/// Fuses what can be fused, and drops what nothing reads.
pub(super) fn fuse(graph: &mut Graph) {
    skip_copies(graph);
    let mut nodes: Vec<Option<Node>> = std::mem::take(&mut graph.nodes).into_iter().map(Some).collect();
    borders(graph, &mut nodes);
    sums(graph, &mut nodes);
    activations(graph, &mut nodes);
    let mut read = vec![false; graph.values.len()];
    for (output, _, _) in &graph.outputs {
        read[*output] = true;
    }
    for node in nodes.iter_mut().rev() {
        if node.as_ref().is_some_and(|node| !read[node.output]) {
            *node = None;
        }
        for &input in node.iter().flat_map(|node| &node.inputs) {
            read[input] = true;
        }
    }
    graph.nodes = nodes.into_iter().flatten().collect();
}

/// Readers of a copy read its source.
fn skip_copies(graph: &mut Graph) {
    let mut source: Vec<usize> = (0..graph.values.len()).collect();
    for node in &mut graph.nodes {
        for input in &mut node.inputs {
            *input = source[*input];
        }
        if let (Op::Copy, [input]) = (&node.op, &*node.inputs) {
            source[node.output] = *input;
        }
    }
    for (output, _, _) in &mut graph.outputs {
        *output = source[*output];
    }
}

/// How often each value is read.
fn readers(graph: &Graph, nodes: &[Option<Node>]) -> Vec<usize> {
    let mut count = vec![0; graph.values.len()];
    let inputs = nodes.iter().flatten().flat_map(|node| &node.inputs);
    for value in inputs.chain(graph.outputs.iter().map(|(output, _, _)| output)) {
        count[*value] += 1;
    }
    count
}

/// Which node makes each value.
fn makers(graph: &Graph, nodes: &[Option<Node>]) -> Vec<Option<usize>> {
    let mut maker = vec![None; graph.values.len()];
    for (i, node) in nodes.iter().enumerate() {
        if let Some(node) = node {
            maker[node.output] = Some(i);
        }
    }
    maker
}

/// Zeros around rows and columns, which a convolution's window can also find outside its picture.
fn borders(graph: &Graph, nodes: &mut [Option<Node>]) {
    let readers = readers(graph, nodes);
    for i in 0..nodes.len() {
        let Some(Node { op: Op::Pad(pad), inputs, output }) = nodes[i].clone() else { continue };
        let reads_it = |node: &Node| {
            matches!(node.op, Op::Convolve(_) | Op::Depthwise(_)) && node.inputs.first() == Some(&output)
        };
        let fitting = nodes.iter().flatten().filter(|node| reads_it(node)).count();
        if pad.from.channels != pad.to.channels || fitting != readers[output] {
            continue;
        }
        for node in nodes.iter_mut().flatten().filter(|node| reads_it(node)) {
            if let Op::Convolve(op) | Op::Depthwise(op) = &mut node.op {
                op.from = pad.from;
                op.window.before[0] += pad.before[0];
                op.window.before[1] += pad.before[1];
            }
            node.inputs.clone_from(&inputs);
        }
        nodes[i] = None;
    }
}

/// Sums of which one part is a convolution's result: that convolution adds the other part.
fn sums(graph: &Graph, nodes: &mut [Option<Node>]) {
    let readers = readers(graph, nodes);
    for i in 0..nodes.len() {
        let Some(Node { op: Op::Combine(sum), inputs, output }) = &nodes[i] else { continue };
        let &[a, b] = inputs.as_slice() else { continue };
        if sum.multiply || graph.values[a].count != graph.values[b].count {
            continue;
        }
        let (output, activation) = (*output, sum.activation.clone());
        let makers = makers(graph, nodes);
        for (part, mut other) in [(b, a), (a, b)] {
            let Some(maker) = makers[part].filter(|_| readers[part] == 1) else { continue };
            let Some(Node { op: Op::Convolve(op), inputs, .. }) = &nodes[maker] else { continue };
            if op.residual.is_some() || op.activation != Activation::None {
                continue;
            }
            let (mut op, mut inputs) = (op.clone(), inputs.clone());
            let mut channels = op.to.channels;
            // Channels of zeros behind the other part's need not be added.
            if let Some(maker) = makers[other].filter(|_| readers[other] == 1)
                && let Some(Node { op: Op::Pad(pad), inputs, .. }) = &nodes[maker]
                && (pad.from.height, pad.from.width) == (op.to.height, op.to.width)
                && (pad.to, pad.before) == (op.to, [0; 3])
            {
                (channels, other) = (pad.from.channels, inputs.first().copied().unwrap_or(other));
                nodes[maker] = None;
            }
            op.residual = Some(channels);
            op.activation = activation;
            inputs.push(other);
            nodes[maker] = None;
            nodes[i] = Some(Node { op: Op::Convolve(op), inputs, output });
            break;
        }
    }
}

/// Activations of what a convolution, pool, sum or product gives.
fn activations(graph: &Graph, nodes: &mut [Option<Node>]) {
    let readers = readers(graph, nodes);
    for i in 0..nodes.len() {
        let Some(Node { op: Op::Activate(activation, channels), inputs, output }) = &nodes[i] else {
            continue;
        };
        let (activation, channels, output) = (activation.clone(), *channels, *output);
        let Some(&input) = inputs.first().filter(|input| readers[**input] == 1) else { continue };
        let Some(maker) = makers(graph, nodes)[input] else { continue };
        let Some(mut node) = nodes[maker].clone() else { continue };
        let (place, channels_of_op) = match &mut node.op {
            Op::Convolve(op) | Op::Depthwise(op) => (&mut op.activation, op.to.channels),
            // These know no channels, so slopes do not fit.
            Op::Pool(op) => (&mut op.activation, 0),
            Op::Combine(op) => (&mut op.activation, 0),
            _ => continue,
        };
        let fits = channels == channels_of_op || !matches!(activation, Activation::Prelu(_));
        if *place != Activation::None || !fits {
            continue;
        }
        *place = activation;
        node.output = output;
        nodes[maker] = None;
        nodes[i] = Some(node);
    }
}
