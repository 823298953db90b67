//! Questions about the support of one thing as sets: what a thing ultimately rests on, what ultimately rests
//! on a thing. How much of its support each loses is counted on the graph: `graph::SupportGraph`.

use crate::plan::concept::Concept;
use crate::question::Thing;
use crate::words::{Direction, KindId, Lexicon, Path, Step, Support};

/// The things on which one thing ultimately rests, itself included, and their kind.
pub(super) fn support_set(thing: &Thing, lexicon: &Lexicon) -> (KindId, Concept) {
    let this = Concept::OneOf(vec![thing.iri.clone()]);
    let Some(support) = lexicon.support() else {
        return (thing.kind, this);
    };
    match repeat_path(support, lexicon, false) {
        Some(rests) => (support.of, Concept::some(rests.inverse(), this)),
        None => (support.of, this),
    }
}

/// All that ultimately rests on one thing, and its kind.
pub(super) fn dependent_set(thing: &Thing, lexicon: &Lexicon) -> (KindId, Concept) {
    let this = Concept::OneOf(vec![thing.iri.clone()]);
    let Some(support) = lexicon.support() else {
        return (thing.kind, Concept::Nothing);
    };
    let things = Concept::Class(lexicon.kind(support.of).classes.clone());
    let mut ways = Vec::new();
    if lexicon.overlap(thing.kind, support.of) {
        ways.extend(repeat_path(support, lexicon, true));
    }
    let rests = repeat_path(support, lexicon, false).unwrap_or(Path(Vec::new()));
    let grounds = support.grounds.iter().map(|link| rests.then(&lexicon.path(*link)));
    if lexicon.overlap(thing.kind, support.ground) {
        ways.extend(grounds.clone());
    }
    if let Some(link) = support.answerable
        && lexicon.overlap(thing.kind, lexicon.end(link))
    {
        ways.extend(grounds.map(|way| way.then(&lexicon.path(link))));
    }
    let ways = ways.into_iter().map(|way| Concept::some(way, this.clone()));
    (support.of, Concept::all(vec![things, Concept::Either(ways.collect())]))
}

/// The repeated path to what a thing is concluded from; `None` if it cannot be repeated.
fn repeat_path(support: &Support, lexicon: &Lexicon, at_least_once: bool) -> Option<Path> {
    let paths = support.rests.iter().map(|link: &Direction| lexicon.path(*link));
    let mut paths: Vec<Path> = paths.filter(Path::is_repeatable).collect();
    let path = match paths.len() {
        0 => return None,
        1 => paths.remove(0),
        _ => Path(vec![Step::Either(paths)]),
    };
    Some(Path(vec![Step::Repeat { path, at_least_once }]))
}
