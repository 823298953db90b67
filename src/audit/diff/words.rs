//! The words for properties, values, links and columns, each from the vocabulary of its own side.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{NamedNodeRef, TermRef};

use crate::audit::diff::side::SideIndex;
use crate::audit::diff::{ChangeKind, DisplayColumn, DisplayValue, LinkChange};
use crate::store::Id;
use crate::words::{Direction, Number, TrailEnd, ValueType};

/// The depth to which nested blank nodes are spelled out.
const DEPTH: usize = 3;

impl SideIndex<'_> {
    /// The word for a property of a thing.
    pub(super) fn property(&self, thing: Id, property: NamedNodeRef<'_>) -> String {
        if property == rdf::TYPE {
            return "is".to_owned();
        }
        let kinds = self.lexicon.kinds_of(self.dataset, thing);
        let word = self.lexicon.property_word(&kinds, property, false, &[]);
        word.unwrap_or_else(|| self.dataset.compact(property))
    }

    /// The noun for the end of a link.
    pub(super) fn role(&self, link: Direction) -> String {
        let roles = &self.structure.direction_words(link).roles;
        let role = roles.first().map(|role| role.get(Number::Singular));
        role.unwrap_or_default().to_owned()
    }

    /// A value in words.
    pub(super) fn value(&self, property: NamedNodeRef<'_>, id: Id) -> DisplayValue {
        let term = self.dataset.term(id);
        if property == rdf::TYPE
            && let TermRef::NamedNode(class) = term
            && let Some((kind, _)) = self.lexicon.kinds().find(|(_, it)| it.class.as_ref() == class)
        {
            return word(self.lexicon.a_kind(kind));
        }
        self.value_at(id, DEPTH)
    }

    fn value_at(&self, id: Id, depth: usize) -> DisplayValue {
        let term = self.dataset.term(id);
        if let Some(listed) = self.lexicon.value_word(term) {
            return word(listed.to_owned());
        }
        if self.dataset.is_nameless(id) {
            return word(self.spell_out(id, depth));
        }
        match term {
            TermRef::Literal(literal) => DisplayValue {
                text: match literal.language() {
                    Some(language) => format!("{} ({language})", literal.value()),
                    None => literal.value().to_owned(),
                },
                quoted: is_text(literal.datatype()),
                short: None,
            },
            other => DisplayValue {
                text: self.lexicon.label(self.dataset, id),
                quoted: false,
                short: Some(self.dataset.short(other)),
            },
        }
    }

    /// `[line: 12; text: …]`
    fn spell_out(&self, node: Id, depth: usize) -> String {
        let triples = self.dataset.matching(Some(node), None, None);
        let mut parts: Vec<String> = triples
            .filter_map(|[_, p, o]| match self.dataset.term(p) {
                _ if depth == 0 => None,
                TermRef::NamedNode(property) if property == rdf::TYPE => None,
                TermRef::NamedNode(property) => {
                    let value = self.value_at(o, depth - 1).text;
                    Some(format!("{}: {value}", self.property(node, property)))
                }
                _ => None,
            })
            .collect();
        parts.sort_unstable();
        if parts.is_empty() {
            parts.push("…".to_owned());
        }
        format!("[{}]", parts.join("; "))
    }

    /// The columns that the kind of a thing shows, without its label and its owner.
    pub(super) fn display_columns(&self, thing: Id, owner: Option<Id>) -> Vec<DisplayColumn> {
        let kinds = self.lexicon.kinds_of(self.dataset, thing);
        let Some(kind) = kinds.first().map(|kind| self.lexicon.kind(*kind)) else {
            return Vec::new();
        };
        let label = self.lexicon.label(self.dataset, thing);
        let columns = kind.shows.iter().filter_map(|trail| {
            let reached = trail.path(self.lexicon)?.walk(self.dataset, thing);
            let others = reached.into_iter().filter(|it| Some(*it) != owner);
            let values = others.map(|it| self.value_at(it, DEPTH).text);
            let values: Vec<String> = values.filter(|value| *value != label).collect();
            let plain = match trail.end {
                TrailEnd::Thing => true,
                TrailEnd::Iri => false,
                TrailEnd::Attribute(id) => {
                    matches!(self.lexicon.attribute(id).values, ValueType::OneOf(_))
                }
            };
            (!values.is_empty()).then(|| DisplayColumn { name: trail.words(self.lexicon), values, plain })
        });
        columns.collect()
    }

    /// Links from other things by relations that ignore the default filter, such as `supersede`: they change what the
    /// thing means.
    pub(super) fn links_to(&self, thing: Id, way: ChangeKind) -> Vec<LinkChange> {
        self.links(thing, way, true)
    }

    /// Links of that sort to other things.
    pub(super) fn links_from(&self, thing: Id, way: ChangeKind) -> Vec<LinkChange> {
        self.links(thing, way, false)
    }

    fn links(&self, thing: Id, way: ChangeKind, backward: bool) -> Vec<LinkChange> {
        let kinds = self.lexicon.kinds_of(self.dataset, thing);
        let telling = self.lexicon.relations().filter(|(_, it)| it.reaches_all);
        let telling = telling.map(|(relation, _)| Direction { relation, backward });
        let ours = telling.filter(|link| {
            let start = self.lexicon.start(*link);
            kinds.iter().any(|kind| self.lexicon.overlap(*kind, start))
        });
        let links = ours.flat_map(|link| {
            let others = self.lexicon.path(link).walk(self.dataset, thing);
            others.into_iter().map(move |other| LinkChange {
                way,
                words: self.link_words(link),
                thing: self.about(other),
            })
        });
        let mut links: Vec<LinkChange> = links.collect();
        links.sort();
        links.dedup();
        links
    }

    fn link_words(&self, link: Direction) -> String {
        let words = self.lexicon.direction_words(link);
        let verb = words.verbs.first().map(|verb| verb.get(Number::Singular));
        let role = words.roles.first().map(|role| role.get(Number::Singular));
        let participle = words.participles.first().map(String::as_str);
        let found = if link.backward { participle.or(verb).or(role) } else { verb.or(participle).or(role) };
        found.unwrap_or("linked from").to_owned()
    }
}

fn is_text(datatype: NamedNodeRef<'_>) -> bool {
    [xsd::STRING, rdf::LANG_STRING].contains(&datatype)
}

fn word(text: String) -> DisplayValue {
    DisplayValue { text, quoted: false, short: None }
}
