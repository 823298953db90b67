//! What the graph already contains: names of vendors, agents, topics, regions, services; sources by address; passages
//! with the claims taken from them. What one import makes is known to the next.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use oxigraph::model::{NamedNode, NamedNodeRef, Term, TermRef};

use crate::base::fold;
use crate::profile::document::is_number_of_row;
use crate::profile::mentions::{NamePattern, find_mentions};
use crate::profile::reader::PropertyReader;
use crate::profile::terms::{PLACES, cv};
use crate::profile::triples::NamedTriple;
use crate::store::{Dataset, Id};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// What the graph contains before a document is read.
pub struct Catalog<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) vendors: NamesByThing,
    pub(super) agents: NamesByThing,
    /// Subjects and assurances.
    pub(super) topics: Vec<NamePattern>,
    assurances: HashSet<NamedNode>,
    /// Standards by name without blanks and marks: `soc2`.
    standards: HashMap<String, NamedNode>,
    /// The directly wider topics of each topic.
    wider: HashMap<NamedNode, Vec<NamedNode>>,
    pub(super) regions: Vec<NamePattern>,
    /// Regions by the names and country codes that lists use.
    listed: HashMap<String, NamedNode>,
    /// The services of each vendor.
    services: HashMap<NamedNode, Vec<NamePattern>>,
    /// By address.
    pub(super) sources: HashMap<String, NamedNode>,
    /// Agents by the host of their homepage.
    pub(super) hosts: BTreeMap<String, NamedNode>,
    pub(super) documents: Vec<ImportedDocument>,
    /// Triples made by imports since.
    pub(super) made: HashSet<NamedTriple>,
    subjects: HashSet<NamedNode>,
}

/// Things and all their names.
pub(super) type NamesByThing = Vec<(NamedNode, Vec<String>)>;

/// An imported document with its passages.
#[derive(Debug, Clone)]
pub(super) struct ImportedDocument {
    pub(super) profile: NamedNode,
    /// The vendor that it is about.
    pub(super) vendor: Option<NamedNode>,
    pub(super) file: Option<String>,
    pub(super) address: Option<String>,
    /// The sources that it lists as a whole.
    pub(super) sources: Vec<NamedNode>,
    pub(super) passages: Vec<ImportedPassage>,
}

/// A passage, and the claims that were taken from it.
#[derive(Debug, Clone)]
pub(super) struct ImportedPassage {
    pub(super) name: NamedNode,
    pub(super) exact: String,
    pub(super) row: Option<String>,
    pub(super) claims: Vec<NamedNode>,
}

impl<'a> Catalog<'a> {
    /// Reads what the graph contains.
    #[must_use]
    pub fn of(dataset: &'a Dataset) -> Self {
        let reader = PropertyReader { dataset };
        let labels = ["prefLabel", "altLabel", "hiddenLabel"].map(|it| format!("{SKOS}{it}"));
        let labels = labels.each_ref().map(String::as_str);
        let labelled = |class: &str| reader.names(class, &labels);
        let own = [cv("name"), cv("alias")];
        let own = own.each_ref().map(|it| it.as_str());
        let assurances = reader.of_class("Assurance").into_iter().map(|(topic, _)| topic).collect();
        let topics = reader.topics(&labels);
        let regions = labelled("Region");
        let vendors = reader.names("Vendor", &own);
        let mut agents = reader.names("Agent", &own);
        agents.extend(vendors.iter().cloned());
        Self {
            dataset,
            topics: flat(&topics),
            assurances,
            standards: standards(&labelled("Standard")),
            wider: reader.wider(&topics),
            listed: reader.regions_by_name(&regions),
            regions: flat(&regions),
            services: reader.services(&own),
            sources: reader.sources(),
            hosts: reader.hosts(&agents),
            documents: reader.documents(),
            vendors,
            agents,
            made: HashSet::new(),
            subjects: HashSet::new(),
        }
    }

    /// True if anything is said about the thing already.
    pub(super) fn describes(&self, thing: &NamedNode) -> bool {
        let id = self.dataset.iri_id(thing.as_ref());
        let said = id.is_some_and(|id| self.dataset.matching(Some(id), None, None).next().is_some());
        said || self.subjects.contains(thing)
    }

    /// True if the fact exists already.
    pub(super) fn holds(&self, fact: &NamedTriple) -> bool {
        let id = |term: &NamedNode| self.dataset.iri_id(term.as_ref());
        let ids = (id(&fact.subject), id(&fact.predicate), self.dataset.id(fact.object.as_ref()));
        let there = match ids {
            (Some(s), Some(p), Some(o)) => self.dataset.objects(s, p).any(|it| it == o),
            _ => false,
        };
        there || self.made.contains(fact)
    }

    /// The claims that something supersedes.
    pub(super) fn claims_superseded(&self) -> HashSet<NamedNode> {
        let property = self.dataset.iri_id(cv("supersedes").as_ref());
        let pairs = property.into_iter().flat_map(|it| self.dataset.matching(None, Some(it), None));
        let stored = pairs.filter_map(|[_, _, older]| match self.dataset.term(older) {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        });
        let made = self.made.iter().filter(|it| it.predicate == cv("supersedes"));
        let made = made.filter_map(|it| match &it.object {
            Term::NamedNode(iri) => Some(iri.clone()),
            _ => None,
        });
        stored.chain(made).collect()
    }

    /// The prefix that the facts declare for a namespace.
    pub(super) fn prefix(&self, namespace: &str) -> Option<&str> {
        let prefixes = self.dataset.prefixes().by_name.iter();
        let mut found = prefixes.filter(|(_, iris)| iris.as_slice() == [namespace]);
        found.next().map(|(name, _)| name.as_str())
    }

    /// The topics that a text names, except those of which it also names a narrower one.
    pub(super) fn topics_in(&self, text: &str) -> Vec<NamedNode> {
        let found = find_mentions(text, &self.topics);
        let needless = |topic: &NamedNode| found.iter().any(|other| other != topic && self.is_under(other, topic));
        found.iter().filter(|it| !needless(it)).cloned().collect()
    }

    /// True if `topic` is below `wider`.
    pub(super) fn is_under(&self, topic: &NamedNode, wider: &NamedNode) -> bool {
        let mut waiting = vec![topic];
        let mut seen = BTreeSet::new();
        while let Some(at) = waiting.pop() {
            for above in self.wider.get(at).into_iter().flatten() {
                if above == wider {
                    return true;
                }
                if seen.insert(above.as_str()) {
                    waiting.push(above);
                }
            }
        }
        false
    }

    /// The topic with this name.
    pub(super) fn topic(&self, name: &str) -> Option<NamedNode> {
        let wanted = fold(name);
        self.topics.iter().find(|it| fold(&it.written) == wanted).map(|it| it.thing.clone())
    }

    /// The first name of a topic.
    pub(super) fn topic_name(&self, topic: &NamedNode) -> String {
        let found = self.topics.iter().find(|it| it.thing == *topic);
        found.map_or_else(|| topic.as_str().to_owned(), |it| it.written.clone())
    }

    /// True for a topic that a claim may take a stance to.
    pub(super) fn is_assurance(&self, topic: &NamedNode) -> bool {
        self.assurances.contains(topic)
    }

    /// The standard with this name; blanks and marks do not matter: `SOC2`, `ISO/IEC 27001`.
    pub(super) fn standard(&self, name: &str) -> Option<&NamedNode> {
        self.standards.get(&letters(name))
    }

    /// The region that an entry of a list stands for: `IS`, `EU`, `Frankfurt`.
    pub(super) fn region(&self, entry: &str) -> Option<&NamedNode> {
        self.listed.get(&fold(entry))
    }

    /// The services of the vendor that a text names.
    pub(super) fn services_in(&self, vendor: &NamedNode, text: &str) -> Vec<NamedNode> {
        self.services.get(vendor).map_or_else(Vec::new, |names| find_mentions(text, names))
    }

    /// The vendor's service with this name.
    pub(super) fn service(&self, vendor: &NamedNode, name: &str) -> Option<NamedNode> {
        let names = self.services.get(vendor)?;
        names.iter().find(|it| fold(&it.written) == fold(name)).map(|it| it.thing.clone())
    }

    /// Adds what a document made, for the next one.
    pub(super) fn learn(&mut self, facts: &[NamedTriple], document: ImportedDocument) {
        for fact in facts {
            self.subjects.insert(fact.subject.clone());
            if fact.predicate == cv("url")
                && let Term::Literal(url) = &fact.object
            {
                self.sources.insert(url.value().to_owned(), fact.subject.clone());
            }
            self.made.insert(fact.clone());
        }
        self.documents.push(document);
    }

    /// Adds a name of a vendor or an agent.
    pub(super) fn learn_name(&mut self, vendor: bool, thing: &NamedNode, name: &str) {
        let lists = if vendor { vec![&mut self.vendors, &mut self.agents] } else { vec![&mut self.agents] };
        for list in lists {
            match list.iter_mut().find(|(known, _)| known == thing) {
                Some((_, names)) => names.push(name.to_owned()),
                None => list.push((thing.clone(), vec![name.to_owned()])),
            }
        }
    }

    /// Adds a service of a vendor.
    pub(super) fn learn_service(&mut self, vendor: &NamedNode, service: &NamedNode, name: &str) {
        let names = self.services.entry(vendor.clone()).or_default();
        names.push(NamePattern::new(name, service.clone()));
    }
}

/// The thing with this name; letter case and blanks do not matter.
pub(super) fn find_by_name(names: &NamesByThing, name: &str) -> Option<NamedNode> {
    let wanted = fold(name);
    let found = names.iter().find(|(_, names)| names.iter().any(|it| fold(it) == wanted));
    found.map(|(thing, _)| thing.clone())
}

fn flat(names: &NamesByThing) -> Vec<NamePattern> {
    let each = names.iter().flat_map(|(thing, names)| names.iter().map(|name| NamePattern::new(name, thing.clone())));
    each.collect()
}

fn standards(names: &NamesByThing) -> HashMap<String, NamedNode> {
    let each = names.iter().flat_map(|(thing, names)| names.iter().map(|name| (letters(name), thing.clone())));
    each.collect()
}

/// Letters and digits of a name: `soc2`.
fn letters(name: &str) -> String {
    fold(name).chars().filter(|it| it.is_alphanumeric()).collect()
}

/// The host of an address without `www.`: `infercheck.eu`
pub(super) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|it| !it.is_empty())
}

impl PropertyReader<'_> {
    /// Subjects and assurances, by all their names.
    pub(super) fn topics(&self, properties: &[&str]) -> NamesByThing {
        let mut topics: NamesByThing = Vec::new();
        for (topic, names) in ["Subject", "Assurance", "Topic"].iter().flat_map(|it| self.names(it, properties)) {
            if !topics.iter().any(|(known, _)| *known == topic) {
                topics.push((topic, names));
            }
        }
        topics
    }

    pub(super) fn names(&self, class: &str, properties: &[&str]) -> NamesByThing {
        let of = |id: Id| {
            let each = properties.iter().flat_map(|it| self.texts_of(id, NamedNodeRef::new_unchecked(it)));
            each.collect::<Vec<String>>()
        };
        let things = self.of_class(class).into_iter();
        things.map(|(thing, id)| (thing, of(id))).collect()
    }

    /// The objects of a SKOS property.
    fn skos_objects(&self, thing: &NamedNode, property: &str) -> Vec<NamedNode> {
        let property = NamedNode::new_unchecked(format!("{SKOS}{property}"));
        let ids = self.id(thing).zip(self.id(&property));
        let objects = ids.into_iter().flat_map(|(thing, property)| self.dataset.objects(thing, property));
        objects.filter_map(|it| self.iri(it)).collect()
    }

    fn wider(&self, topics: &NamesByThing) -> HashMap<NamedNode, Vec<NamedNode>> {
        let each = topics.iter();
        each.map(|(topic, _)| (topic.clone(), self.skos_objects(topic, "broader"))).collect()
    }

    fn regions_by_name(&self, regions: &NamesByThing) -> HashMap<String, NamedNode> {
        let mut listed = HashMap::new();
        for (region, names) in regions {
            let places = self.skos_objects(region, "exactMatch");
            let codes = places.iter().filter_map(|place| place.as_str().strip_prefix(PLACES));
            let all = codes.chain(names.iter().map(String::as_str));
            listed.extend(all.map(|name| (fold(name), region.clone())));
        }
        listed
    }

    fn services(&self, properties: &[&str]) -> HashMap<NamedNode, Vec<NamePattern>> {
        let mut services: HashMap<NamedNode, Vec<NamePattern>> = HashMap::new();
        for (service, names) in self.names("Service", properties) {
            let vendors = self.id(&service).map_or_else(Vec::new, |id| self.objects(id, "offeredBy"));
            for vendor in vendors.into_iter().filter_map(|it| self.iri(it)) {
                let list = services.entry(vendor).or_default();
                list.extend(names.iter().map(|name| NamePattern::new(name, service.clone())));
            }
        }
        services
    }

    fn sources(&self) -> HashMap<String, NamedNode> {
        let mut sources = HashMap::new();
        for (source, id) in self.of_class("Source") {
            if let Some(url) = self.text(id, "url") {
                sources.entry(url).or_insert(source);
            }
        }
        sources
    }

    fn hosts(&self, agents: &NamesByThing) -> BTreeMap<String, NamedNode> {
        let each = agents.iter().filter_map(|(agent, _)| {
            let homepage = self.text(self.id(agent)?, "homepage")?;
            Some((host(&homepage)?.to_owned(), agent.clone()))
        });
        each.collect()
    }

    fn documents(&self) -> Vec<ImportedDocument> {
        let mut documents: Vec<(Id, ImportedDocument)> = Vec::new();
        for (profile, id) in self.of_class("Profile") {
            let citations = self.objects(id, "citation").into_iter();
            let sources = citations.flat_map(|it| self.objects(it, "source"));
            let document = ImportedDocument {
                profile,
                vendor: self.objects(id, "profileOf").into_iter().find_map(|it| self.iri(it)),
                sources: sources.filter_map(|it| self.iri(it)).collect(),
                file: self.text(id, "file"),
                address: self.text(id, "address"),
                passages: Vec::new(),
            };
            documents.push((id, document));
        }
        let places: HashMap<Id, usize> = documents.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
        for (name, id) in self.of_class("Passage") {
            let Some(exact) = self.text(id, "exact") else {
                continue;
            };
            let passage = ImportedPassage {
                name,
                exact,
                row: self.text(id, "row").filter(|row| !is_number_of_row(row)),
                claims: self.subjects("passage", id).into_iter().filter_map(|it| self.iri(it)).collect(),
            };
            for at in self.objects(id, "profile").iter().filter_map(|it| places.get(it)) {
                documents[*at].1.passages.push(passage.clone());
            }
        }
        documents.into_iter().map(|(_, document)| document).collect()
    }
}
