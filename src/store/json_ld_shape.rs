//! Finds what a JSON-LD processor drops from a document because of its position: values that belong to no node,
//! indexes, the direction of strings. Also estimates the work of its contexts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::base::Span;

/// Something that would be dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Omission {
    /// A value of no property: `"free"` in `@graph`.
    FreeValue,
    /// The value of `@index`.
    Index,
    /// A key of an index map.
    IndexKey,
    /// The direction of a string.
    Direction,
    /// A keyword that has a meaning only in a context.
    Keyword,
    /// A name that only looks like a keyword: `"@alice"`.
    LooksLikeKeyword,
}

/// Keywords that have no meaning in a node or a value.
const OF_CONTEXTS: [&str; 10] = [
    "@base",
    "@container",
    "@default",
    "@import",
    "@json",
    "@prefix",
    "@propagate",
    "@protected",
    "@version",
    "@vocab",
];

/// The result of the analysis of a document.
#[derive(Debug, Default)]
pub(super) struct JsonLdShape {
    /// Everything that would be dropped, in the order of the document.
    pub(super) omissions: Vec<(Span, Omission)>,
    /// The estimated number of terms copied while contexts are processed: the uses of contexts, times the number of
    /// terms in the largest.
    pub(super) copied_terms: usize,
}

/// Analyses a document that may not be valid JSON. A first pass collects its contexts, a second one uses them.
pub(super) fn shape_of(text: &str) -> JsonLdShape {
    let mut contexts = Contexts::default();
    let unknown = Contexts::default();
    ShapeWalk { text, at: 0, depth: 0, contexts: &unknown, report: &mut |met| contexts.learn(text, met) }
        .value(ValueRole::Free);
    let mut left_out = std::mem::take(&mut contexts.found);
    let mut used = 0;
    let mut met = |met| match met {
        WalkEvent::Lost(span, what) => left_out.push((span, what)),
        WalkEvent::Context(_) => used += 1,
        WalkEvent::Types(span) => {
            let types = serde_json::from_str::<Value>(&text[span.start..span.end]).unwrap_or_default();
            let types = types.as_array().map_or(std::slice::from_ref(&types), Vec::as_slice);
            let types = types.iter().filter_map(Value::as_str);
            used += types.filter(|it| contexts.scoped.contains(*it)).count();
        }
        WalkEvent::Scoped => used += 1,
    };
    ShapeWalk { text, at: 0, depth: 0, contexts: &contexts, report: &mut met }.value(ValueRole::Free);
    left_out.sort_by_key(|(span, _)| span.start);
    JsonLdShape { omissions: left_out, copied_terms: used * contexts.largest }
}

/// What the contexts of a document say about its keys. All contexts are taken to apply to the whole document.
#[derive(Debug, Default)]
struct Contexts {
    /// Aliases of keywords.
    keywords: BTreeMap<String, String>,
    /// Terms whose values are JSON literals.
    json: BTreeSet<String>,
    /// Terms whose values are index maps, with keys that are not kept.
    by_index: BTreeSet<String>,
    /// Terms with contexts of their own.
    scoped: BTreeSet<String>,
    /// Terms whose strings are IRIs.
    addresses: BTreeSet<String>,
    /// The number of terms of the largest context.
    largest: usize,
    /// Directions and names like keywords in the contexts.
    found: Vec<(Span, Omission)>,
}

impl Contexts {
    fn learn(&mut self, text: &str, met: WalkEvent) {
        let WalkEvent::Context(span) = met else {
            return;
        };
        let written = &text[span.start..span.end];
        let Ok(context) = serde_json::from_str::<Value>(written) else {
            return;
        };
        for name in names_in(&context).filter(|it| looks_like_keyword(it)) {
            let quoted = format!("\"{name}\"");
            let at = written.find(&quoted).map_or(span.start, |at| span.start + at);
            self.found.push((Span::new(at, at + quoted.len()), Omission::LooksLikeKeyword));
        }
        if self.read(&context) {
            let at = written.find("\"@direction\"").map_or(span.start, |at| span.start + at);
            self.found.push((Span::new(at, at + "\"@direction\"".len()), Omission::Direction));
        }
    }

    /// Reads a context; true if it sets a direction of strings.
    fn read(&mut self, context: &Value) -> bool {
        let terms = match context {
            Value::Array(all) => return all.iter().filter(|it| self.read(it)).count() > 0,
            Value::Object(terms) => terms,
            _ => return false,
        };
        self.largest = self.largest.max(terms.len());
        let mut directed = is_there(terms.get("@direction"));
        for (term, definition) in terms.iter().filter(|(term, _)| !term.starts_with('@')) {
            let id = definition.as_str().or_else(|| definition["@id"].as_str());
            if let Some(keyword) = id.filter(|it| it.starts_with('@')) {
                self.keywords.insert(term.clone(), keyword.to_owned());
            }
            if definition.get("@context").is_some() {
                self.scoped.insert(term.clone());
            }
            if definition["@type"] == "@id" || definition["@type"] == "@vocab" {
                self.addresses.insert(term.clone());
            }
            if definition["@type"] == "@json" {
                self.json.insert(term.clone());
            }
            let container = &definition["@container"];
            let by_index =
                container == "@index" || container.as_array().is_some_and(|all| all.contains(&"@index".into()));
            if by_index && !is_there(definition.get("@index")) {
                self.by_index.insert(term.clone());
            }
            directed |= is_there(definition.get("@direction")) | self.read(&definition["@context"]);
        }
        directed
    }

    fn keyword<'a>(&'a self, key: &'a str) -> &'a str {
        self.keywords.get(key).map_or(key, String::as_str)
    }
}

/// The IRIs and keywords that the terms of a context are mapped to, as written.
fn names_in(context: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match context {
        Value::Array(all) => Box::new(all.iter().flat_map(names_in)),
        Value::Object(terms) => {
            Box::new(terms.iter().filter(|(term, _)| !term.starts_with('@')).flat_map(|(_, it)| {
                let parts = ["@id", "@reverse", "@type"].into_iter().filter_map(|part| it[part].as_str());
                it.as_str().into_iter().chain(parts)
            }))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// True for a name that has the form of a keyword but is not one: a processor ignores it.
fn looks_like_keyword(written: &str) -> bool {
    let word = written.strip_prefix('@').filter(|it| !it.is_empty());
    word.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_alphabetic())) && !KEYWORDS.contains(&written)
}

fn is_there(value: Option<&Value>) -> bool {
    value.is_some_and(|it| !it.is_null())
}

/// The role of a value in its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueRole {
    /// It is the value of no property: only a node can state facts here.
    Free,
    /// It is the value of a property.
    PropertyValue,
    /// It is an index map.
    ByIndex,
    /// Its strings are IRIs.
    Address,
    /// It is a JSON literal or a context.
    Opaque,
}

enum WalkEvent {
    Context(Span),
    /// The value of `@type`.
    Types(Span),
    /// A key with a context of its own.
    Scoped,
    Lost(Span, Omission),
}

struct ShapeWalk<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    contexts: &'a Contexts,
    report: &'a mut dyn FnMut(WalkEvent),
}

impl ShapeWalk<'_> {
    fn value(&mut self, role: ValueRole) {
        // Text that is not JSON may be nested more deeply than `check_nesting` has found.
        if self.depth > 2 * MOST_NESTED {
            self.at = self.text.len();
            return;
        }
        self.depth += 1;
        match self.next() {
            Some(b'{') => self.object(role),
            Some(b'[') => {
                self.at += 1;
                while self.has_next(b']') {
                    self.value(role);
                }
            }
            Some(_) => {
                let span = self.scalar();
                let written = &self.text[span.start..span.end];
                match role {
                    ValueRole::Free if written != "null" => (self.report)(WalkEvent::Lost(span, Omission::FreeValue)),
                    ValueRole::Address if looks_like_keyword(written.trim_matches('"')) => {
                        (self.report)(WalkEvent::Lost(span, Omission::LooksLikeKeyword));
                    }
                    _ => {}
                }
            }
            None => {}
        }
        self.depth -= 1;
    }

    fn object(&mut self, role: ValueRole) {
        self.at += 1;
        while self.has_next(b'}') {
            let span = self.scalar();
            let written = &self.text[span.start..span.end];
            let key: String = serde_json::from_str(written).unwrap_or_default();
            // Without a colon, the text is not JSON, and the character here may be longer than a byte.
            if self.next() == Some(b':') {
                self.at += 1;
            }
            let start = self.next().map_or(self.at, |_| self.at);
            if role == ValueRole::Opaque {
                self.value(ValueRole::Opaque);
                continue;
            }
            if role == ValueRole::ByIndex {
                if self.contexts.keyword(&key) != "@none" {
                    (self.report)(WalkEvent::Lost(span, Omission::IndexKey));
                }
                self.value(ValueRole::PropertyValue);
                continue;
            }
            if self.contexts.scoped.contains(&key) {
                (self.report)(WalkEvent::Scoped);
            }
            let is_null = self.text[start..].starts_with("null");
            match self.contexts.keyword(&key) {
                "@context" => {
                    self.value(ValueRole::Opaque);
                    (self.report)(WalkEvent::Context(Span::new(start, self.at)));
                }
                "@id" => self.value(ValueRole::Address),
                "@type" => {
                    self.value(ValueRole::Address);
                    (self.report)(WalkEvent::Types(Span::new(start, self.at)));
                }
                "@graph" => self.value(ValueRole::Free),
                "@set" => self.value(role),
                keyword @ ("@value" | "@list") => {
                    if role == ValueRole::Free && !is_null {
                        (self.report)(WalkEvent::Lost(span, Omission::FreeValue));
                    }
                    let of_list =
                        if role == ValueRole::Address { ValueRole::Address } else { ValueRole::PropertyValue };
                    self.value(if keyword == "@value" { ValueRole::Opaque } else { of_list });
                }
                keyword @ ("@index" | "@direction") => {
                    if !is_null {
                        let what = if keyword == "@index" { Omission::Index } else { Omission::Direction };
                        (self.report)(WalkEvent::Lost(span, what));
                    }
                    self.value(ValueRole::PropertyValue);
                }
                keyword if OF_CONTEXTS.contains(&keyword) => {
                    (self.report)(WalkEvent::Lost(span, Omission::Keyword));
                    self.value(ValueRole::Opaque);
                }
                _ if self.contexts.json.contains(&key) => self.value(ValueRole::Opaque),
                _ if self.contexts.by_index.contains(&key) => self.value(ValueRole::ByIndex),
                _ if self.contexts.addresses.contains(&key) => self.value(ValueRole::Address),
                _ => self.value(ValueRole::PropertyValue),
            }
        }
    }

    /// The next byte that is not a blank. Moves the position to it.
    fn next(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at.min(self.text.len())..];
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether another member comes before the end.
    fn has_next(&mut self, end: u8) -> bool {
        if self.next() == Some(b',') {
            self.at += 1;
        }
        match self.next() {
            Some(byte) if byte == end => {
                self.at += 1;
                false
            }
            next => next.is_some(),
        }
    }

    /// Reads a string, a number or a word. Returns its span.
    fn scalar(&mut self) -> Span {
        self.next();
        let start = self.at;
        let bytes = self.text.as_bytes();
        if bytes.get(start) == Some(&b'"') {
            self.at += 1;
            while let Some(byte) = bytes.get(self.at) {
                self.at += if *byte == b'\\' { 2 } else { 1 };
                if *byte == b'"' {
                    break;
                }
            }
        } else {
            let ends = |byte: &&u8| !matches!(byte, b',' | b']' | b'}' | b':') && !byte.is_ascii_whitespace();
            // Always advances, even if the text is not JSON.
            self.at += bytes[start..].iter().take_while(ends).count().max(1);
        }
        self.at = self.at.min(bytes.len());
        Span::new(start, self.at)
    }
}

/// The maximum nesting of objects and arrays: the processor is recursive.
pub(super) const MOST_NESTED: usize = 128;

/// The keywords of JSON-LD 1.1.
pub(super) const KEYWORDS: [&str; 24] = [
    "@base",
    "@container",
    "@context",
    "@default",
    "@direction",
    "@graph",
    "@id",
    "@import",
    "@included",
    "@index",
    "@json",
    "@language",
    "@list",
    "@nest",
    "@none",
    "@prefix",
    "@propagate",
    "@protected",
    "@reverse",
    "@set",
    "@type",
    "@value",
    "@version",
    "@vocab",
];
