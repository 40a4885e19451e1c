//! How the points of the mesh are joined, derived from the list of edges that comes with the models.
//!
//! The list is Python source; only its sets of pairs of numbers are read, nothing is run. Triangles are the cliques of
//! three edges. Every triangle is wound the same way: **where its corners turn clockwise on the screen it faces the
//! viewer**, that is, with x to the right and y down, `(b - a) × (c - a) = (bx-ax)(cy-ay) - (by-ay)(cx-ax)` is positive.
//! That way is found without a picture: on an upright face seen from the front, going clockwise round the outline from
//! its top to the chin passes the right of the screen, which is the side of the person's own left eye.

use dewax::face::{MESH_POINTS, Topology};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most pairs of a set that are read; the real list has 2556, every edge inside the mesh twice.
const MOST_PAIRS: usize = 8192;

/// An edge without direction: the smaller number first.
type Edge = (u16, u16);
type Edges = BTreeSet<Edge>;

/// What the mesh must look like; anything else is another mesh, or a list that was misread.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Edges of the surface.
    pub edges: usize,
    /// Triangles of the surface.
    pub triangles: usize,
    /// Points on the outline of the face.
    pub oval: usize,
    /// Points on the outer edge of the lips.
    pub lips_outer: usize,
    /// Points on the inner edge of the lips.
    pub lips_inner: usize,
    /// Points on the edge of either eye.
    pub eye: usize,
    /// The point of the outline above the forehead.
    pub top: u16,
    /// The point of the outline below the chin.
    pub chin: u16,
}

/// Why a list of edges gives no topology.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its list of mesh edges is not the expected one: {0}")]
pub(super) struct BadEdges(String);

fn bad<T>(why: impl Into<String>) -> Result<T, BadEdges> {
    Err(BadEdges(why.into()))
}

/// Reads the list and derives triangles and contours. "Left" and "right" in its names are the person's own.
///
/// # Errors
/// When the list cannot be read, or joins the points in another way than `shape` says.
pub(super) fn derive(text: &str, shape: &Shape) -> Result<Topology, BadEdges> {
    let surface = set(text, "TESSELATION")?;
    counted("edges", surface.len(), shape.edges)?;
    let mut triangles = triangles(&surface)?;
    counted("triangles", triangles.len(), shape.triangles)?;
    wind_alike(&mut triangles)?;
    let rim = rim(&triangles);
    counted("edges of one triangle", rim.len(), shape.oval + 2 * shape.eye + shape.lips_inner)?;

    let one_loop = |name: &str, points: usize| {
        let edges = set(text, name)?;
        if !edges.iter().all(|edge| rim.contains_key(edge)) {
            return bad(format!("{name} is not an edge of the surface"));
        }
        match &loops(&edges, name)?[..] {
            [only] => counted(name, only.len(), points).map(|()| only.clone()),
            several => bad(format!("{name} is {} loops instead of one", several.len())),
        }
    };
    let oval = one_loop("FACE_OVAL", shape.oval)?;
    let right_eye = one_loop("RIGHT_EYE", shape.eye)?;
    let left_eye = one_loop("LEFT_EYE", shape.eye)?;
    // The mouth is a hole in the surface: the loop around the hole is the inner one.
    let (inner, outer): (Vec<_>, Vec<_>) = loops(&set(text, "LIPS")?, "LIPS")?
        .into_iter()
        .partition(|points| closed(points).all(|edge| rim.contains_key(&edge)));
    let (Ok([lips_inner]), Ok([lips_outer])) =
        (<[Vec<u16>; 1]>::try_from(inner), <[Vec<u16>; 1]>::try_from(outer))
    else {
        return bad("the lips are not one loop around the mouth and one around that");
    };
    counted("inner edge of the lips", lips_inner.len(), shape.lips_inner)?;
    counted("outer edge of the lips", lips_outer.len(), shape.lips_outer)?;

    if !is_clockwise(&surface, &rim, shape, &right_eye, &left_eye)? {
        for triangle in &mut triangles {
            triangle.swap(1, 2);
        }
    }
    let brow = |name: &str| {
        let points: BTreeSet<u16> = set(text, name)?.into_iter().flat_map(|(a, b)| [a, b]).collect();
        Ok::<_, BadEdges>(points.into_iter().collect())
    };
    let topology = Topology {
        triangles,
        oval,
        lips_outer,
        lips_inner,
        right_eye,
        left_eye,
        right_brow: brow("RIGHT_EYEBROW")?,
        left_brow: brow("LEFT_EYEBROW")?,
    };
    topology.check().map_err(|error| BadEdges(error.to_string()))?;
    Ok(topology)
}

fn counted(what: &str, found: usize, wanted: usize) -> Result<(), BadEdges> {
    if found == wanted { Ok(()) } else { bad(format!("{found} {what}, {wanted} belong there")) }
}

/// The edges of `FACEMESH_name = frozenset([(1, 2), …])`. Anything but pairs of small numbers in there is an error.
fn set(text: &str, name: &str) -> Result<Edges, BadEdges> {
    let head = format!("FACEMESH_{name} = frozenset([");
    let begins = |(at, _): &(usize, &str)| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
    let Some((at, _)) = text.match_indices(&head).find(begins) else {
        return bad(format!("it has no set FACEMESH_{name}"));
    };
    let Some((inside, _)) = text.get(at + head.len()..).unwrap_or_default().split_once("])") else {
        return bad(format!("the set FACEMESH_{name} does not end"));
    };
    let mut edges = Edges::new();
    let mut rest = inside.trim();
    let mut pairs = 0;
    while !rest.is_empty() {
        pairs += 1;
        let parsed = rest.strip_prefix('(').and_then(|r| r.split_once(')')).and_then(|(pair, after)| {
            let (a, b) = pair.split_once(',')?;
            let after = after.trim_start();
            // A comma between pairs; after the last one it may stand or not.
            let after = if after.is_empty() { after } else { after.strip_prefix(',')?.trim_start() };
            Some((number(a)?, number(b)?, after))
        });
        let Some((a, b, after)) = parsed.filter(|(a, b, _)| a != b && pairs <= MOST_PAIRS) else {
            return bad(format!("pair {pairs} of FACEMESH_{name} cannot be read"));
        };
        edges.insert(edge(a, b));
        rest = after;
    }
    Ok(edges)
}

/// The number of a point, in plain digits.
fn number(text: &str) -> Option<u16> {
    let text = text.trim();
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|&n| digits && usize::from(n) < MESH_POINTS)
}

fn edge(a: u16, b: u16) -> Edge {
    (a.min(b), a.max(b))
}

fn neighbours(edges: &Edges) -> BTreeMap<u16, BTreeSet<u16>> {
    let mut out: BTreeMap<u16, BTreeSet<u16>> = BTreeMap::new();
    for &(a, b) in edges {
        out.entry(a).or_default().insert(b);
        out.entry(b).or_default().insert(a);
    }
    out
}

/// The edges of a triangle in the direction in which it goes round them.
fn sides([a, b, c]: [u16; 3]) -> [(u16, u16); 3] {
    [(a, b), (b, c), (c, a)]
}

/// Three points joined by three edges, lowest number first, unless other triangles fill them.
fn triangles(edges: &Edges) -> Result<Vec<[u16; 3]>, BadEdges> {
    let near = neighbours(edges);
    let none = BTreeSet::new();
    let near_of = |point: u16| near.get(&point).unwrap_or(&none);
    let mut cliques = Vec::new();
    for &(a, b) in edges {
        let third = near_of(a).intersection(near_of(b)).copied().filter(|&c| c > b);
        cliques.extend(third.map(|c| [a, b, c]));
        if cliques.len() > MOST_PAIRS {
            return bad("its edges are too densely joined");
        }
    }
    let mut uses: BTreeMap<Edge, usize> = BTreeMap::new();
    for side in cliques.iter().flat_map(|t| sides(*t)) {
        *uses.entry(edge(side.0, side.1)).or_default() += 1;
    }
    // Around a point with three neighbours that are joined themselves, the large triangle is no surface but the sum of
    // three small ones: each of its edges then has a triangle too many.
    let uses_of = |(a, b)| uses.get(&edge(a, b)).copied().unwrap_or(0);
    cliques.retain(|t| !sides(*t).iter().all(|&side| uses_of(side) > 2));
    Ok(cliques)
}

/// Which triangles lie at each edge.
fn by_edge(triangles: &[[u16; 3]]) -> BTreeMap<Edge, Vec<usize>> {
    let mut out: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for (number, triangle) in triangles.iter().enumerate() {
        for (a, b) in sides(*triangle) {
            out.entry(edge(a, b)).or_default().push(number);
        }
    }
    out
}

/// Winds all triangles as the first one: two that share an edge go along it in opposite directions.
fn wind_alike(triangles: &mut [[u16; 3]]) -> Result<(), BadEdges> {
    let at_edge = by_edge(triangles);
    if let Some((edge, at)) = at_edge.iter().find(|(_, at)| at.len() > 2) {
        return bad(format!("{} triangles meet at the edge {edge:?}", at.len()));
    }
    let mut seen = vec![false; triangles.len()];
    let mut queue = VecDeque::from([0]);
    if let Some(first) = seen.first_mut() {
        *first = true;
    }
    while let Some(&triangle) = queue.pop_front().and_then(|number: usize| triangles.get(number)) {
        for (a, b) in sides(triangle) {
            for &other in at_edge.get(&edge(a, b)).into_iter().flatten() {
                let (Some(there), Some(known)) = (triangles.get_mut(other), seen.get_mut(other)) else {
                    continue;
                };
                let same_way = *there != triangle && sides(*there).contains(&(a, b));
                if same_way && *known {
                    return bad(format!("it cannot be wound one way at the edge ({a}, {b})"));
                }
                if same_way {
                    there.swap(1, 2);
                }
                if !std::mem::replace(known, true) {
                    queue.push_back(other);
                }
            }
        }
    }
    if seen.contains(&false) { bad("the surface is in pieces") } else { Ok(()) }
}

/// The edges of one triangle only, each with the direction in which that triangle goes.
fn rim(triangles: &[[u16; 3]]) -> BTreeMap<Edge, (u16, u16)> {
    let at_edge = by_edge(triangles);
    let all = triangles.iter().flat_map(|t| sides(*t)).map(|(a, b)| (edge(a, b), (a, b)));
    all.filter(|(edge, _)| at_edge.get(edge).is_some_and(|at| at.len() == 1)).collect()
}

/// The edges of a closed loop of points.
fn closed(points: &[u16]) -> impl Iterator<Item = Edge> {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(&a, &b)| edge(a, b))
}

/// Edges as closed loops, each from its lowest number towards the lower of that point's neighbours.
fn loops(edges: &Edges, name: &str) -> Result<Vec<Vec<u16>>, BadEdges> {
    let near = neighbours(edges);
    if near.values().any(|around| around.len() != 2) {
        return bad(format!("{name} is not made of closed loops"));
    }
    let mut left: BTreeSet<u16> = near.keys().copied().collect();
    let mut out = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut points = vec![first];
        let mut at = first;
        while let Some(next) = near.get(&at).and_then(|around| around.iter().find(|p| left.contains(p))) {
            at = *next;
            left.remove(&at);
            points.push(at);
        }
        out.push(points);
    }
    Ok(out)
}

/// How many edges each point is away from the nearest of some points.
fn steps_from(edges: &Edges, points: &[u16]) -> BTreeMap<u16, usize> {
    let near = neighbours(edges);
    let mut steps: BTreeMap<u16, usize> = points.iter().map(|&p| (p, 0)).collect();
    let mut queue: VecDeque<u16> = points.iter().copied().collect();
    while let Some(at) = queue.pop_front() {
        let next = steps.get(&at).copied().unwrap_or(0) + 1;
        for &point in near.get(&at).into_iter().flatten() {
            steps.entry(point).or_insert_with(|| {
                queue.push_back(point);
                next
            });
        }
    }
    steps
}

/// Whether the triangles turn clockwise on the screen when the face looks at it (see the head of this file).
fn is_clockwise(
    surface: &Edges,
    rim: &BTreeMap<Edge, (u16, u16)>,
    shape: &Shape,
    right_eye: &[u16],
    left_eye: &[u16],
) -> Result<bool, BadEdges> {
    let onwards: BTreeMap<u16, u16> = rim.values().copied().collect();
    let (right, left) = (steps_from(surface, right_eye), steps_from(surface, left_eye));
    let mut at = shape.top;
    // How many more points of this half of the outline are nearer to the left eye than to the right one.
    let mut leftness = 0i32;
    for _ in 0..shape.oval {
        let Some(&next) = onwards.get(&at) else { break };
        at = next;
        if at == shape.chin {
            if leftness == 0 {
                break;
            }
            return Ok(leftness > 0);
        }
        leftness += match left.get(&at).cmp(&right.get(&at)) {
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => -1,
        };
    }
    bad(format!("the outline does not lead from point {} past an eye to point {}", shape.top, shape.chin))
}

#[cfg(test)]
mod tests {
    use super::super::MANIFEST;
    use super::super::tests::{SHAPE, SIDE, edges};
    use super::*;

    #[test]
    fn a_drawn_mesh_is_derived() {
        let topology = derive(&edges(), &SHAPE).unwrap();
        let place = |p: u16| if p == 100 { [7.7, 6.7] } else { [f32::from(p % SIDE), f32::from(p / SIDE)] };
        for triangle in &topology.triangles {
            let [a, b, c] = triangle.map(place);
            let area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
            assert!(area > 0.0, "{triangle:?} faces away");
        }
        assert_eq!(topology.right_eye, [22, 23, 33, 32]);
        assert_eq!(topology.left_eye, [26, 27, 37, 36]);
        assert_eq!(topology.lips_inner, [64, 65, 75, 74]);
        assert_eq!(topology.lips_outer.len(), 12);
        assert_eq!(topology.oval.first(), Some(&0));
        assert_eq!(topology.right_brow, [11, 12, 13]);
        assert_eq!(topology.left_brow, [16, 17, 18]);
    }

    /// What the person's right is decides which side is the front.
    #[test]
    fn exchanged_eyes_turn_the_mesh_round() {
        let text = edges().replace("LEFT", "x").replace("RIGHT", "LEFT").replace("x", "RIGHT");
        let (one, other) = (derive(&edges(), &SHAPE).unwrap(), derive(&text, &SHAPE).unwrap());
        assert_ne!(one.triangles, other.triangles);
        assert_eq!(one.left_eye, other.right_eye);
    }

    #[test]
    fn only_pairs_of_numbers_are_read() {
        let read = |inside: &str| set(&format!("FACEMESH_A = frozenset([{inside}])\n"), "A");
        assert_eq!(read(" (1, 2),(3,4) ,\n (2,1), ").unwrap(), Edges::from([(1, 2), (3, 4)]));
        assert!(read("").unwrap().is_empty());
        for wrong in [
            "(1, 2) (3, 4)",
            "(1)",
            "(1, 2, 3)",
            "(-1, 2)",
            "(1, 478)",
            "(1, 1)",
            "f(1, 2)",
            "(1, 0x2)",
            "()",
            ",",
            "(1, ２)",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(read(&"(1, 2),".repeat(MOST_PAIRS)).is_ok());
        assert!(read(&"(1, 2),".repeat(MOST_PAIRS + 1)).is_err());
        for text in
            ["", "FACEMESH_A = frozenset([(1, 2)", "x FACEMESH_A = frozenset([(1, 2)])", "# FACEMESH_A"]
        {
            assert!(set(text, "A").is_err(), "{text}");
        }
    }

    #[test]
    fn other_meshes_are_refused() {
        // A cross of bars: each pair is read, and none of it is a face.
        let crowd: Vec<String> = (0..120).flat_map(|a| (0..a).map(move |b| format!("({a}, {b})"))).collect();
        let crowd = format!("FACEMESH_TESSELATION = frozenset([{}])", crowd.join(","));
        let shape = Shape { edges: 7140, ..SHAPE };
        assert!(derive(&crowd, &shape).unwrap_err().to_string().contains("densely"));
        for (from, to, word) in [
            ("(45, 44)", "(45, 99)", "triangles"),
            ("FACEMESH_LIPS", "FACEMESH_MOUTH", "FACEMESH_LIPS"),
            ("(16, 17)", "(16 17)", "cannot be read"),
            ("FACE_OVAL", "FACE_EDGE", "FACE_OVAL"),
        ] {
            let text = edges().replace(from, to);
            let error = derive(&text, &SHAPE).unwrap_err().to_string();
            assert!(error.contains(word), "{from}: {error}");
        }
        let error = derive(&edges(), &Shape { top: 44, ..SHAPE }).unwrap_err().to_string();
        assert!(error.contains("from point 44"), "{error}");
    }

    /// Of the real mesh, where it is installed.
    #[test]
    fn the_installed_mesh_is_whole() {
        let Ok(models) = super::super::open() else {
            println!("*** SKIPPED: the face models are not installed ***");
            return;
        };
        let topology = models.topology;
        let mut wound = topology.triangles.clone();
        wind_alike(&mut wound).unwrap();
        assert_eq!(wound, topology.triangles);
        let rim = rim(&wound);
        assert_eq!((wound.len(), rim.len()), (852, 88));
        let closed_rim = [&topology.oval, &topology.right_eye, &topology.left_eye, &topology.lips_inner];
        assert_eq!(closed_rim.map(|l| l.len()), [36, 16, 16, 20]);
        assert!(closed_rim.iter().all(|points| closed(points).all(|e| rim.contains_key(&e))));
        let near = by_edge(&wound);
        assert_eq!(topology.lips_outer.len(), 20);
        assert!(closed(&topology.lips_outer).all(|e| near.get(&e).is_some_and(|at| at.len() == 2)));
        let shape = MANIFEST.shape;
        assert!(topology.oval.contains(&shape.top) && topology.oval.contains(&shape.chin));
    }
}
