//! Checks of a whole vocabulary: no word has two meanings or is reserved by the language, no path is broken, no value
//! has another type than its attribute says.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedNode, NamedNodeRef, TermRef};

use crate::base::{Blame, Code, Diagnostic};
use crate::lang::is_open_word;
use crate::store::Dataset;
use crate::words::check_citations::check_citations;
use crate::words::check_kinds::check_kinds;
use crate::words::check_records::check_records;
use crate::words::check_types::check_types;
use crate::words::entry::Sense;
use crate::words::ids::KindId;
use crate::words::lexicon::Lexicon;
use crate::words::{Path, Step, fold};

/// A word form, its meaning, and the file and line that state it.
#[derive(Debug, Clone)]
pub(super) struct WordEntry {
    pub(super) words: String,
    pub(super) sense: Sense,
    pub(super) place: String,
}

/// Returns the faults that show only once the whole vocabulary is read.
pub(super) fn check(lexicon: &Lexicon, dataset: &Dataset, entries: &[WordEntry]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    check_reserved_words(entries, &mut problems);
    check_ambiguous_words(lexicon, entries, &mut problems);
    check_chains(lexicon, dataset, &mut problems);
    problems.extend(check_kinds(lexicon, dataset));
    problems.extend(check_types(lexicon, dataset));
    problems.extend(check_records(lexicon, dataset));
    problems.extend(check_citations(lexicon, dataset));
    problems
}

fn check_reserved_words(entries: &[WordEntry], problems: &mut Vec<Diagnostic>) {
    // A phrase for an outcome is matched as a whole, so it may contain reserved words.
    for entry in entries.iter().filter(|it| !matches!(it.sense, Sense::Outcome(..))) {
        let closed = entry.words.split_whitespace().find(|word| !is_open_word(word));
        if let Some(word) = closed {
            problems.push(word_reserved(word, entry));
        } else if entry.words.trim().is_empty() {
            problems.push(word_reserved("", entry));
        }
    }
    problems.dedup();
}

fn check_ambiguous_words(lexicon: &Lexicon, entries: &[WordEntry], problems: &mut Vec<Diagnostic>) {
    let mut by_words: BTreeMap<String, Vec<&WordEntry>> = BTreeMap::new();
    for entry in entries {
        by_words.entry(fold(&entry.words)).or_default().push(entry);
    }
    // The plural of a word clashes where its singular does: report that once.
    let mut told = BTreeSet::new();
    for (words, entries) in by_words {
        let clash = entries.iter().enumerate().find_map(|(at, one)| {
            let later = entries[at + 1..].iter();
            later.filter(|other| clashes(lexicon, one.sense, other.sense)).map(|other| (*one, *other)).next()
        });
        if let Some((one, other)) = clash
            && told.insert((one.place.clone(), other.place.clone()))
        {
            problems.push(ambiguous_word(lexicon, &words, one, other));
        }
    }
}

/// True when a sentence could not tell the two meanings apart.
fn clashes(lexicon: &Lexicon, one: Sense, other: Sense) -> bool {
    let overlap = |a: KindId, b: KindId| lexicon.overlap(a, b);
    let linked = |a, b| {
        let starts = overlap(lexicon.start(a), lexicon.start(b));
        starts && overlap(lexicon.end(a), lexicon.end(b))
    };
    match (one, other) {
        (Sense::Noun(a, _), Sense::Noun(b, _)) => a != b,
        (Sense::Role(a, _), Sense::Role(b, _)) => a != b && overlap(lexicon.start(a), lexicon.start(b)),
        (Sense::Role(a, _), Sense::AttributeNoun(b, _)) | (Sense::AttributeNoun(b, _), Sense::Role(a, _)) => {
            overlap(lexicon.start(a), lexicon.attribute(b).of)
        }
        (Sense::AttributeNoun(a, _), Sense::AttributeNoun(b, _))
        | (Sense::AttributeParticiple(a), Sense::AttributeParticiple(b))
        | (Sense::AttributePreposition(a), Sense::AttributePreposition(b))
        | (Sense::Comparative(a, _), Sense::Comparative(b, _)) => {
            a != b && overlap(lexicon.attribute(a).of, lexicon.attribute(b).of)
        }
        (Sense::Verb(a, _), Sense::Verb(b, _))
        | (Sense::Participle(a), Sense::Participle(b))
        | (Sense::Preposition(a), Sense::Preposition(b)) => a != b && linked(a, b),
        (Sense::Verb(a, _), Sense::AdjectiveVerb(b, _)) | (Sense::AdjectiveVerb(b, _), Sense::Verb(a, _)) => {
            overlap(lexicon.start(a), lexicon.adjective(b).of)
        }
        (Sense::Participle(a), Sense::AttributeParticiple(b))
        | (Sense::AttributeParticiple(b), Sense::Participle(a))
        | (Sense::Preposition(a), Sense::AttributePreposition(b))
        | (Sense::AttributePreposition(b), Sense::Preposition(a)) => overlap(lexicon.start(a), lexicon.attribute(b).of),
        (Sense::Adjective(a), Sense::Adjective(b)) | (Sense::AdjectiveVerb(a, _), Sense::AdjectiveVerb(b, _)) => {
            a != b && overlap(lexicon.adjective(a).of, lexicon.adjective(b).of)
        }
        (Sense::Outcome(a, _), Sense::Outcome(b, _)) => a != b,
        (Sense::Outcome(..), Sense::Verb(..)) | (Sense::Verb(..), Sense::Outcome(..)) => true,
        _ => false,
    }
}

fn check_chains(lexicon: &Lexicon, dataset: &Dataset, problems: &mut Vec<Diagnostic>) {
    for (_, relation) in lexicon.relations() {
        for path in [Some(&relation.path), relation.ultimately.as_ref()].into_iter().flatten() {
            let ends = (Some(relation.from), Some(relation.to));
            if let Some((at, before)) = find_broken_step(lexicon, dataset, path, ends) {
                problems.push(joins_nothing(dataset, &relation.term, &at, before));
            }
        }
    }
    for (_, attribute) in lexicon.attributes() {
        let ends = (Some(attribute.of), None);
        if let Some((at, before)) = find_broken_step(lexicon, dataset, &attribute.path, ends) {
            problems.push(joins_nothing(dataset, &attribute.term, &at, before));
        }
    }
}

/// The first property of the path that does not fit the kind reached so far, or whose end does not fit `to`; with the
/// noun of that kind. Goes by `rdfs:domain` and `rdfs:range`.
fn find_broken_step(
    lexicon: &Lexicon,
    dataset: &Dataset,
    path: &Path,
    (from, to): (Option<KindId>, Option<KindId>),
) -> Option<(NamedNode, String)> {
    let mut here = from;
    let mut last = None;
    for step in &path.0 {
        let (property, start, end) = match step {
            Step::Forward(property) => (property, rdfs::DOMAIN, rdfs::RANGE),
            Step::Backward(property) => (property, rdfs::RANGE, rdfs::DOMAIN),
            Step::Repeat { path, .. } => {
                if let Some(found) = find_broken_step(lexicon, dataset, path, (here, None)) {
                    return Some(found);
                }
                here = None;
                continue;
            }
            Step::Either(paths) => {
                let found = paths.iter().find_map(|path| find_broken_step(lexicon, dataset, path, (here, None)));
                if found.is_some() {
                    return found;
                }
                here = None;
                continue;
            }
            Step::Derived { .. } => {
                here = None;
                continue;
            }
            Step::Where { .. } | Step::OfClass { .. } => continue,
        };
        let starts = kind_at_end(lexicon, dataset, property, start);
        if let (Some(here), Some(starts)) = (here, starts)
            && !lexicon.overlap(here, starts)
        {
            return Some((property.clone(), lexicon.a_kind(here)));
        }
        here = kind_at_end(lexicon, dataset, property, end);
        last = Some(property);
    }
    match (here, to, last) {
        (Some(here), Some(to), Some(last)) if !lexicon.overlap(here, to) => Some((last.clone(), lexicon.a_kind(to))),
        _ => None,
    }
}

fn kind_at_end(lexicon: &Lexicon, dataset: &Dataset, property: &NamedNode, end: NamedNodeRef<'_>) -> Option<KindId> {
    let node = dataset.iri_id(property.as_ref())?;
    let Some(TermRef::NamedNode(class)) = dataset.values(node, end).next() else {
        return None;
    };
    let found = lexicon.kinds().find(|(_, kind)| kind.class.as_ref() == class);
    found.map(|(id, _)| id)
}

/// `say:verb "have"`
fn word_reserved(word: &str, entry: &WordEntry) -> Diagnostic {
    let message = if word.is_empty() {
        "a word form is empty".to_owned()
    } else {
        format!("`{word}` cannot be a word of a vocabulary: the language reserves it, or it is not a word")
    };
    Diagnostic::new(Blame::Data, Code::ReservedWord, message).help(entry.place.clone())
}

/// two relations of one kind that are both said `about`
fn ambiguous_word(lexicon: &Lexicon, words: &str, one: &WordEntry, other: &WordEntry) -> Diagnostic {
    let message = format!("`{words}` has two meanings");
    Diagnostic::new(Blame::Data, Code::TwoMeanings, message)
        .help(format!("{}: {}", one.place, meaning(lexicon, one.sense)))
        .help(format!("{}: {}", other.place, meaning(lexicon, other.sense)))
}

fn meaning(lexicon: &Lexicon, sense: Sense) -> String {
    let link = |direction| {
        let start = lexicon.a_kind(lexicon.start(direction));
        let end = lexicon.a_kind(lexicon.end(direction));
        format!("from {start} to {end}")
    };
    match sense {
        Sense::Noun(noun, _) => {
            let kind = lexicon.noun(noun).kind;
            format!("the noun for {}", lexicon.a_kind(kind))
        }
        Sense::Role(direction, _) => format!("the noun for a link {}", link(direction)),
        Sense::Verb(direction, _) => format!("the verb {}", link(direction)),
        Sense::Participle(direction) => format!("the participle {}", link(direction)),
        Sense::Preposition(direction) => format!("the preposition {}", link(direction)),
        Sense::AttributeNoun(id, _)
        | Sense::AttributeParticiple(id)
        | Sense::AttributePreposition(id)
        | Sense::Comparative(id, _) => {
            format!("an attribute of {}", lexicon.a_kind(lexicon.attribute(id).of))
        }
        Sense::Adjective(id) | Sense::AdjectiveVerb(id, _) => {
            format!("applies to {}", lexicon.a_kind(lexicon.adjective(id).of))
        }
        Sense::Set(_) => "a named set".to_owned(),
        Sense::Outcome(id, _) => format!("an outcome of `{}`", lexicon.outcome_words(id).assurance.as_str()),
    }
}

/// `say:path ( cv:citation cv:publisher )`, where a citation has no publisher
fn joins_nothing(dataset: &Dataset, term: &NamedNode, at: &NamedNode, before: String) -> Diagnostic {
    let message =
        format!("the path of `{}` is broken: `{}` does not fit {before}", dataset.compact(term), dataset.compact(at),);
    let place = dataset.iri_id(term.as_ref()).and_then(|node| {
        let triples = dataset.matching(Some(node), None, None);
        triples.filter_map(|triple| dataset.source_location(triple)).min()
    });
    Diagnostic::new(Blame::Data, Code::JoinsNothing, message).at_location(place)
}
