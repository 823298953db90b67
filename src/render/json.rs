//! Answers as JSON. Every cell is a list of typed values; hostile characters are escaped, which JSON
//! allows without loss.

use std::fmt::Write as _;

use oxigraph::model::{Term, Triple};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::base::is_hostile;
use crate::exec::{Answer, Body, Heading, Table, TableCell, TableRow};
use crate::render::context::{AnswerProvenance, RenderContext};

/// The version of the structure of an answer. It changes if a reader of an older one could misunderstand.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct AnswerDocument<'a> {
    format: u32,
    question: &'a str,
    complete: bool,
    data: AnswerProvenance<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    examined: Option<u64>,
    #[serde(skip_serializing_if = "is_zero")]
    unjudged: Option<u64>,
    #[serde(flatten)]
    body: Json,
    notes: &'a [String],
}

fn is_zero(count: &Option<u64>) -> bool {
    *count == Some(0)
}

/// The answer as one document, indented.
pub(super) fn document(answer: &Answer, question: &str, page: RenderContext<'_>) -> String {
    let body = match &answer.body {
        Body::Table(table) => {
            let mut body = json!({
                "columns": headings(table),
                "rows": rows(table, page),
                "things": table.things,
            });
            if !table.answers.is_empty() {
                body["cells"] = json!(table.answers);
            }
            body
        }
        Body::Count { noun, count } => json!({ "count": count, "noun": noun }),
        Body::YesNo { truth, count } => json!({ "answer": truth.as_bool(), "count": count }),
        Body::Triples(triples) => {
            let triples = triples.iter().map(|it| triple(it, page));
            json!({ "triples": triples.collect::<Vec<_>>() })
        }
        Body::Why(why) => json!({ "why": why, "sentence": why.sentence() }),
        Body::Argument(argument) => json!({ "evidence": argument }),
        Body::Loss(loss) => json!({ "loss": loss }),
        Body::Verdict(it) => json!({ "answer": it.yes, "thing": it.thing, "assurance": it.sentence, "cell": it.cell }),
        Body::Comparison(compared) => json!({ "comparison": compared }),
        Body::Defined(sentence) => json!({ "defined": sentence }),
    };
    let document = AnswerDocument {
        format: FORMAT,
        question,
        complete: true,
        data: page.about,
        examined: answer.examined,
        unjudged: answer.unjudged,
        body,
        notes: &answer.notes,
    };
    let text = serde_json::to_string_pretty(&document).expect("an answer is always JSON");
    escape_hostile(&text) + "\n"
}

/// The answer as one object a line.
pub(super) fn lines(answer: &Answer, page: RenderContext<'_>) -> String {
    match &answer.body {
        Body::Table(table) => rows(table, page).iter().map(line).collect(),
        Body::Count { count, .. } => line(&json!({ "count": count })),
        Body::YesNo { truth, count } => line(&json!({ "answer": truth.as_bool(), "count": count })),
        Body::Triples(triples) => triples.iter().map(|it| line(&triple(it, page))).collect(),
        Body::Argument(argument) => line(&json!({ "evidence": argument })),
        Body::Loss(loss) => line(&json!({ "loss": loss })),
        Body::Verdict(it) => {
            line(&json!({ "answer": it.yes, "thing": it.thing, "assurance": it.sentence, "cell": it.cell }))
        }
        Body::Comparison(compared) => compared.rows.iter().map(|row| line(&json!(row))).collect(),
        Body::Why(why) => line(&json!({ "why": why, "sentence": why.sentence() })),
        Body::Defined(_) => String::new(),
    }
}

/// Several tables as one document: a list of rows for each title.
pub(super) fn tables_document<'a>(
    tables: impl Iterator<Item = &'a (&'a str, &'a Table)>,
    page: RenderContext<'_>,
) -> String {
    let lists = tables.map(|(title, table)| (title.to_lowercase(), rows(table, page).into()));
    let document = Json::Object(lists.collect());
    let text = serde_json::to_string_pretty(&document).expect("tables are always JSON");
    escape_hostile(&text) + "\n"
}

/// The rows of several tables, one object a line, each with its table's title.
pub(super) fn table_lines<'a>(
    tables: impl Iterator<Item = &'a (&'a str, &'a Table)>,
    page: RenderContext<'_>,
) -> String {
    let lines = tables.flat_map(|(title, table)| {
        rows(table, page).into_iter().map(|mut row| {
            row["table"] = title.to_lowercase().into();
            line(&row)
        })
    });
    lines.collect()
}

fn line(value: &Json) -> String {
    escape_hostile(&value.to_string()) + "\n"
}

/// The headings; equal ones get a number.
fn headings(table: &Table) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for heading in &table.headings {
        let mut name = heading.text.clone();
        let mut count = 2;
        while names.contains(&name) {
            name = format!("{} {count}", heading.text);
            count += 1;
        }
        names.push(name);
    }
    names
}

fn rows(table: &Table, page: RenderContext<'_>) -> Vec<Json> {
    let names = headings(table);
    let object = |row: &TableRow| {
        let cells = row.cells.iter().zip(&table.headings);
        let cells = cells.map(|(cell, heading)| values(cell, heading, page));
        Json::Object(names.iter().cloned().zip(cells).collect::<Map<_, _>>())
    };
    table.rows.iter().map(object).collect()
}

fn values(cell: &TableCell, heading: &Heading, page: RenderContext<'_>) -> Json {
    let values = cell.values.iter().map(|value| {
        let mut json = term(&value.term, page);
        // A column may call a thing by a word other than its label: a property by its noun.
        if value.term.is_named_node() && !heading.iri {
            json["label"] = value.text.clone().into();
        }
        if let Some(word) = &value.left_out {
            json["left_out"] = word.as_str().into();
        }
        json
    });
    values.collect()
}

fn term(term: &Term, page: RenderContext<'_>) -> Json {
    match term {
        Term::NamedNode(iri) => {
            let short = page.dataset.compact(iri);
            let label = label(term, page).filter(|label| *label != short);
            let mut json = json!({ "type": "iri", "value": iri.as_str(), "short": short });
            if let Some(label) = label {
                json["label"] = label.into();
            }
            json
        }
        Term::BlankNode(node) => json!({ "type": "bnode", "value": node.as_str() }),
        Term::Literal(literal) => {
            let mut json = json!({
                "type": "literal",
                "value": literal.value(),
                "datatype": literal.datatype().as_str(),
            });
            if let Some(language) = literal.language() {
                json["language"] = language.into();
            }
            json
        }
    }
}

/// The word of the vocabulary for a term, else its label.
fn label(term: &Term, page: RenderContext<'_>) -> Option<String> {
    let RenderContext { lexicon, dataset, .. } = page;
    match lexicon.value_word(term) {
        Some(word) => Some(word.to_owned()),
        None => Some(lexicon.label(dataset, dataset.id(term)?)),
    }
}

fn triple(triple: &Triple, page: RenderContext<'_>) -> Json {
    json!({
        "subject": term(&triple.subject.clone().into(), page),
        "predicate": term(&triple.predicate.clone().into(), page),
        "object": term(&triple.object, page),
    })
}

/// Escapes hostile characters as `\u`: in a JSON text they occur only in strings, where that means the same.
pub(super) fn escape_hostile(text: &str) -> String {
    if !text.contains(|c| is_hostile(c) && c != '\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hostile(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("writing to a string does not fail");
            }
        } else {
            out.push(c);
        }
    }
    out
}
