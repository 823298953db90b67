//! Reads the facts for the pages: values and links of a thing in a fixed order, labels, targets.

use std::collections::{BTreeSet, HashMap};

use oxigraph::model::{NamedNode, Term, TermRef};

use crate::base::Faults;
use crate::exec::CellWriter;
use crate::profile::CLAIM_NAMESPACE as CV;
use crate::session::Session;
use crate::site::links::{CodedValue, PageTarget, PropertyValues, ThingLink};
use crate::site::names::{iri, names};
use crate::site::questions::{things, things_with_value};
use crate::store::{Dataset, Id, last_part};

/// The namespace of the vocabulary of the pages.
/// Wider topics.
pub(super) const BROADER: &str = "http://www.w3.org/2004/02/skos/core#broader";
/// Other names of topics.
pub(super) const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
/// What the vocabulary calls its terms.
pub(super) const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
/// The page for what names no vendor.
pub(super) const NO_VENDOR: &str = "without-vendor";
/// The question for `expired` in the vocabulary, without the default filter.
const OVER: &str = "which all records whose end date is before today or whose service is an ended service";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// The facts, with the answers that every page needs.
pub(super) struct SiteReader<'a> {
    pub(super) session: &'a Session,
    pub(super) dataset: &'a Dataset,
    /// Puts verdicts into words; `None` if the vocabulary compares nothing.
    pub(super) writer: Option<CellWriter<'a>>,
    /// All vendors, by label.
    pub(super) vendors: Vec<Id>,
    /// All sources, by label.
    pub(super) sources: Vec<Id>,
    /// All topics, by label.
    pub(super) topics: Vec<Id>,
    /// All topics, each followed by those below it.
    pub(super) order: Vec<Id>,
    /// All records, by label, whatever their status.
    pub(super) records: Vec<Id>,
    /// Records that the default filter keeps.
    pub(super) current: BTreeSet<Id>,
    /// Records of what begins later.
    pub(super) upcoming: BTreeSet<Id>,
    /// Records of what is over.
    pub(super) expired: BTreeSet<Id>,
    /// Current claims that cite no public source.
    pub(super) without_public: BTreeSet<Id>,
    /// Current claims that a caveat limits.
    pub(super) limited: BTreeSet<Id>,
    /// The claims that each claim contradicts.
    pub(super) contradicting: HashMap<Id, Vec<Id>>,
    /// The vendors that each vendor engages, according to current claims.
    pub(super) engaged: HashMap<Id, Vec<Id>>,
    /// The records that depend on each source, directly or not.
    pub(super) depending: HashMap<Id, Vec<Id>>,
    /// How many records fall without a source.
    pub(super) weights: HashMap<Id, usize>,
    pages: HashMap<Id, String>,
    anchors: HashMap<Id, String>,
    documents: HashMap<Id, String>,
}

impl<'a> SiteReader<'a> {
    /// Asks for what every page needs.
    pub(super) fn new(session: &'a Session) -> Result<Self, Faults> {
        let dataset = session.dataset();
        let mut reader = Self {
            session,
            dataset,
            vendors: Vec::new(),
            sources: Vec::new(),
            topics: Vec::new(),
            records: Vec::new(),
            writer: session.cell_writer(),
            order: Vec::new(),
            current: things(session, "which records")?,
            upcoming: things(session, "which all records whose start date is after today")?,
            expired: things(session, OVER)?,
            without_public: things(session, "which claims lack a public source")?,
            limited: things(session, "which claims have a caveat")?,
            contradicting: HashMap::new(),
            engaged: HashMap::new(),
            depending: HashMap::new(),
            weights: HashMap::new(),
            pages: HashMap::new(),
            anchors: HashMap::new(),
            documents: HashMap::new(),
        };
        let all = |text| things(session, text);
        reader.vendors = reader.in_order(all("which vendors")?);
        reader.sources = reader.in_order(all("which sources")?);
        reader.topics = reader.in_order(all("which topics")?);
        reader.records = reader.in_order(all("which all records")?);
        reader.order = match &reader.writer {
            Some(writer) => writer.with_narrower(&writer.widest_only(&reader.topics)),
            None => reader.topics.clone(),
        };
        reader.ask()?;
        reader.give_names();
        Ok(reader)
    }

    /// Asks what contradicts what, who engages whom, and what rests on what.
    fn ask(&mut self) -> Result<(), Faults> {
        self.contradicting = self.pairs("show iri, other.iri of claims that contradict a claim as other")?;
        self.engaged = self.pairs("show iri, other.iri of vendors that engage a vendor as other")?;
        let depending = self.pairs("show iri, other.iri of records that depend on a source as other")?;
        for (record, sources) in depending {
            for source in sources {
                self.depending.entry(source).or_default().push(record);
            }
        }
        for (source, weight) in things_with_value(self.session, "show iri, weight of sources")? {
            if let Term::Literal(weight) = weight {
                let weight = weight.value().parse().unwrap_or_default();
                self.weights.insert(source, weight);
            }
        }
        Ok(())
    }

    /// Names the pages, and the places on them.
    fn give_names(&mut self) {
        for (kind, things) in [("vendor", &self.vendors), ("source", &self.sources), ("topic", &self.topics)] {
            self.pages.extend(names(self.dataset, kind, things));
        }
        self.anchors = names(self.dataset, "record", &self.records);
        self.documents = names(self.dataset, "document", &self.of_class("Profile"));
    }

    fn pairs(&self, question: &str) -> Result<HashMap<Id, Vec<Id>>, Faults> {
        let mut found: HashMap<Id, Vec<Id>> = HashMap::new();
        for (thing, other) in things_with_value(self.session, question)? {
            found.entry(thing).or_default().extend(self.dataset.id(other.as_ref()));
        }
        Ok(found)
    }

    // ------------------------------------------------------------------------------- links

    /// Things by label, then IRI, each once.
    pub(super) fn in_order(&self, things: impl IntoIterator<Item = Id>) -> Vec<Id> {
        let mut keyed: Vec<(String, String, Id)> =
            things.into_iter().map(|id| (self.label(id).to_lowercase(), iri(self.dataset, id), id)).collect();
        keyed.sort();
        keyed.dedup();
        keyed.into_iter().map(|(_, _, id)| id).collect()
    }

    /// The things that a property of the vocabulary links a thing to, by label.
    pub(super) fn links(&self, thing: Id, property: &str) -> Vec<Id> {
        self.links_by(thing, &format!("{CV}{property}"))
    }

    /// The things that any property links a thing to, by label.
    pub(super) fn links_by(&self, thing: Id, property: &str) -> Vec<Id> {
        let objects = self.objects(thing, property);
        self.in_order(objects.into_iter().filter(|id| self.dataset.is_iri(*id)))
    }

    /// The things that a property of the vocabulary links to a thing, by label.
    pub(super) fn backlinks(&self, thing: Id, property: &str) -> Vec<Id> {
        self.backlinks_by(thing, &format!("{CV}{property}"))
    }

    /// The things that any property links to a thing, by label.
    pub(super) fn backlinks_by(&self, thing: Id, property: &str) -> Vec<Id> {
        let property = self.term_id(property);
        let subjects = property.into_iter().flat_map(|it| self.dataset.subjects(it, thing));
        self.in_order(subjects)
    }

    /// Things of a class of the vocabulary.
    pub(super) fn of_class(&self, class: &str) -> Vec<Id> {
        let class = self.term_id(&format!("{CV}{class}"));
        class.map_or_else(Vec::new, |class| self.backlinks_by(class, TYPE))
    }

    /// True for a thing of a class of the vocabulary.
    pub(super) fn is_a(&self, thing: Id, class: &str) -> bool {
        self.has(thing, TYPE, class)
    }

    /// True if a property of the vocabulary has a value of the vocabulary.
    pub(super) fn has_value(&self, thing: Id, property: &str, value: &str) -> bool {
        self.has(thing, &format!("{CV}{property}"), value)
    }

    fn has(&self, thing: Id, property: &str, value: &str) -> bool {
        let value = self.term_id(&format!("{CV}{value}"));
        value.is_some_and(|value| self.objects(thing, property).contains(&value))
    }

    fn term_id(&self, iri: &str) -> Option<Id> {
        let iri = NamedNode::new_unchecked(iri);
        self.dataset.iri_id(iri.as_ref())
    }

    fn objects(&self, thing: Id, property: &str) -> Vec<Id> {
        let property = self.term_id(property);
        property.into_iter().flat_map(|it| self.dataset.objects(thing, it)).collect()
    }

    // ------------------------------------------------------------------------------- values

    /// The texts of a property of the vocabulary, in order.
    pub(super) fn texts(&self, thing: Id, property: &str) -> Vec<String> {
        self.texts_by(thing, &format!("{CV}{property}"))
    }

    /// The texts of any property, in order; numbers by value. A thing appears as its label.
    pub(super) fn texts_by(&self, thing: Id, property: &str) -> Vec<String> {
        let objects = self.objects(thing, property).into_iter();
        let mut texts: Vec<String> = objects.map(|id| self.value_text(id)).collect();
        texts.sort_by_cached_key(|text| (text.parse::<i64>().unwrap_or(i64::MAX), text.clone()));
        texts.dedup();
        texts
    }

    fn value_text(&self, id: Id) -> String {
        match self.dataset.term(id) {
            TermRef::Literal(literal) => literal.value().to_owned(),
            _ => self.word(id).unwrap_or_else(|| self.label(id)),
        }
    }

    fn word(&self, id: Id) -> Option<String> {
        let word = self.session.lexicon().value_word(self.dataset.term(id));
        word.map(ToOwned::to_owned)
    }

    /// The listed values of a property of the vocabulary.
    pub(super) fn codes(&self, thing: Id, property: &str) -> Vec<CodedValue> {
        let objects = self.objects(thing, &format!("{CV}{property}"));
        let coded = objects.into_iter().map(|id| {
            let text = match self.dataset.term(id) {
                TermRef::NamedNode(iri) => last_part(iri.as_str()).unwrap_or_default().to_owned(),
                _ => self.dataset.short(self.dataset.term(id)),
            };
            CodedValue { word: self.word(id).unwrap_or_else(|| text.clone()), code: text }
        });
        let mut coded: Vec<CodedValue> = coded.collect();
        coded.sort_by(|one, other| one.code.cmp(&other.code));
        coded
    }

    /// Properties in words with their texts, without those that have none.
    pub(super) fn facts(&self, thing: Id, properties: &[(&str, &str)]) -> Vec<PropertyValues> {
        let facts = properties
            .iter()
            .map(|(name, property)| PropertyValues { name: (*name).to_owned(), values: self.texts(thing, property) });
        facts.filter(|fact| !fact.values.is_empty()).collect()
    }

    // ------------------------------------------------------------------------------- things

    pub(super) fn label(&self, thing: Id) -> String {
        self.session.lexicon().label(self.dataset, thing)
    }

    pub(super) fn labels(&self, things: &[Id]) -> Vec<String> {
        things.iter().map(|it| self.label(*it)).collect()
    }

    /// A thing with its place on the site.
    pub(super) fn thing(&self, thing: Id) -> ThingLink {
        ThingLink { iri: iri(self.dataset, thing), label: self.label(thing), target: self.target(thing) }
    }

    /// Things with their places on the site.
    pub(super) fn things(&self, things: &[Id]) -> Vec<ThingLink> {
        things.iter().map(|it| self.thing(*it)).collect()
    }

    /// The name of the page of a vendor, a source or a topic.
    pub(super) fn page(&self, thing: Id) -> Option<String> {
        self.pages.get(&thing).cloned()
    }

    /// The place of a thing: a page of its own, for a record the page of its first vendor.
    pub(super) fn target(&self, thing: Id) -> Option<PageTarget> {
        if let Some(page) = self.page(thing) {
            return Some(PageTarget { page, anchor: None });
        }
        let anchor = self.anchors.get(&thing)?;
        let vendors = self.links(thing, "vendor");
        let page = vendors.into_iter().find_map(|it| self.page(it));
        Some(PageTarget { page: page.unwrap_or_else(|| NO_VENDOR.to_owned()), anchor: Some(anchor.clone()) })
    }

    /// The place of a document on the page of its vendor.
    pub(super) fn document_anchor(&self, profile: Id) -> String {
        self.documents.get(&profile).cloned().unwrap_or_default()
    }
}
