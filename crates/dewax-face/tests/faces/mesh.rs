//! The finder with a mesh, where its models are installed.

use crate::models::models;
use crate::{ODD_SIZES, noise, pasted};
use dewax::demo::DrawnFace;
use dewax::face::{Finder, MESH_POINTS, MeshReading, Search, Square, Tier, Topology, View, verified};
use dewax::px::Subsampling;
use dewax_face::{BadModels, ModelBytes};

fn middle(mesh: &MeshReading, which: &[u16]) -> [f32; 2] {
    let n = which.len() as f32;
    which.iter().fold([0.0; 2], |sum, &i| {
        let [x, y, _] = mesh.points[usize::from(i)];
        [sum[0] + x / n, sum[1] + y / n]
    })
}

fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt()
}

fn iod(mesh: &MeshReading, topology: &Topology) -> f32 {
    distance(middle(mesh, &topology.right_eye), middle(mesh, &topology.left_eye))
}

#[test]
fn a_face_is_found_once_and_verified_in_any_shape_of_picture() {
    let Some(models) = models() else { return };
    let finder = models.finder(models.bytes()).unwrap();
    assert_eq!(finder.tier(), Tier::Mesh);
    let shapes = [
        (200, 200, Subsampling::C420, 8),
        (641, 479, Subsampling::C420, 10),
        (1280, 720, Subsampling::C422, 10),
        (720, 1280, Subsampling::C444, 12),
    ];
    for (width, height, subsampling, bits) in shapes {
        let clip = DrawnFace::new(width, height, 30).with_samples(subsampling, bits);
        let (picture, frame) = (clip.picture(), clip.frame(0));
        let view = View::new(&picture, &frame);
        for search in [Search::Usual, Search::SmallFaces] {
            let found = finder.detect(&view, search);
            let faces: Vec<_> = found.iter().filter_map(|d| verified(&finder, &view, d)).collect();
            assert_eq!(faces.len(), 1, "{width}x{height} {search:?}: {found:?}");
            assert!(faces[0].flag > 0.95 && found[0].score > 0.9);
        }
    }
}

#[test]
fn the_mesh_follows_the_true_motion() {
    let Some(models) = models() else { return };
    let finder = models.finder(models.bytes()).unwrap();
    let topology = models.topology();
    let clip = DrawnFace::new(640, 480, 100);
    let picture = clip.picture();
    let read = |index: usize| {
        let frame = clip.frame(index);
        let view = View::new(&picture, &frame);
        let found = finder.detect(&view, Search::Usual);
        verified(&finder, &view, &found[0]).unwrap()
    };
    let first = read(0);
    let at_rest = clip.motion(0).inverse().unwrap();
    for index in [7, 40, 60] {
        let mesh = read(index);
        let motion = clip.motion(index);
        let errors = mesh.points.iter().zip(&first.points).map(|(now, then)| {
            let (x, y) = at_rest.apply(f64::from(then[0]), f64::from(then[1]));
            let (x, y) = motion.apply(x, y);
            distance([now[0], now[1]], [x as f32, y as f32])
        });
        let error = errors.sum::<f32>() / MESH_POINTS as f32 / iod(&mesh, &topology);
        // A single reading is good to about a hundredth; the drawn person sways by a third of an eye distance.
        assert!(error < 0.04, "frame {index}: {error} eye distances");
    }
}

#[test]
fn parts_of_the_mesh_lie_where_they_belong() {
    let Some(models) = models() else { return };
    let finder = models.finder(models.bytes()).unwrap();
    let topology = models.topology();
    let clip = DrawnFace::new(640, 480, 1).held_still();
    let (picture, frame) = (clip.picture(), clip.frame(0));
    let view = View::new(&picture, &frame);
    let mesh = verified(&finder, &view, &finder.detect(&view, Search::Usual)[0]).unwrap();
    assert_eq!(mesh.points.len(), MESH_POINTS);
    let (right, left) = (middle(&mesh, &topology.right_eye), middle(&mesh, &topology.left_eye));
    let mouth = middle(&mesh, &topology.lips_inner);
    assert!(right[0] < left[0] && (right[1] - left[1]).abs() < 4.0, "the person's right is on our left");
    assert!(mouth[1] > right[1] + 0.8 * distance(right, left));
    for (iris, eye, contour) in [(468, right, &topology.right_eye), (473, left, &topology.left_eye)] {
        let [x, y, depth] = mesh.points[iris];
        assert!(distance([x, y], eye) < 0.12 * distance(right, left), "an iris beside its eye");
        let lids: f32 = contour.iter().map(|&i| mesh.points[usize::from(i)][2]).sum();
        assert!((depth - lids / contour.len() as f32).abs() < 1e-3);
    }
    let nose = mesh.points[1];
    let chin = mesh.points[152];
    assert!(nose[2] < chin[2] - 5.0, "the tip of the nose is nearer than the chin: {nose:?} {chin:?}");
    // The same face, read again in the region of its own mesh, hardly moves.
    let again = finder.mesh(&view, &mesh.square(&topology).unwrap()).unwrap();
    let moved = mesh.points.iter().zip(&again.points).map(|(a, b)| distance([a[0], a[1]], [b[0], b[1]]));
    assert!(moved.sum::<f32>() / (MESH_POINTS as f32) < 0.02 * iod(&mesh, &topology));
}

#[test]
fn a_face_that_tiles_cut_is_one_face_and_two_faces_are_two() {
    let Some(models) = models() else { return };
    let finder = models.finder(models.bytes()).unwrap();
    let clip = DrawnFace::new(320, 240, 1);
    // Tiles of 1920 × 1080 meet at 768 and 1152: in the middle of the one face, and beside the other.
    for places in [&[(768 - 160, 300)][..], &[(1152 - 160, 800)], &[(1152 - 240, 100), (300, 600)]] {
        let (picture, frame) = pasted((1920, 1080), &clip, places);
        let view = View::new(&picture, &frame);
        for search in [Search::Usual, Search::SmallFaces] {
            let found = finder.detect(&view, search);
            let faces = found.iter().filter(|d| verified(&finder, &view, d).is_some()).count();
            assert_eq!(faces, places.len(), "{places:?} {search:?}: {found:?}");
        }
    }
}

#[test]
fn answers_are_the_same_on_one_thread_and_on_many() {
    let Some(models) = models() else { return };
    let clip = DrawnFace::new(640, 360, 1);
    let (picture, frame) = (clip.picture(), clip.frame(0));
    let answer = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let finder = models.finder(models.bytes()).unwrap();
            let view = View::new(&picture, &frame);
            let found = finder.detect(&view, Search::SmallFaces);
            let mesh = verified(&finder, &view, &found[0]).unwrap();
            let person = finder.person(&view, &found[0].square(), 48).unwrap();
            (found, mesh, person)
        })
    };
    let one = answer(1);
    assert_eq!(one, answer(3));
    assert_eq!(one, answer(3));
}

#[test]
fn a_look_tells_the_face_from_what_is_beside_it() {
    let Some(models) = models() else { return };
    let finder = models.finder(models.bytes()).unwrap();
    let clip = DrawnFace::new(640, 480, 1);
    let (picture, frame) = (clip.picture(), clip.frame(0));
    let view = View::new(&picture, &frame);
    let square = finder.detect(&view, Search::Usual)[0].square();
    assert!(finder.look(&view, &square) > 0.85);
    // The face is in the picture, but the region is about its left half, or about something else.
    let beside =
        |x, y| Square { x: square.x + x * square.side_px, y: square.y + y * square.side_px, ..square };
    assert!(finder.look(&view, &beside(-0.7, 0.0)) < 0.3);
    assert_eq!(finder.look(&view, &beside(5.0, 5.0)), 0.0);
}

#[test]
fn the_person_is_the_head_and_not_the_wall() {
    let Some(models) = models() else { return };
    let finder = models.finder(models.bytes()).unwrap();
    let clip = DrawnFace::new(640, 480, 1).held_still();
    let (picture, frame) = (clip.picture(), clip.frame(0));
    let view = View::new(&picture, &frame);
    let skin = clip.skin_mask(0);
    let region = Square::upright(319.5, 239.5, 480.0);
    for cells in [16, 48, 256] {
        let person = finder.person(&view, &region, cells).unwrap();
        assert_eq!((person.width(), person.height()), (cells, cells));
        assert!(person.samples().iter().all(|v| (0.0..=1.0).contains(v)));
        let at = |x: f32, y: f32| {
            let [u, v] = region.inside([x, y]);
            person.at((u * cells as f32) as isize, (v * cells as f32) as isize)
        };
        let on_skin = (0..skin.height()).step_by(4).flat_map(|y| (84..556).step_by(4).map(move |x| (x, y)));
        let on_skin: Vec<f32> =
            on_skin.filter(|&(x, y)| skin.row(y)[x] > 0.99).map(|(x, y)| at(x as f32, y as f32)).collect();
        let mean = on_skin.iter().sum::<f32>() / on_skin.len() as f32;
        assert!(mean > 0.9, "{cells}: {mean}");
        assert!(at(95.0, 30.0) < 0.2 && at(545.0, 30.0) < 0.2, "the wall beside the head");
    }
    let without = models.finder(ModelBytes { person: None, ..models.bytes() }).unwrap();
    assert!(without.person(&view, &region, 48).is_none());
}

#[test]
fn nothing_is_a_face_in_noise_and_in_hardly_any_picture() {
    let Some(models) = models() else { return };
    let finder = models.finder(models.bytes()).unwrap();
    for (n, (width, height)) in ODD_SIZES.into_iter().chain([(640, 480)]).enumerate() {
        let (picture, frame) = noise(width, height, n as u32 + 1);
        let view = View::new(&picture, &frame);
        for candidate in finder.detect(&view, Search::SmallFaces) {
            assert!(verified(&finder, &view, &candidate).is_none(), "{width}x{height} {candidate:?}");
        }
        // Regions that lie outside, or hardly anywhere.
        for square in [Square::upright(-900.0, 4000.0, 50.0), Square::upright(0.0, 0.0, 1e-3)] {
            finder.look(&view, &square);
            finder.mesh(&view, &square);
            finder.person(&view, &square, 7);
        }
    }
}

#[test]
fn files_that_are_not_the_models_are_refused_by_name() {
    let Some(models) = models() else { return };
    let good = models.bytes();
    let refused = |bytes: ModelBytes<'_>, name: &str| {
        let error = models.finder(bytes).unwrap_err();
        assert!(error.to_string().contains(name), "{error} should name {name}");
        error
    };
    let cut = &good.mesh[..good.mesh.len() / 2];
    assert!(matches!(refused(ModelBytes { mesh: cut, ..good }, "face mesh"), BadModels::Unreadable { .. }));
    refused(ModelBytes { short: &[], ..good }, "short-range");
    let swapped = ModelBytes { short: good.full, full: good.short, ..good };
    assert!(matches!(refused(swapped, "short-range"), BadModels::Other { .. }));
    refused(ModelBytes { full: good.mesh, ..good }, "full-range");
    refused(ModelBytes { person: Some(good.short), ..good }, "person");
    let other = Topology { right_eye: vec![0, 1, 2], ..models.topology() };
    let error = dewax_face::MeshFinder::new(good, other).unwrap_err();
    assert!(matches!(error, BadModels::Other { name: "face mesh", .. }), "{error}");
    let none = dewax_face::MeshFinder::new(good, Topology::default()).unwrap_err();
    assert!(matches!(none, BadModels::Topology(_)));
}
