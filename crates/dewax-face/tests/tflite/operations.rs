//! Each operation on small models: against LiteRT, against the textbook, over instruction levels and threads.

use super::writer::{Field, Micro, Table, number};
use super::{apart, goldens, micro};
use dewax::kernels::simd;
use dewax_face::tflite::Model;

/// The input of all small models.
fn input(model: &Model) -> Vec<f32> {
    (0..model.input_shape().iter().product()).map(|i| number(i, 77)).collect()
}

#[test]
fn operations_agree_with_the_reference() {
    let models = micro::all();
    let goldens = goldens(include_str!("goldens.txt"));
    let mut outputs = 0;
    for (name, bytes) in &models {
        let model = Model::read(bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        let got = model.run(&input(&model)).unwrap();
        outputs += got.len();
        for (i, numbers) in got.iter().enumerate() {
            let golden = goldens.iter().find(|g| g.model == *name && g.output == i);
            let off = golden.unwrap_or_else(|| panic!("{name} has no golden {i}")).off_by(numbers);
            // Sums of up to 200 products of numbers below 1.
            assert!(off <= 4e-6, "{name}, output {i} is off by {off}");
        }
    }
    assert_eq!(outputs, goldens.len(), "a golden belongs to no model");
}

#[test]
fn fast_agrees_with_the_textbook() {
    for (name, bytes) in micro::all() {
        let model = Model::read(&bytes).unwrap();
        let (fast, slow) =
            (model.run(&input(&model)).unwrap(), Model::run_slowly(&bytes, &input(&model)).unwrap());
        for (i, (fast, slow)) in fast.iter().zip(&slow).enumerate() {
            let off = apart(fast, slow);
            assert!(off <= 4e-6, "{name}, output {i} is off by {off}");
        }
    }
}

#[test]
fn every_instruction_level_gives_the_same_bits() {
    let bits =
        |outputs: Vec<Vec<f32>>| -> Vec<u32> { outputs.concat().iter().map(|n| n.to_bits()).collect() };
    for (name, bytes) in micro::all() {
        let model = Model::read(&bytes).unwrap();
        let input = input(&model);
        let want = bits(model.run(&input).unwrap());
        for level in simd::levels_here() {
            let got = simd::with_level(level, || bits(model.run(&input).unwrap())).unwrap();
            assert_eq!(got, want, "{name} at {level}");
        }
        // Memory that was used before, by several threads at once.
        std::thread::scope(|scope| {
            let run = || bits(model.run(&input).unwrap());
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
            assert!(threads.into_iter().all(|thread| thread.join().unwrap() == want), "{name} in threads");
        });
    }
}

#[test]
fn strange_numbers_are_no_accident() {
    for (name, bytes) in micro::all() {
        let model = Model::read(&bytes).unwrap();
        for strange in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN_POSITIVE / 2.0] {
            let mut input = input(&model);
            model.run(&vec![strange; input.len()]).unwrap();
            let middle = input.len() / 2;
            input[middle] = strange;
            let outputs = model.run(&input).unwrap();
            assert!(
                outputs
                    .iter()
                    .zip(model.outputs())
                    .all(|(o, s)| o.len() == s.shape.iter().product::<usize>()),
                "{name}"
            );
        }
    }
}

#[test]
fn subsets_and_shapes_are_told() {
    let models = micro::all();
    let find = |name: &str| Model::read(&models.iter().find(|(n, _)| *n == name).unwrap().1).unwrap();
    let model = find("crop_matrix");
    assert_eq!(model.landmark_subsets(), [vec![1, 3, 4, 9]]);
    assert_eq!(model.input_shape(), [1, 10, 3]);
    assert_eq!(model.outputs()[1].shape, [1, 5, 2]);
    assert!(find("pad").landmark_subsets().is_empty());
    let error = find("pad").run(&[0.0; 7]).unwrap_err().to_string();
    assert!(error.contains("60 numbers are wanted, 7 were given"), "{error}");
}

/// One convolution with options of choice.
fn convolution(out: &[i32], options: &[(usize, i32)]) -> Vec<u8> {
    let mut micro = Micro::new(&[1, 4, 4, 2]);
    let (weights, bias) = (micro.constant(&[3, 3, 3, 2]), micro.constant(&[3]));
    let output = micro.value(out);
    let options = Table(options.iter().map(|(number, value)| (*number, Field::I32(*value))).collect());
    micro.operation(3, 1, &[0, weights, bias], output, Some((1, options)));
    micro.finish(&[output])
}

#[test]
fn what_is_wrong_is_said() {
    let refusal = |bytes: &[u8]| Model::read(bytes).unwrap_err().to_string();
    let says = |bytes: &[u8], what: &str| {
        let error = refusal(bytes);
        assert!(error.contains(what), "`{error}` does not say `{what}`");
    };
    says(b"", "TFL3");
    says(b"not a model at all", "TFL3");
    let good = [(0, 0), (1, 1), (2, 1)];
    assert!(Model::read(&convolution(&[1, 4, 4, 3], &good)).is_ok());
    says(&convolution(&[1, 4, 5, 3], &good), "should give 4 samples across, not 5");
    says(&convolution(&[1, 4, 4, 4], &good), "turn 2 channels into 3");
    says(&convolution(&[2, 4, 4, 3], &good), "one picture");
    says(&convolution(&[1, 4, 4, 3], &[(0, 0), (1, 1), (2, 1), (4, 2)]), "dilation");
    says(&convolution(&[1, 4, 4, 3], &[(0, 0), (1, 0), (2, 1)]), "stride 0");
    says(&convolution(&[1, 4, 4, 3], &[(0, 0), (1, 1), (2, 1), (3, 4)]), "activation 4");
    says(&convolution(&[1, 1 << 19, 1 << 19, 3], &good), "numbers");
    let mut micro = Micro::new(&[1, 4]);
    let out = micro.value(&[1, 4]);
    micro.operation(99, 1, &[0], out, None);
    says(&micro.finish(&[out]), "operation code 99");
    let mut micro = Micro::new(&[1, 4]);
    let (early, late) = (micro.value(&[1, 4]), micro.value(&[1, 4]));
    micro.operation(19, 1, &[late], early, None);
    micro.operation(19, 1, &[0], late, None);
    says(&micro.finish(&[early]), "before it is made");
    let mut micro = Micro::new(&[1, 4]);
    let out = micro.value(&[1, 4]);
    micro.operation(19, 1, &[0], out, None);
    micro.operation(19, 1, &[0], out, None);
    says(&micro.finish(&[out]), "twice");
    let micro = Micro::new(&[1, 4]);
    says(&micro.finish(&[]), "0 outputs");
}

#[test]
fn the_input_may_be_the_output() {
    let mut micro = Micro::new(&[1, 4]);
    let out = micro.value(&[2, 2]);
    micro.operation(22, 1, &[0], out, None);
    let constant = micro.constant_of(&[2], &[3.0, 4.0]);
    let model = Model::read(&micro.finish(&[out, 0, constant])).unwrap();
    let got = model.run(&[1.0, 2.0, 5.0, 6.0]).unwrap();
    assert_eq!(got, [vec![1.0, 2.0, 5.0, 6.0], vec![1.0, 2.0, 5.0, 6.0], vec![3.0, 4.0]]);
}

#[test]
fn a_small_file_cannot_ask_for_much() {
    let says = |bytes: &[u8], what: &str| {
        let error = Model::read(bytes).unwrap_err().to_string();
        assert!(bytes.len() < 40_000 && error.contains(what), "`{error}` does not say `{what}`");
    };
    // Many large values.
    let shape = [1, 1 << 20];
    let mut micro = Micro::new(&shape);
    let mut last = 0;
    for _ in 0..40 {
        let next = micro.value(&shape);
        micro.operation(19, 1, &[last], next, None);
        last = next;
    }
    says(&micro.finish(&[last]), "numbers");
    // Weights of one stored number in a large dense tensor, for many convolutions.
    let dense = |size: i32| Table(vec![(0, Field::I8(0)), (1, Field::I32(size))]);
    let list = |numbers: &[i32]| Field::Table(Table(vec![(0, Field::I32s(numbers.to_vec()))]));
    let compressed = Table(vec![
        (0, Field::I8(1)),
        (2, Field::I8(1)),
        (3, list(&[0, 1])),
        (4, Field::I8(1)),
        (5, list(&[5])),
    ]);
    let sparsity = Table(vec![
        (0, Field::I32s(vec![0, 1, 2, 3])),
        (2, Field::Tables(vec![dense(1), dense(1), dense(1), compressed])),
    ]);
    let mut micro = Micro::new(&[1, 1, 1, 1 << 20]);
    let weights = micro.sparse(&[1, 1, 1, 1 << 20], sparsity, &[0.5]);
    let bias = micro.constant(&[1]);
    let mut outputs = Vec::new();
    for _ in 0..10 {
        let out = micro.value(&[1, 1, 1, 1]);
        let options = Table(vec![(1, Field::I32(1)), (2, Field::I32(1))]);
        micro.operation(3, 1, &[0, weights, bias], out, Some((1, options)));
        outputs.push(out);
    }
    says(&micro.finish(&outputs), "weights");
    // Hours of work: a window as large as the picture.
    let mut micro = Micro::new(&[1, 1024, 1024, 1]);
    let out = micro.value(&[1, 1024, 1024, 1]);
    let options =
        [(0, 0), (1, 1), (2, 1), (3, 1024), (4, 1024)].map(|(field, size)| (field, Field::I32(size)));
    micro.operation(17, 1, &[0], out, Some((5, Table(options.to_vec()))));
    says(&micro.finish(&[out]), "multiply-adds");
}
