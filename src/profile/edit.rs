//! Changes facts in the text of a Turtle file, and nothing else in it: comments, order and layout belong to people.
//! The result is parsed again and compared with the expected facts.

use std::collections::HashSet;
use std::ops::Range;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Quad, Term, Triple};
use regex::Regex;

use crate::base::{Blame, Code, Diagnostic, is_hostile};
use crate::store::{Dataset, Prefixes, load_turtle};

/// A property and its value.
type PredicateObject = (NamedNode, Term);

/// The changes of one thing in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactEdit {
    /// The thing.
    pub thing: NamedNode,
    /// The displayed path of the file.
    pub file: String,
    replaced: Vec<(PredicateObject, PredicateObject)>,
    removed: Vec<PredicateObject>,
    added: Vec<PredicateObject>,
}

impl FactEdit {
    pub(super) fn new(thing: &NamedNode, file: &str) -> Self {
        Self {
            thing: thing.clone(),
            file: file.to_owned(),
            replaced: Vec::new(),
            removed: Vec::new(),
            added: Vec::new(),
        }
    }

    /// Replaces a value. The first replaced property must have a single value, since additions are inserted after it.
    pub(super) fn replace(&mut self, property: &NamedNode, before: &Term, after: &Term) {
        self.replaced.push(((property.clone(), before.clone()), (property.clone(), after.clone())));
    }

    pub(super) fn remove(&mut self, property: &NamedNode, value: &Term) {
        self.removed.push((property.clone(), value.clone()));
    }

    /// Adds a fact, to be inserted after the first replaced one.
    pub(super) fn add(&mut self, property: &NamedNode, value: &Term) {
        self.added.push((property.clone(), value.clone()));
    }

    /// Changes the facts `before` into `after`. Each new fact takes the place of the most similar old one.
    pub(super) fn replace_all(&mut self, before: &[PredicateObject], after: &[PredicateObject]) {
        let mut come: Vec<&PredicateObject> = after.iter().filter(|it| !before.contains(it)).collect();
        let mut gone: Vec<&PredicateObject> = before.iter().filter(|it| !after.contains(it)).collect();
        let alike: [fn(&PredicateObject, &PredicateObject) -> bool; 3] =
            [|one, other| one.1 == other.1, |one, other| one.0 == other.0, |_, _| true];
        for alike in alike {
            gone.retain(|old| match come.iter().position(|new| alike(old, new)) {
                Some(at) => {
                    self.replaced.push(((*old).clone(), come.remove(at).clone()));
                    false
                }
                None => true,
            });
        }
        self.removed.extend(gone.into_iter().cloned());
        self.added.extend(come.into_iter().cloned());
    }

    fn triple(&self, (property, value): &PredicateObject) -> Triple {
        Triple::new(self.thing.clone(), property.clone(), value.clone())
    }

    fn old_facts(&self) -> impl Iterator<Item = Triple> {
        let replaced = self.replaced.iter().map(|(before, _)| before);
        replaced.chain(&self.removed).map(|it| self.triple(it))
    }

    fn new_facts(&self) -> impl Iterator<Item = Triple> {
        let replaced = self.replaced.iter().map(|(_, after)| after);
        replaced.chain(&self.added).map(|it| self.triple(it))
    }
}

/// The text of a file with the changes.
///
/// # Errors
/// If the text is not Turtle, or the position of a fact cannot be determined; then nothing is changed.
pub fn apply_edits(name: &str, text: &str, changes: &[FactEdit]) -> Result<String, Diagnostic> {
    let before = load_turtle(text).map_err(|_| unfit(name, None))?;
    let mut expected = facts(&before);
    let mut now = text.to_owned();
    for change in changes {
        now = apply_edit(&now, change).ok_or_else(|| unfit(name, Some(&change.thing)))?;
        for gone in change.old_facts() {
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

/// The facts. Blank nodes get other labels each time, so their facts are only counted.
fn facts(dataset: &Dataset) -> HashSet<String> {
    let is_nameless = |quad: &Quad| quad.subject.is_blank_node() || quad.object.is_blank_node();
    let (nameless, named): (Vec<Quad>, Vec<Quad>) = dataset.quads().partition(is_nameless);
    let mut facts: HashSet<String> = named.into_iter().map(|it| Triple::from(it).to_string()).collect();
    facts.insert(format!("{} facts of nodes without a name", nameless.len()));
    facts
}

/// The text with one change; `None` if a fact is not found.
fn apply_edit(text: &str, change: &FactEdit) -> Option<String> {
    let mut text = text.to_owned();
    let mut added = change.added.clone();
    let mut removed = change.removed.clone();
    for (before, after) in change.replaced.iter().skip(1) {
        let fact = FactSpan::of(&text, &change.thing, before)?;
        match before.0 == after.0 || fact.is_alone(&text) {
            true => text = fact.replace_in(&text, before, after)?,
            // The property has other values, which stay: remove this one, and add the new one.
            false => {
                removed.push(before.clone());
                added.push(after.clone());
            }
        }
    }
    for gone in &removed {
        text = FactSpan::of(&text, &change.thing, gone)?.remove_from(&text)?;
    }
    let Some((before, after)) = change.replaced.first() else { return added.is_empty().then_some(text) };
    let fact = FactSpan::of(&text, &change.thing, before)?;
    let mut now = fact.replace_in(&text, before, after)?;
    let behind = now.len() - (text.len() - fact.object.end);
    let prefixes = load_turtle(&text).ok()?.prefixes().clone();
    let each = added
        .iter()
        .map(|(property, value)| format!(" ;\n\t{} {}", shortest(property, &prefixes), object(value, &prefixes)));
    now.insert_str(behind, &each.collect::<String>());
    Some(now)
}

/// The position of a fact in a text.
struct FactSpan {
    /// The byte range of its property.
    property: Range<usize>,
    object: Range<usize>,
    prefixes: Prefixes,
}

impl FactSpan {
    fn of(text: &str, thing: &NamedNode, (property, value): &PredicateObject) -> Option<Self> {
        let facts = load_turtle(text).ok()?;
        let id = |term: &NamedNode| facts.iri_id(term.as_ref());
        let triple = [id(thing)?, id(property)?, facts.id(value.as_ref())?];
        let (_, line) = facts.source_location(triple)?;
        let prefixes = facts.prefixes().clone();
        let properties = spellings(property, &prefixes).join("|");
        let values = objects(value, &prefixes).join("|");
        let pattern = format!(r"(?:^|[\s;\[])({properties})\s+(?:{ITEM}\s*,\s*)*({values})(?:[^\w.%-]|\.?(?:\s|$))");
        let regex = Regex::new(&pattern).ok()?;
        // The recorded line is where the fact ends, or the next one; other values of its property may precede it.
        let from = line_start(text, (line as usize).saturating_sub(LINES_BEFORE));
        let end = line_start(text, line as usize + 1);
        let found = regex.captures_iter(&text[from..end]).last()?;
        let at = |group: usize| found.get(group).map(|it| from + it.start()..from + it.end());
        Some(Self { property: at(1)?, object: at(2)?, prefixes })
    }

    /// True if its property has no other value.
    fn is_alone(&self, text: &str) -> bool {
        text[self.property.end..self.object.start].trim().is_empty()
            && !text[self.object.end..].trim_start().starts_with(',')
    }

    fn replace_in(&self, text: &str, before: &PredicateObject, after: &PredicateObject) -> Option<String> {
        let value = object(&after.1, &self.prefixes);
        let (range, said) = match before.0 == after.0 {
            true => (self.object.clone(), value),
            false => {
                let property = shortest(&after.0, &self.prefixes);
                (self.property.start..self.object.end, format!("{property} {value}"))
            }
        };
        text.get(range.clone())?;
        Some(format!("{}{said}{}", &text[..range.start], &text[range.end..]))
    }

    /// The text without the fact: only the value, if it is in a list, else also its property.
    fn remove_from(&self, text: &str) -> Option<String> {
        let before = text[..self.object.start].trim_end();
        let after = text[self.object.end..].trim_start();
        let rest = text.len() - after.len();
        let gone = if before.ends_with(',') {
            before.trim_end_matches(',').trim_end().len()..self.object.end
        } else if let Some(next) = after.strip_prefix(',') {
            self.object.start..text.len() - next.trim_start().len()
        } else {
            let before = text[..self.property.start].trim_end();
            let line = text[rest..].lines().next().unwrap_or_default();
            match after.chars().next()? {
                ';' if line.trim_end() == ";" => before.len()..rest + 1,
                // The rest of the line stays: a comment, another property.
                ';' => self.property.start..rest + 1,
                '.' | ']' if before.ends_with(';') => before.trim_end_matches([';', ' ']).len()..self.object.end,
                _ => return None,
            }
        };
        Some(format!("{}{}", &text[..gone.start], &text[gone.end..]))
    }
}

/// Lines before a fact that are searched for its property and other values.
const LINES_BEFORE: usize = 12;
/// A value before another one in a list.
const ITEM: &str =
    r#"(?:<[^<>\s]*>|[\w.-]*:[\w.%/-]*|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^(?:<[^<>\s]*>|[\w.-]*:[\w.-]*))?)"#;

/// The byte offset of a line; the first line is 1.
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
        other => escape_hostile(&other.to_string()),
    }
}

/// Patterns for the spellings of an IRI.
fn spellings(iri: &NamedNode, prefixes: &Prefixes) -> Vec<String> {
    let mut spellings = vec![regex::escape(&iri.to_string())];
    if iri.as_ref() == rdf::TYPE {
        spellings.push("a".to_owned());
    }
    for (name, iris) in &prefixes.by_name {
        let local = iris.iter().find_map(|it| iri.as_str().strip_prefix(it.as_str()));
        spellings.extend(local.map(|local| regex::escape(&format!("{name}:{local}"))));
    }
    spellings
}

fn objects(term: &Term, prefixes: &Prefixes) -> Vec<String> {
    match term {
        Term::NamedNode(iri) => spellings(iri, prefixes),
        other => {
            let plain = other.to_string();
            vec![regex::escape(&escape_hostile(&plain)), regex::escape(&plain)]
        }
    }
}

/// Escapes hostile characters as `\u`.
fn escape_hostile(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            c if is_hostile(c) => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}

/// Error for a fact with an unusual spelling, or for a file that is not Turtle.
fn unfit(name: &str, thing: Option<&NamedNode>) -> Diagnostic {
    let message = match thing {
        Some(thing) => {
            format!("what `{name}` says about {thing} is written in a way that cannot be changed safely")
        }
        None => format!("`{name}` cannot be read as Turtle"),
    };
    Diagnostic::new(Blame::Data, Code::NotEditable, message)
        .help("nothing was changed; edit the file by hand, or write one property per line")
}
