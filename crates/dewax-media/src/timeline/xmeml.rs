//! Reads Final Cut Pro 7 XML (`.xml`, `xmeml` of version 4 and 5), as Premiere and Resolve write it: sequences of tracks, clips with their
//! places.

use super::clock::has_drop;
use super::layers::{Carried, Piece, seen, too_many, too_much};
use super::lost::{Lost, named};
use super::xmeml_item::{self, Filters, Place};
use super::xmeml_parts::{Element, Ids, begins, child, children, own_rate, says, text};
use super::{Bad, MOST_CLIPS, Timeline};
use crate::rational::Rational;
use roxmltree::{Document, NodeId, ParsingOptions};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Elements and texts that are read: a clip of Premiere with its effects has some hundred, and one takes eighty bytes of memory.
const MOST_NODES: u32 = 1 << 22;
/// So deep sequences may lie in each other: each costs a place on the stack, and nobody nests a tenth of it.
const MOST_DEEP: usize = 32;
/// Items and tracks that are looked at, those of nested sequences each time that they are shown.
const MOST_ITEMS: usize = MOST_CLIPS * 4;
/// Bytes of files and sequences that are looked at where only their `id` is said, each time that it is: eight times the largest list that is read.
/// A film of 5000 parts of long files has a tenth of it.
const MOST_AGAIN: usize = 8 * super::MOST_BYTES as usize;

/// Reads a file's bytes. Names as they stand are looked for in `folder`, to tell them from encoded ones.
pub(super) fn parse(bytes: &[u8], folder: Option<&Path>) -> Result<Timeline, Bad> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| Bad::new("it is not UTF-8; export it again"))?;
    // A short file could say in them a text that fills the memory. Every such file has a <!DOCTYPE xmeml>, none declares anything in it.
    if text.contains("<!ENTITY") {
        return Err(Bad::new("it declares entities, which no editing program does; export it again"));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| Bad::new(format!("it is no XML that can be read ({error}); export it again")))?;
    read(&document, folder)
}

fn read<'a>(document: &'a Document<'a>, folder: Option<&Path>) -> Result<Timeline, Bad> {
    let root = document.root_element();
    let name = root.tag_name().name();
    if name != "xmeml" {
        let hint = if name == "fcpxml" { ", which is of another program (Final Cut Pro X)" } else { "" };
        return Err(Bad::new(format!(
            "it begins with <{}>{hint}, and Final Cut Pro 7 XML begins with <xmeml>; export that, or an .otio",
            named(name).trim_matches('`')
        )));
    }
    let ids = Ids::of(document);
    let mut lost = Lost::default();
    let film = film_of(root, &ids, &mut lost)?;
    let rate = own_rate(film)?
        .ok_or_else(|| Bad::new("nothing in it says how many frames a second the film has: no <rate>"))?;
    let start = begins(film, rate)?;
    let mut reader = Reader {
        ids,
        film: rate,
        folder,
        lost,
        filters: Filters::default(),
        items: 0,
        again: 0,
        sizes: HashMap::new(),
        carried: Carried::default(),
    };
    let pieces = reader.sequence(film, rate, &mut Vec::new())?;
    if pieces.is_empty() {
        return Err(Bad::new(
            "it has no part with pictures; give a list with at least one clip in a video track",
        ));
    }
    let start_frame = start.as_ref().map_or(0, |start| start.frame);
    let clips = pieces.into_iter().map(|piece| {
        let mut clip = piece.clip;
        clip.record_frame = start_frame.saturating_add(piece.from.round() as i64);
        clip
    });
    let name = reader.lost.short(text_of_name(film));
    reader.filters.say(&mut reader.lost);
    Ok(Timeline {
        name,
        rate,
        rate_is_guessed: false,
        drop_frame: start.is_some_and(|start| start.drops) && has_drop(rate),
        start_frame,
        clips: clips.collect(),
        lost: reader.lost.told(),
    })
}

fn text_of_name(node: Element<'_>) -> &str {
    text(node, "name")
}

/// The film of a file: the first sequence that lies in no other one.
fn film_of<'a>(root: Element<'a>, ids: &Ids<'a>, lost: &mut Lost) -> Result<Element<'a>, Bad> {
    let is_top = |node: &Element<'_>| {
        node.parent().is_some_and(|parent| parent.has_tag_name("xmeml") || parent.has_tag_name("children"))
    };
    let all = || root.descendants().filter(|node| node.has_tag_name("sequence"));
    let nested: HashSet<_> = all().filter(|node| !is_top(node)).map(|node| ids.whole(node).id()).collect();
    let mut told = HashSet::new();
    let tops = all().filter(is_top).map(|node| ids.whole(node)).filter(|node| told.insert(node.id()));
    let tops: Vec<Element<'a>> = tops.collect();
    let film = tops.iter().find(|node| !nested.contains(&node.id())).or(tops.first()).copied();
    let film =
        film.ok_or_else(|| Bad::new("it holds no <sequence>; export the sequence, not a bin of clips"))?;
    for other in tops.iter().filter(|node| **node != film && !nested.contains(&node.id())) {
        lost.say(format!("the sequence {} beside the first", named(text_of_name(*other))));
    }
    Ok(film)
}

/// An element with all that it holds, in bytes as a file has them: sixteen for each node, which is a short one, and its texts.
fn size_of_all(node: Element<'_>) -> usize {
    let text = |node: Element<'_>| if node.is_text() { node.text().map_or(0, str::len) } else { 0 };
    node.descendants().map(|node| 16 + text(node)).sum()
}

struct Reader<'a, 'f> {
    ids: Ids<'a>,
    film: Rational,
    folder: Option<&'f Path>,
    lost: Lost,
    filters: Filters,
    items: usize,
    /// See [`MOST_AGAIN`].
    again: usize,
    /// How much those are.
    sizes: HashMap<NodeId, usize>,
    carried: Carried,
}

impl<'a> Reader<'a, '_> {
    /// The parts of a sequence of `rate`, in frames of the film from its start. `around` are the sequences that it lies in.
    fn sequence(
        &mut self,
        node: Element<'a>,
        rate: Rational,
        around: &mut Vec<Element<'a>>,
    ) -> Result<Vec<Piece>, Bad> {
        if around.contains(&node) {
            self.lost.say(format!("the sequence {}, which lies in itself", named(text_of_name(node))));
            return Ok(Vec::new());
        }
        if around.len() >= MOST_DEEP {
            return Err(Bad::new(format!(
                "sequences lie in each other more than {MOST_DEEP} deep; export it flat"
            )));
        }
        if children(node, "marker").next().is_some() {
            self.lost.say("markers of a whole sequence".to_owned());
        }
        let media = child(node, "media");
        let sound =
            media.and_then(|media| child(media, "audio")).into_iter().flat_map(|a| children(a, "track"));
        let sound = sound.filter(|track| child(*track, "clipitem").is_some()).count();
        if sound > 0 {
            self.lost.say(format!("{sound} tracks that hold no pictures"));
        }
        around.push(node);
        let mut tracks = Vec::new();
        for track in
            media.and_then(|media| child(media, "video")).into_iter().flat_map(|v| children(v, "track"))
        {
            self.counted()?;
            if says(track, "enabled", "FALSE") {
                self.lost.say("a track that is switched off".to_owned());
                continue;
            }
            tracks.push(self.track(track, rate, around)?);
        }
        around.pop();
        let several = tracks.iter().filter(|track| !track.is_empty()).count() > 1;
        let (pieces, hidden) = seen(tracks)?;
        if several && hidden > 0 {
            self.lost.say(format!("what lies below other tracks: of {hidden} parts not all is seen"));
        }
        Ok(pieces)
    }

    /// Counts an item, or a track.
    fn counted(&mut self) -> Result<(), Bad> {
        self.items += 1;
        if self.items > MOST_ITEMS { Err(too_many()) } else { Ok(()) }
    }

    /// The file or sequence of an item; one that is said elsewhere counts with all that it says.
    fn whole(&mut self, item: Element<'a>, name: &str) -> Result<Option<Element<'a>>, Bad> {
        let Some(node) = child(item, name) else { return Ok(None) };
        let whole = self.ids.whole(node);
        if whole != node {
            // Counting costs as much as looking, and counts as that.
            let size = *self.sizes.entry(whole.id()).or_insert_with(|| size_of_all(whole));
            self.again = self.again.saturating_add(size);
        }
        if self.again > MOST_AGAIN { Err(too_much()) } else { Ok(Some(whole)) }
    }

    fn track(
        &mut self,
        track: Element<'a>,
        rate: Rational,
        around: &mut Vec<Element<'a>>,
    ) -> Result<Vec<Piece>, Bad> {
        let kinds = ["clipitem", "generatoritem", "transitionitem"];
        let items: Vec<Element<'a>> =
            track.children().filter(|node| kinds.iter().any(|kind| node.has_tag_name(*kind))).collect();
        let mut row = Vec::new();
        for (number, item) in items.iter().enumerate() {
            self.counted()?;
            if row.len() > MOST_CLIPS {
                return Err(too_many());
            }
            let (item, name) = (*item, text_of_name(*item));
            if item.has_tag_name("transitionitem") {
                let kind =
                    child(item, "effect").map(text_of_name).filter(|kind| !kind.is_empty()).unwrap_or("?");
                self.lost.say(format!("the transition {}: it is a cut here", named(kind)));
            } else if item.has_tag_name("generatoritem") {
                self.lost.say(format!("{}, which a program draws", named(name)));
            } else if says(item, "enabled", "FALSE") {
                self.lost.say(format!("{}, which is switched off", named(name)));
            } else {
                let beside = |at: Option<usize>| at.and_then(|at| items.get(at)).copied();
                let own = own_rate(item)?.unwrap_or(rate);
                let neighbours = [beside(number.checked_sub(1)), beside(number.checked_add(1))];
                match Place::of(item, own, neighbours, rate)? {
                    Some(place) => {
                        let pieces = self.item(item, &place, around)?;
                        pieces.iter().try_for_each(|piece| self.carried.add(piece))?;
                        row.extend(pieces);
                    }
                    None => self.lost.say(format!("{}, which has no place in the film", named(name))),
                }
            }
        }
        // Written in their order by every program, and cheap to have so.
        row.sort_by(|a, b| a.from.total_cmp(&b.from));
        self.told_overlaps(&row);
        Ok(row)
    }

    fn told_overlaps(&mut self, row: &[Piece]) {
        for pair in row.windows(2).filter(|pair| pair[1].from < pair[0].to - 1e-6) {
            self.lost.say(format!(
                "that {} begins before the end of {}",
                named(&pair[1].clip.name),
                named(&pair[0].clip.name)
            ));
        }
    }

    /// The parts that an item shows: a file's, or those of a sequence.
    fn item(
        &mut self,
        item: Element<'a>,
        place: &Place,
        around: &mut Vec<Element<'a>>,
    ) -> Result<Vec<Piece>, Bad> {
        let [from, to] = [place.start, place.end].map(|at| at / place.rate.value() * self.film.value());
        let Some(sequence) = self.whole(item, "sequence")? else {
            let file = self.whole(item, "file")?;
            let clip = xmeml_item::clip(item, file, place, self.folder, &mut self.lost, &mut self.filters)?;
            return Ok(clip.map(|clip| Piece { clip, from, to }).into_iter().collect());
        };
        let speed = xmeml_item::told_filters(item, &mut self.lost, &mut self.filters);
        let inner = self.sequence(sequence, own_rate(sequence)?.unwrap_or(place.rate), around)?;
        let first = place.inside(speed) / place.own.value() * self.film.value();
        let shown = inner.iter().filter_map(|piece| piece.between(first, first + (to - from)));
        Ok(shown.map(|piece| piece.later(from - first)).collect())
    }
}
