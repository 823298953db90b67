//! Facts that change in the text of a Turtle file, and nothing else of the text: comments, order and layout are people's.
//! What comes out is read again and compared with what was to come out.

use std::collections::HashSet;

use oxigraph::model::{NamedNode, Quad, Term, Triple};
use regex::Regex;

use crate::base::{Blame, Diagnostic, is_hostile};
use crate::store::{Dataset, Prefixes, load_turtle};

/// What changes of a thing in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The thing.
    pub thing: NamedNode,
    /// The file, as it is shown.
    pub file: String,
    replaced: Vec<(NamedNode, Term, Term)>,
    added: Vec<(NamedNode, Term)>,
}

impl Change {
    pub(super) fn new(thing: &NamedNode, file: &str) -> Self {
        Self { thing: thing.clone(), file: file.to_owned(), replaced: Vec::new(), added: Vec::new() }
    }

    pub(super) fn replace(&mut self, property: &NamedNode, before: &Term, after: &Term) {
        self.replaced.push((property.clone(), before.clone(), after.clone()));
    }

    /// What is added stands behind what is replaced first.
    pub(super) fn add(&mut self, property: &NamedNode, value: &Term) {
        self.added.push((property.clone(), value.clone()));
    }

    fn gone(&self) -> impl Iterator<Item = Triple> {
        let each = self.replaced.iter();
        each.map(|(property, before, _)| Triple::new(self.thing.clone(), property.clone(), before.clone()))
    }

    fn new_facts(&self) -> impl Iterator<Item = Triple> {
        let replaced = self.replaced.iter().map(|(property, _, after)| (property, after));
        let all = replaced.chain(self.added.iter().map(|(property, value)| (property, value)));
        all.map(|(property, value)| Triple::new(self.thing.clone(), property.clone(), value.clone()))
    }
}

/// The text of a file with the changes made.
///
/// # Errors
/// When the text is written in a way in which the place of a fact cannot be told; then nothing is changed.
pub fn edited(name: &str, text: &str, changes: &[Change]) -> Result<String, Diagnostic> {
    let before = load_turtle(text).map_err(|_| unfit(name, None))?;
    let mut expected = facts(&before);
    let mut now = text.to_owned();
    for change in changes {
        now = made(&now, change).ok_or_else(|| unfit(name, Some(&change.thing)))?;
        for gone in change.gone() {
            expected.remove(&gone.to_string());
        }
        expected.extend(change.new_facts().map(|it| it.to_string()));
    }
    let after = load_turtle(&now).map_err(|_| unfit(name, changes.first().map(|it| &it.thing)))?;
    if facts(&after) != expected {
        return Err(unfit(name, changes.first().map(|it| &it.thing)));
    }
    Ok(now)
}

/// The facts; of nodes without a name, which are called otherwise each time, their number.
fn facts(dataset: &Dataset) -> HashSet<String> {
    let is_nameless = |quad: &Quad| quad.subject.is_blank_node() || quad.object.is_blank_node();
    let (nameless, named): (Vec<Quad>, Vec<Quad>) = dataset.quads().partition(is_nameless);
    let mut facts: HashSet<String> = named.into_iter().map(|it| Triple::from(it).to_string()).collect();
    facts.insert(format!("{} facts of nodes without a name", nameless.len()));
    facts
}

/// The text with one change made; none where a fact is not found.
fn made(text: &str, change: &Change) -> Option<String> {
    let mut text = text.to_owned();
    for (at, (property, before, after)) in change.replaced.iter().enumerate() {
        let facts = load_turtle(&text).ok()?;
        let id = |term: &NamedNode| facts.iri_id(term.as_ref());
        let triple = [id(&change.thing)?, id(property)?, facts.id(before.as_ref())?];
        let (_, line) = facts.place(triple)?;
        let prefixes = facts.prefixes();
        let mut said = format!("{} {}", shortest(property, prefixes), object(after, prefixes));
        // Behind the first that is replaced, what is new.
        for (property, value) in change.added.iter().filter(|_| at == 0) {
            said.push_str(&format!(" ;\n\t{} {}", shortest(property, prefixes), object(value, prefixes)));
        }
        let pattern =
            format!(r"(?:{})\s+(?:{})", spellings(property, prefixes).join("|"), objects(before, prefixes).join("|"));
        let regex = Regex::new(&pattern).ok()?;
        // A statement is known by the line on which it ends, which may be one further.
        let begin = line_start(&text, (line as usize).saturating_sub(2));
        let end = line_start(&text, line as usize + 1);
        let found = regex.find_iter(&text[begin..end]).last()?;
        let range = begin + found.start()..begin + found.end();
        text.replace_range(range, &said);
    }
    Some(text)
}

/// The byte at which a line begins, counted from 1.
fn line_start(text: &str, line: usize) -> usize {
    let mut breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    match line {
        0 | 1 => 0,
        line => breaks.nth(line - 2).unwrap_or(text.len()),
    }
}

fn shortest(iri: &NamedNode, prefixes: &Prefixes) -> String {
    prefixes.compact(iri.as_str())
}

fn object(term: &Term, prefixes: &Prefixes) -> String {
    match term {
        Term::NamedNode(iri) => shortest(iri, prefixes),
        other => harmless(&other.to_string()),
    }
}

/// The ways in which an IRI can be written, as patterns.
fn spellings(iri: &NamedNode, prefixes: &Prefixes) -> Vec<String> {
    let mut spellings = vec![regex::escape(&iri.to_string())];
    for (name, iris) in &prefixes.by_name {
        let local = iris.iter().find_map(|it| iri.as_str().strip_prefix(it.as_str()));
        spellings.extend(local.map(|local| regex::escape(&format!("{name}:{local}")) + r"\b"));
    }
    spellings
}

fn objects(term: &Term, prefixes: &Prefixes) -> Vec<String> {
    match term {
        Term::NamedNode(iri) => spellings(iri, prefixes),
        other => {
            let plain = other.to_string();
            vec![regex::escape(&harmless(&plain)), regex::escape(&plain)]
        }
    }
}

/// Hostile characters as `\u`.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            c if is_hostile(c) => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}

/// a fact that is written in a way of its own
fn unfit(name: &str, thing: Option<&NamedNode>) -> Diagnostic {
    let message = match thing {
        Some(thing) => {
            format!("what `{name}` says of {thing} is written so that it cannot be changed safely")
        }
        None => format!("`{name}` cannot be read as Turtle"),
    };
    Diagnostic::new(Blame::Data, "not-editable", message)
        .help("nothing is changed; edit the file by hand, or write one property on a line")
}
