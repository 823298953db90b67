//! Rows of terms → tables: a row for a thing, for a group or for a property.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Term, TermRef};

use crate::base::spend;
use crate::exec::table::{DisplayTerm, Heading, Table, TableCell, TableRow};
use crate::plan::{AnswerShape, NO_VALUE, OutputColumn, Plan};
use crate::store::{Dataset, Id};
use crate::words::{Lexicon, Number};

pub(super) fn table(
    rows: Vec<Vec<Option<Term>>>,
    headings: Vec<Heading>,
    plan: &Plan,
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> Table {
    let elements = matches!(plan.shape, AnswerShape::Rows { elements: true, .. });
    let marks = FilterMarks::of(plan, lexicon, dataset);
    let mut table = Table {
        headings,
        noun: lexicon.kind_word(plan.kind, Number::Plural).to_owned(),
        singular: lexicon.kind_word(plan.kind, Number::Singular).to_owned(),
        subjects: (!elements).then(Vec::new),
        ..Table::default()
    };
    let mut last: Option<Term> = None;
    for row in rows {
        spend(1 + row.len());
        let mut terms = row.into_iter();
        let thing = terms.next().flatten();
        let again = thing == last;
        if !again {
            table.things += 1;
            if let (Some(subjects), Some(Term::NamedNode(thing))) = (&mut table.subjects, &thing) {
                subjects.push(thing.clone());
            }
        }
        let named = thing.clone().filter(|_| !elements);
        let mut cells: Vec<TableCell> = named
            .map(Some)
            .into_iter()
            .chain(terms)
            .zip(&table.headings)
            .map(|(term, heading)| marks.mark_cell(cell(term, heading.iri, lexicon, dataset), dataset))
            .collect();
        // Elements have no column for the thing: their first value is marked for it.
        if let (true, Some(value)) = (elements, cells.first_mut().and_then(|it| it.values.first_mut())) {
            let word = thing.as_ref().and_then(|thing| marks.word(thing, dataset));
            value.left_out = value.left_out.take().or(word);
        }
        match table.rows.last_mut().filter(|_| again && !elements) {
            Some(known) => add(known, cells),
            None => table.rows.push(TableRow { cells }),
        }
        last = thing;
    }
    table
}

/// Things that the default filter would exclude, if a question lists them all the same: each with the word for it.
struct FilterMarks<'a>(BTreeMap<Id, &'a str>);

impl<'a> FilterMarks<'a> {
    /// Empty if the question excludes all that its kind excludes.
    fn of(plan: &Plan, lexicon: &'a Lexicon, dataset: &Dataset) -> Self {
        let left_out = plan.default_filters.iter().filter(|it| it.subject).map(|it| it.adjectives.len()).sum::<usize>();
        let above = lexicon.kind(plan.kind).above.iter();
        let all: BTreeSet<_> = above.flat_map(|kind| &lexicon.kind(*kind).default_excluded).collect();
        Self(if left_out < all.len() { lexicon.default_exclusion_words(dataset) } else { BTreeMap::new() })
    }

    fn word(&self, term: &Term, dataset: &Dataset) -> Option<String> {
        let id = if self.0.is_empty() || !term.is_named_node() { None } else { dataset.id(term) };
        id.and_then(|id| self.0.get(&id)).map(|word| (*word).to_owned())
    }

    fn mark_cell(&self, mut cell: TableCell, dataset: &Dataset) -> TableCell {
        for value in &mut cell.values {
            value.left_out = self.word(&value.term, dataset);
        }
        cell
    }
}

pub(super) fn heading(column: &OutputColumn) -> Heading {
    Heading { text: column.heading.clone(), iri: column.is_iri() }
}

/// A row for each group, or one for all; the pair names a row, singular and plural.
pub(super) fn groups(
    rows: Vec<Vec<Option<Term>>>,
    headings: Vec<Heading>,
    (singular, noun): (&str, &str),
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> Table {
    let rows: Vec<TableRow> = rows
        .into_iter()
        .map(|terms| {
            let known = |term: &Term| *term != Term::from(NamedNode::from(NO_VALUE));
            let terms = terms.into_iter().zip(&headings);
            let cells = terms.map(|(term, heading)| cell(term.filter(known), heading.iri, lexicon, dataset));
            TableRow { cells: cells.collect() }
        })
        .collect();
    Table {
        headings,
        noun: noun.to_owned(),
        singular: singular.to_owned(),
        things: rows.len(),
        rows,
        ..Table::default()
    }
}

/// Adds the values of another row of the same thing, each once.
fn add(known: &mut TableRow, cells: Vec<TableCell>) {
    for (cell, more) in known.cells.iter_mut().zip(cells) {
        for value in more.values {
            if !cell.values.contains(&value) {
                cell.values.push(value);
            }
        }
    }
}

pub(super) fn cell(term: Option<Term>, iri: bool, lexicon: &Lexicon, dataset: &Dataset) -> TableCell {
    let value = term.map(|term| DisplayTerm {
        text: if iri { dataset.short(term.as_ref()) } else { text(&term, lexicon, dataset) },
        term,
        left_out: None,
    });
    TableCell { values: value.into_iter().collect() }
}

/// The words for a term: the label of a thing, the word for a listed value, the text of a literal.
#[must_use]
pub fn text<'a>(term: impl Into<TermRef<'a>>, lexicon: &Lexicon, dataset: &Dataset) -> String {
    let term = term.into();
    let TermRef::NamedNode(_) = term else {
        return dataset.short(term);
    };
    if let Some(word) = lexicon.value_word(term) {
        return word.to_owned();
    }
    match dataset.id(term) {
        Some(id) => lexicon.label(dataset, id),
        None => dataset.short(term),
    }
}

/// All about one thing, in the words of the vocabulary: its values and links, then what links to it.
pub(super) fn description(
    rows: Vec<Vec<Option<Term>>>,
    thing: &NamedNode,
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> Table {
    let mut table = Table {
        headings: vec![Heading::of_values("property"), Heading::of_values("value")],
        noun: "properties".to_owned(),
        singular: "property".to_owned(),
        things: 1,
        rows: Vec::new(),
        subjects: Some(vec![thing.clone()]),
        ..Table::default()
    };
    let marks = FilterMarks(lexicon.default_exclusion_words(dataset));
    let id = dataset.iri_id(thing.as_ref());
    let kinds = id.map_or_else(Vec::new, |id| lexicon.kinds_of(dataset, id));
    table.rows.push(TableRow {
        cells: vec![
            TableCell::of_text("iri"),
            marks.mark_cell(cell(Some(thing.clone().into()), true, lexicon, dataset), dataset),
        ],
    });
    let nouns = kinds.iter().map(|kind| lexicon.kind_word(*kind, Number::Singular));
    let nouns: Vec<&str> = nouns.collect();
    table.rows.push(TableRow { cells: vec![TableCell::of_text("is"), TableCell::of_text(nouns.join(", "))] });
    for row in rows {
        let mut terms = row.into_iter();
        let (Some(Term::NamedNode(property)), Some(value), Some(incoming)) =
            (terms.next().flatten(), terms.next().flatten(), terms.next().flatten())
        else {
            continue;
        };
        if property == rdf::TYPE && !nouns.is_empty() {
            continue;
        }
        let incoming = matches!(incoming, Term::Literal(flag) if flag.value() == "true");
        let other = dataset.id(&value);
        let ends = other.map_or_else(Vec::new, |id| lexicon.kinds_of(dataset, id));
        let heading = lexicon.property_word(&kinds, property.as_ref(), incoming, &ends);
        let heading = heading.unwrap_or_else(|| {
            let short = dataset.compact(&property);
            if incoming { format!("^{short}") } else { short }
        });
        let loose = other.is_some_and(|it| lexicon.is_dangling_end(dataset, &property, incoming, it));
        let mut value = marks.mark_cell(cell(Some(value), false, lexicon, dataset), dataset);
        if let (true, Some(value)) = (loose, value.values.first_mut()) {
            value.left_out = Some("without a kind".to_owned());
        }
        let name = DisplayTerm { term: property.into(), text: heading, left_out: None };
        let known = table.rows.iter_mut().find(|row| row.cells[0].values.first() == Some(&name));
        match known {
            Some(row) => row.cells[1].values.extend(value.values),
            None => {
                let name = TableCell { values: vec![name] };
                table.rows.push(TableRow { cells: vec![name, value] });
            }
        }
    }
    table
}
