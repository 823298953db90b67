//! Things side by side: one of four answers in each cell, never confused.

use std::collections::{BTreeMap, HashMap};

use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use crate::exec::answer::{Cell, Heading, Row, Table, Value};
use crate::exec::tables::text;
use crate::plan::{Aspect, Beside};
use crate::store::Dataset;
use crate::words::{Lexicon, Number};

/// Marks a cell that fine print limits.
const MARK: &str = "*";

/// The four answers, and what lies between yes and no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// Affirmed.
    Yes,
    /// Denied.
    No,
    /// Some affirm, some deny.
    YesAndNo,
    /// Something is said that is neither.
    Neither,
    /// One looked and found nothing.
    NotFound,
    /// Nothing is recorded.
    NobodyLooked,
}

impl Stance {
    /// `yes`, `no`, `looked and not found` …
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::YesAndNo => "yes and no",
            Self::Neither => "neither yes nor no",
            Self::NotFound => "looked and not found",
            Self::NobodyLooked => "nobody looked",
        }
    }
}

/// What is said of one thing on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// One of the answers.
    pub stance: Stance,
    /// The last day on which one looked and found nothing.
    pub looked: Option<String>,
    /// True where fine print limits it.
    pub limited: bool,
}

/// Things side by side, by topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideBySide {
    /// The topics, in the order of the rows.
    pub topics: Vec<Term>,
    /// What is said on each topic, of each thing in the order in which they were asked.
    pub said: Vec<Vec<Said>>,
}

/// What was heard of one thing on one topic.
#[derive(Debug, Default)]
struct Heard {
    aspects: Vec<Aspect>,
    /// The last day on which one looked.
    looked: Option<String>,
}

/// Rows of a comparison → what is said of each thing on each topic.
pub(super) fn side_by_side(
    rows: Vec<Vec<Option<Term>>>,
    beside: &Beside,
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> SideBySide {
    let mut heard: HashMap<(Term, Term), Heard> = HashMap::new();
    let mut spoken_of: BTreeMap<String, Term> = BTreeMap::new();
    for row in rows {
        let mut terms = row.into_iter();
        let (Some(thing), Some(topic), Some(Term::Literal(word))) =
            (terms.next().flatten(), terms.next().flatten(), terms.next().flatten())
        else {
            continue;
        };
        let day = terms.next().flatten();
        let label = format!("{}\u{0}{topic}", text(&topic, lexicon, dataset));
        spoken_of.insert(label, topic.clone());
        let cell = heard.entry((thing, topic)).or_default();
        let aspects = Aspect::ALL.into_iter();
        cell.aspects.extend(aspects.filter(|it| it.word() == word.value()));
        if let Some(Term::Literal(day)) = day {
            let day = Some(day.value().to_owned());
            cell.looked = cell.looked.take().max(day);
        }
    }
    let topics: Vec<Term> = if beside.topics.is_empty() {
        spoken_of.into_values().collect()
    } else {
        let is_heard = |topic: &&NamedNode| {
            let topic = Term::from((*topic).clone());
            spoken_of.values().any(|known| *known == topic)
        };
        let shown = beside.topics.iter();
        let shown = shown.filter(|topic| beside.asked.contains(topic) || is_heard(topic));
        shown.cloned().map(Term::from).collect()
    };
    let of_topic = |topic: &Term| {
        let things = beside.things.iter().cloned().map(Term::from);
        things.map(|thing| said(heard.get(&(thing, topic.clone())))).collect()
    };
    SideBySide { said: topics.iter().map(of_topic).collect(), topics }
}

/// One of the answers; two where some affirm and others deny.
fn said(heard: Option<&Heard>) -> Said {
    let is = |aspect| heard.is_some_and(|heard| heard.aspects.contains(&aspect));
    let stance = match (is(Aspect::Yes), is(Aspect::No), is(Aspect::Looked)) {
        _ if heard.is_none() => Stance::NobodyLooked,
        // What was not found is no denial, whatever stance the finding takes.
        (false, _, true) | (_, false, true) => Stance::NotFound,
        (true, true, _) => Stance::YesAndNo,
        (true, false, _) => Stance::Yes,
        (false, true, _) => Stance::No,
        (false, false, false) => Stance::Neither,
    };
    let looked = heard.and_then(|heard| heard.looked.clone());
    Said { looked: looked.filter(|_| stance == Stance::NotFound), limited: is(Aspect::Limited), stance }
}

/// Rows of topics, columns of things.
pub(super) fn table_of(beside: &Beside, answers: &SideBySide, lexicon: &Lexicon, dataset: &Dataset) -> Table {
    let contrast = lexicon.contrast().expect("a comparison was planned");
    let kind = lexicon.end(contrast.topics);
    let things = beside.things.iter().cloned().map(Term::from);
    let labels = things.map(|thing| text(&thing, lexicon, dataset));
    let topic = Heading::of_values(lexicon.kind_word(kind, Number::Singular));
    let headings = std::iter::once(topic).chain(labels.map(Heading::of_values));
    let rows = answers.topics.iter().zip(&answers.said);
    let rows = rows.map(|(topic, said)| {
        let name = Cell { values: vec![Value { term: topic.clone(), text: text(topic, lexicon, dataset) }] };
        let cells = said.iter().map(|said| Cell::of_text(words(said)));
        Row { cells: std::iter::once(name).chain(cells).collect() }
    });
    Table {
        headings: headings.collect(),
        rows: rows.collect(),
        noun: lexicon.kind_word(kind, Number::Plural).to_owned(),
        singular: lexicon.kind_word(kind, Number::Singular).to_owned(),
        things: answers.topics.len(),
        subjects: None,
    }
}

fn words(said: &Said) -> String {
    let words = said.stance.words();
    let answer = match (said.stance, &said.looked) {
        (Stance::NotFound, Some(day)) => format!("{words}, {day}"),
        _ => words.to_owned(),
    };
    let mark = if said.limited { MARK } else { "" };
    format!("{answer}{mark}")
}

/// What the mark means, if it is in a table.
pub(super) fn legend(answers: &SideBySide) -> Option<String> {
    let mut said = answers.said.iter().flatten();
    said.any(|said| said.limited).then(|| format!("{MARK} limited by fine print"))
}
