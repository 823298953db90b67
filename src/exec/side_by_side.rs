//! Things side by side: one of four answers in each cell, never confused.

use std::collections::{BTreeMap, HashMap};

use oxigraph::model::{Literal, NamedNode, Term};

use crate::exec::answer::{Cell, Heading, Row, Table, Value};
use crate::exec::tables::text;
use crate::plan::{Aspect, Beside};
use crate::store::Dataset;
use crate::words::{Lexicon, Number};

/// Marks a cell that fine print limits.
const MARK: &str = "*";

/// What is said of one thing on one topic.
#[derive(Debug, Default)]
struct Said {
    aspects: Vec<Aspect>,
    /// The last day on which one looked.
    looked: Option<String>,
}

/// Rows of topics, columns of things.
pub(super) fn side_by_side(
    rows: Vec<Vec<Option<Term>>>,
    beside: &Beside,
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> Table {
    let mut said: HashMap<(Term, Term), Said> = HashMap::new();
    let mut spoken_of: BTreeMap<String, Term> = BTreeMap::new();
    for row in rows {
        let mut terms = row.into_iter();
        let (Some(thing), Some(topic), Some(Term::Literal(word))) = (
            terms.next().flatten(),
            terms.next().flatten(),
            terms.next().flatten(),
        ) else {
            continue;
        };
        let day = terms.next().flatten();
        let label = format!("{}\u{0}{topic}", text(&topic, lexicon, dataset));
        spoken_of.insert(label, topic.clone());
        let cell = said.entry((thing, topic)).or_default();
        let aspects = Aspect::ALL.into_iter();
        cell.aspects
            .extend(aspects.filter(|it| it.word() == word.value()));
        if let Some(Term::Literal(day)) = day {
            let day = Some(day.value().to_owned());
            cell.looked = cell.looked.take().max(day);
        }
    }
    let topics: Vec<Term> = if beside.topics.is_empty() {
        spoken_of.into_values().collect()
    } else {
        let heard = |topic: &&NamedNode| {
            let topic = Term::from((*topic).clone());
            spoken_of.values().any(|known| *known == topic)
        };
        let shown = beside.topics.iter();
        let shown = shown.filter(|topic| beside.asked.contains(topic) || heard(topic));
        shown.cloned().map(Term::from).collect()
    };
    let contrast = lexicon.contrast().expect("a comparison was planned");
    let kind = lexicon.end(contrast.topics);
    let things: Vec<Term> = beside.things.iter().cloned().map(Term::from).collect();
    let mut headings = vec![Heading::of_values(
        lexicon.kind_word(kind, Number::Singular),
    )];
    let labels = things.iter().map(|thing| text(thing, lexicon, dataset));
    headings.extend(labels.map(Heading::of_values));
    let of_topic = |topic: &Term| {
        let name = Cell {
            values: vec![Value {
                term: topic.clone(),
                text: text(topic, lexicon, dataset),
            }],
        };
        let cells = things.iter().map(|thing| {
            let said = said.get(&(thing.clone(), topic.clone()));
            let words = words(said);
            Cell {
                values: vec![Value {
                    term: Literal::new_simple_literal(words.as_str()).into(),
                    text: words,
                }],
            }
        });
        Row {
            cells: std::iter::once(name).chain(cells).collect(),
        }
    };
    Table {
        headings,
        rows: topics.iter().map(of_topic).collect(),
        noun: lexicon.kind_word(kind, Number::Plural).to_owned(),
        singular: lexicon.kind_word(kind, Number::Singular).to_owned(),
        things: topics.len(),
        subjects: None,
    }
}

/// One of the four answers; two where some affirm and others deny.
fn words(said: Option<&Said>) -> String {
    let Some(said) = said else {
        return "nobody looked".to_owned();
    };
    let is = |aspect| said.aspects.contains(&aspect);
    let answer = match (is(Aspect::Yes), is(Aspect::No), is(Aspect::Looked)) {
        // What was not found is no denial, whatever stance the finding takes.
        (false, _, true) | (_, false, true) => match &said.looked {
            Some(day) => format!("looked and not found, {day}"),
            None => "looked and not found".to_owned(),
        },
        (true, true, _) => "yes and no".to_owned(),
        (true, false, _) => "yes".to_owned(),
        (false, true, _) => "no".to_owned(),
        (false, false, false) => "neither yes nor no".to_owned(),
    };
    let mark = if is(Aspect::Limited) { MARK } else { "" };
    format!("{answer}{mark}")
}

/// What the mark means, if it is in a table.
pub(super) fn legend(table: &Table) -> Option<String> {
    let cells = table.rows.iter().flat_map(|row| &row.cells[1..]);
    let mut values = cells.flat_map(|cell| &cell.values);
    values
        .any(|value| value.text.ends_with(MARK))
        .then(|| format!("{MARK} limited by fine print"))
}
