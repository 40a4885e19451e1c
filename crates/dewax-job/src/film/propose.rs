//! What could be persons, scenes and heroes of a film, each with the reason. Proposals: the user edits them.

use super::Tones;
use dewax::analysis::Looks;
use dewax::face::{Descriptor, SamePerson};

/// So much of their colours have two shots of one place in common. Of 153 pairs of clips of different places 4 had more, of 18 clips
/// none had less with itself but one that turns from day to night.
const SAME_PLACE: f32 = 0.7;
/// The same apart from a grade, for shots with a person in common: different places had less in half of the pairs, halves of one clip
/// with different grades in one of four.
const SAME_BUT_FOR_GRADE: f32 = 0.58;

/// Faces of two files are one person from here on. In 40 shots of 12 persons shots of one had 0.92 and more, those of two 0.84 and less; what is
/// worth a suggestion within one clip (0.75, see `dewax::analysis`) made one person of five.
const SAME_PERSON: f32 = 0.88;

/// A face of a shot, in those pictures where it was held.
#[derive(Clone, Debug, Default)]
pub(crate) struct FaceSeen {
    /// How it looks.
    pub(crate) looks: Vec<Looks>,
    /// Who it is, where persons are told apart and it was seen well.
    pub(crate) who: Option<Descriptor>,
}

impl FaceSeen {
    /// How near the two are if they are taken for one person, and in words how that was told: by their descriptors, else by their looks.
    fn same(&self, other: &Self) -> Option<(f32, String)> {
        if let Some(apart) = self.who.as_ref().zip(other.who.as_ref()).map(|(a, b)| a.distance(b)) {
            let is_one = SamePerson::of(apart) == SamePerson::Yes;
            // Nearer than any looks.
            return is_one.then(|| (2.0 - apart, format!("is who is in {{}} (distance {apart:.2})")));
        }
        let pairs = self.looks.iter().flat_map(|a| other.looks.iter().map(move |b| a.alike(b)));
        let score = pairs.fold(0.0f32, f32::max);
        (score >= SAME_PERSON).then(|| (score, format!("may be who is in {{}} (likeness {score:.2})")))
    }
}

/// What is seen of a shot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Its name.
    pub(crate) name: String,
    /// The pictures that were looked at.
    pub(crate) tones: Vec<Tones>,
    /// Its faces.
    pub(crate) faces: Vec<FaceSeen>,
    /// Side of its largest face in heights of the picture; 0 where there is none.
    pub(crate) face_share: f32,
    /// How far the colour of its skin drifts, CIEDE2000.
    pub(crate) drift_de: f32,
}

/// A scene that was proposed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProposedScene {
    /// Its shots, by their place in the film.
    pub(crate) shots: Vec<usize>,
    /// The hero, where there is skin to be matched.
    pub(crate) hero: Option<usize>,
    /// Why, in sentences.
    pub(crate) why: Vec<String>,
}

/// What was proposed for a film.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proposed {
    /// Names of the persons in each shot.
    pub(crate) persons: Vec<Vec<String>>,
    /// Why a person was taken for one of an earlier shot, per shot.
    pub(crate) alike: Vec<Vec<String>>,
    /// The scenes.
    pub(crate) scenes: Vec<ProposedScene>,
}

/// Proposes all of it. Shots stand in the order of the film.
pub(crate) fn propose(shots: &[Seen]) -> Proposed {
    let (persons, alike) = persons(shots);
    let mut scenes: Vec<ProposedScene> = Vec::new();
    for (at, shot) in shots.iter().enumerate() {
        // The nearest earlier shot speaks for its scene: what is shot in one place stands together.
        let found = scenes.iter().enumerate().filter_map(|(number, scene)| {
            let told = |&other: &usize| reason(shot, &shots[other], &persons[at], &persons[other]);
            let best = scene.shots.iter().rev().filter_map(told).max_by(|a, b| a.0.total_cmp(&b.0))?;
            Some((number, best))
        });
        match found.max_by(|a, b| a.1.0.total_cmp(&b.1.0)) {
            Some((number, (_, why))) => {
                scenes[number].shots.push(at);
                scenes[number].why.push(why);
            }
            None => scenes.push(ProposedScene { shots: vec![at], hero: None, why: Vec::new() }),
        }
    }
    for scene in &mut scenes {
        if let Some((hero, why)) = hero_of(&scene.shots, shots, &persons) {
            scene.hero = Some(hero);
            scene.why.extend(Some(why).filter(|_| scene.shots.len() > 1));
        }
    }
    Proposed { persons, alike, scenes }
}

/// Why a shot could be of the scene of another one, and how much speaks for it.
fn reason(shot: &Seen, other: &Seen, persons: &[String], others: &[String]) -> Option<(f32, String)> {
    let best = |of: fn(&Tones, &Tones) -> f32| {
        let pairs = shot.tones.iter().flat_map(|a| other.tones.iter().map(move |b| of(a, b)));
        pairs.fold(0.0f32, f32::max)
    };
    let (place, but_for) = (best(Tones::alike), best(Tones::alike_but_for_a_grade));
    let common: Vec<&str> = persons.iter().filter(|p| others.contains(p)).map(String::as_str).collect();
    let percent = |share: f32| (100.0 * share).round();
    if place >= SAME_PLACE {
        let who =
            if common.is_empty() { String::new() } else { format!(", and {} in common", common.join(", ")) };
        let text = format!(
            "{} looks like {}: {} % of their colours in common{who}",
            shot.name,
            other.name,
            percent(place)
        );
        return Some((place + common.len() as f32, text));
    }
    (!common.is_empty() && but_for >= SAME_BUT_FOR_GRADE).then(|| {
        let text = format!(
            "{} has {} in common with {}, and {} % of the colours but for a grade",
            shot.name,
            common.join(", "),
            other.name,
            percent(but_for)
        );
        (but_for + common.len() as f32, text)
    })
}

/// A name, and in which shots its face was seen.
type Person<'a> = (String, Vec<(usize, &'a FaceSeen)>);

/// Names of the persons of each shot, and why one was taken for another's.
fn persons(shots: &[Seen]) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let mut known: Vec<Person<'_>> = Vec::new();
    let (mut names, mut said) = (vec![Vec::new(); shots.len()], vec![Vec::new(); shots.len()]);
    for (at, shot) in shots.iter().enumerate() {
        for face in &shot.faces {
            // A person is once in a shot.
            let others = known.iter().enumerate().filter(|(_, (name, _))| !names[at].contains(name));
            let best = others
                .flat_map(|(number, (_, seen))| {
                    seen.iter().filter_map(move |(shot, known)| Some((number, *shot, face.same(known)?)))
                })
                .max_by(|a, b| a.2.0.total_cmp(&b.2.0));
            match best {
                Some((number, like, (_, words))) => {
                    let (name, seen) = &mut known[number];
                    said[at].push(format!("{name} {}", words.replace("{}", &shots[like].name)));
                    seen.push((at, face));
                    names[at].push(name.clone());
                }
                None => {
                    let name = format!("person {}", known.len() + 1);
                    names[at].push(name.clone());
                    known.push((name, vec![(at, face)]));
                }
            }
        }
    }
    (names, said)
}

/// The shot of a scene that the others could be drawn toward, and why: all who are in the scene, then the widest framing, then the
/// least drift. None where no shot has a face.
pub(crate) fn hero_of(scene: &[usize], shots: &[Seen], persons: &[Vec<String>]) -> Option<(usize, String)> {
    let count = |at: usize| persons[at].len().max(shots[at].faces.len());
    let with_face = || scene.iter().copied().filter(|&at| shots[at].face_share > 0.0);
    let most = with_face().map(count).max()?;
    let all = || with_face().filter(|&at| count(at) == most);
    let widest = all().map(|at| shots[at].face_share).fold(f32::INFINITY, f32::min);
    // Framings within a fifth are one: then the calmer shot is the better hero.
    let near = all().filter(|&at| shots[at].face_share <= 1.2 * widest);
    // A drift below 1 is not seen: then the first of them is as good.
    let seen = |at: usize| (shots[at].drift_de.max(0.0) as u32, at);
    let hero = near.min_by_key(|&at| seen(at))?;
    let of_all = if most > 1 {
        format!("the widest shot with {most} faces")
    } else {
        "the widest shot with a face".into()
    };
    let Seen { name, face_share, drift_de, .. } = &shots[hero];
    let why = format!(
        "hero {name}: {of_all} (the face is {:.0} % of the height), its skin drifts by {drift_de:.1} \u{394}E",
        100.0 * face_share
    );
    Some((hero, why))
}

#[cfg(test)]
#[path = "propose_tests.rs"]
mod tests;
