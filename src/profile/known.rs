//! What the graph knows already: names of vendors, agents, topics, regions, services; sources by their address; the
//! passages that claims were taken from. What an import makes is known to the next document.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, Term, TermRef};

use crate::base::fold;
use crate::profile::named::{Name, named};
use crate::profile::page::is_number_of_row;
use crate::profile::terms::{PLACES, cv};
use crate::profile::triples::Fact;
use crate::store::{Dataset, Id};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// What is known before a document is read.
pub struct Known<'a> {
    dataset: &'a Dataset,
    pub(super) vendors: Names,
    pub(super) agents: Names,
    pub(super) topics: Vec<Name>,
    /// The topics that are directly wider.
    wider: HashMap<NamedNode, Vec<NamedNode>>,
    pub(super) regions: Vec<Name>,
    /// Regions by what lists call them: names and codes of countries.
    listed: HashMap<String, NamedNode>,
    /// The services of each vendor.
    services: HashMap<NamedNode, Vec<Name>>,
    /// By address.
    pub(super) sources: HashMap<String, NamedNode>,
    /// By host of their homepage.
    pub(super) hosts: BTreeMap<String, NamedNode>,
    pub(super) documents: Vec<Document>,
    /// What was made since.
    made: HashSet<Fact>,
    subjects: HashSet<NamedNode>,
}

/// Things and all their names.
pub(super) type Names = Vec<(NamedNode, Vec<String>)>;

/// A document whose passages are known.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) profile: NamedNode,
    /// The vendor that it is of.
    pub(super) vendor: Option<NamedNode>,
    pub(super) file: Option<String>,
    pub(super) address: Option<String>,
    /// The sources that it lists as a whole.
    pub(super) sources: Vec<NamedNode>,
    pub(super) passages: Vec<Passage>,
}

/// A passage, and the claims that were taken from it.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub(super) exact: String,
    pub(super) row: Option<String>,
    pub(super) claims: Vec<NamedNode>,
}

impl<'a> Known<'a> {
    /// Reads what the graph knows.
    #[must_use]
    pub fn of(dataset: &'a Dataset) -> Self {
        let reader = Reader { dataset };
        let labels = ["prefLabel", "altLabel", "hiddenLabel"].map(|it| format!("{SKOS}{it}"));
        let labelled = |class: &str| reader.names(class, &labels.each_ref().map(String::as_str));
        let own = [cv("name"), cv("alias")];
        let own = own.each_ref().map(|it| it.as_str());
        let topics = labelled("Topic");
        let regions = labelled("Region");
        let vendors = reader.names("Vendor", &own);
        let mut agents = reader.names("Agent", &own);
        agents.extend(vendors.iter().cloned());
        Self {
            dataset,
            topics: flat(&topics),
            wider: reader.wider(&topics),
            listed: reader.listed(&regions),
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

    /// True where something is said of the thing already.
    pub(super) fn describes(&self, thing: &NamedNode) -> bool {
        let id = self.dataset.iri_id(thing.as_ref());
        let said =
            id.is_some_and(|id| self.dataset.matching(Some(id), None, None).next().is_some());
        said || self.subjects.contains(thing)
    }

    /// True where the fact is there already.
    pub(super) fn holds(&self, fact: &Fact) -> bool {
        let id = |term: &NamedNode| self.dataset.iri_id(term.as_ref());
        let ids = (
            id(&fact.subject),
            id(&fact.predicate),
            self.dataset.id(fact.object.as_ref()),
        );
        let there = match ids {
            (Some(s), Some(p), Some(o)) => self.dataset.objects(s, p).any(|it| it == o),
            _ => false,
        };
        there || self.made.contains(fact)
    }

    /// The claims that something supersedes.
    pub(super) fn superseded(&self) -> HashSet<NamedNode> {
        let property = self.dataset.iri_id(cv("supersedes").as_ref());
        let pairs = property
            .into_iter()
            .flat_map(|it| self.dataset.matching(None, Some(it), None));
        let stored = pairs.filter_map(|[_, _, older]| match self.dataset.term(older) {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        });
        let made = self
            .made
            .iter()
            .filter(|it| it.predicate == cv("supersedes"));
        let made = made.filter_map(|it| match &it.object {
            Term::NamedNode(iri) => Some(iri.clone()),
            _ => None,
        });
        stored.chain(made).collect()
    }

    /// The prefix that the facts have for a namespace.
    pub(super) fn prefix(&self, namespace: &str) -> Option<&str> {
        let prefixes = self.dataset.prefixes().by_name.iter();
        let mut found = prefixes.filter(|(_, iris)| iris.as_slice() == [namespace]);
        found.next().map(|(name, _)| name.as_str())
    }

    /// The topics that a text names, without those that a narrower one makes needless.
    pub(super) fn topics_in(&self, text: &str) -> Vec<NamedNode> {
        let found = named(text, &self.topics);
        let needless = |topic: &NamedNode| {
            found
                .iter()
                .any(|other| other != topic && self.is_under(other, topic))
        };
        found.iter().filter(|it| !needless(it)).cloned().collect()
    }

    /// True where the one topic is below the other.
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

    /// The region that an entry of a list is: `IS`, `EU`, `Frankfurt`.
    pub(super) fn region(&self, entry: &str) -> Option<&NamedNode> {
        self.listed.get(&fold(entry))
    }

    /// The service that a text names, if it is one of the vendor's.
    pub(super) fn services_in(&self, vendor: &NamedNode, text: &str) -> Vec<NamedNode> {
        self.services
            .get(vendor)
            .map_or_else(Vec::new, |names| named(text, names))
    }

    /// The service of a vendor that bears a name.
    pub(super) fn service(&self, vendor: &NamedNode, name: &str) -> Option<NamedNode> {
        let names = self.services.get(vendor)?;
        names
            .iter()
            .find(|it| fold(&it.written) == fold(name))
            .map(|it| it.thing.clone())
    }

    /// What a document made is known to the next one.
    pub(super) fn learn(&mut self, facts: &[Fact], document: Document) {
        for fact in facts {
            self.subjects.insert(fact.subject.clone());
            if fact.predicate == cv("url")
                && let Term::Literal(url) = &fact.object
            {
                self.sources
                    .insert(url.value().to_owned(), fact.subject.clone());
            }
            self.made.insert(fact.clone());
        }
        self.documents.push(document);
    }

    /// A name that was given to a vendor or an agent.
    pub(super) fn learn_name(&mut self, vendor: bool, thing: &NamedNode, name: &str) {
        let lists = if vendor {
            vec![&mut self.vendors, &mut self.agents]
        } else {
            vec![&mut self.agents]
        };
        for list in lists {
            match list.iter_mut().find(|(known, _)| known == thing) {
                Some((_, names)) => names.push(name.to_owned()),
                None => list.push((thing.clone(), vec![name.to_owned()])),
            }
        }
    }

    /// A service of a vendor.
    pub(super) fn learn_service(&mut self, vendor: &NamedNode, service: &NamedNode, name: &str) {
        let names = self.services.entry(vendor.clone()).or_default();
        names.push(Name::new(name, service.clone()));
    }
}

/// The thing that bears a name; letter case and blanks do not matter.
pub(super) fn bearer(names: &Names, name: &str) -> Option<NamedNode> {
    let wanted = fold(name);
    let found = names
        .iter()
        .find(|(_, names)| names.iter().any(|it| fold(it) == wanted));
    found.map(|(thing, _)| thing.clone())
}

fn flat(names: &Names) -> Vec<Name> {
    let each = names
        .iter()
        .flat_map(|(thing, names)| names.iter().map(|name| Name::new(name, thing.clone())));
    each.collect()
}

/// `infercheck.eu`
pub(super) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|it| !it.is_empty())
}

struct Reader<'a> {
    dataset: &'a Dataset,
}

impl Reader<'_> {
    /// The things of a class, in the order of their IRIs.
    fn of_class(&self, class: &str) -> Vec<(NamedNode, Id)> {
        let class = self.dataset.iri_id(cv(class).as_ref());
        let typed = self.dataset.iri_id(rdf::TYPE);
        let ids = typed
            .zip(class)
            .into_iter()
            .flat_map(|(a, class)| self.dataset.subjects(a, class));
        let mut found: Vec<(NamedNode, Id)> = ids
            .filter_map(|id| match self.dataset.term(id) {
                TermRef::NamedNode(iri) => Some((iri.into_owned(), id)),
                _ => None,
            })
            .collect();
        found.sort();
        found
    }

    fn texts(&self, thing: Id, property: NamedNodeRef<'_>) -> impl Iterator<Item = String> {
        let values = self.dataset.values(thing, property);
        values.filter_map(|term| match term {
            TermRef::Literal(text) => Some(text.value().to_owned()),
            _ => None,
        })
    }

    fn things(&self, thing: Id, property: NamedNodeRef<'_>) -> impl Iterator<Item = Id> {
        let property = self.dataset.iri_id(property);
        property
            .into_iter()
            .flat_map(move |property| self.dataset.objects(thing, property))
    }

    fn iris(&self, thing: Id, property: NamedNodeRef<'_>) -> impl Iterator<Item = NamedNode> {
        let values = self.dataset.values(thing, property);
        values.filter_map(|term| match term {
            TermRef::NamedNode(iri) => Some(iri.into_owned()),
            _ => None,
        })
    }

    fn names(&self, class: &str, properties: &[&str]) -> Names {
        let of = |id: Id| {
            let each = properties.iter().flat_map(|it| {
                self.texts(id, NamedNodeRef::new_unchecked(it))
                    .collect::<Vec<_>>()
            });
            each.collect::<Vec<String>>()
        };
        self.of_class(class)
            .into_iter()
            .map(|(thing, id)| (thing, of(id)))
            .collect()
    }

    fn wider(&self, topics: &Names) -> HashMap<NamedNode, Vec<NamedNode>> {
        let broader = format!("{SKOS}broader");
        let mut wider: HashMap<NamedNode, Vec<NamedNode>> = HashMap::new();
        for (topic, _) in topics {
            let Some(id) = self.dataset.iri_id(topic.as_ref()) else {
                continue;
            };
            for above in self.things(id, NamedNodeRef::new_unchecked(&broader)) {
                if let TermRef::NamedNode(above) = self.dataset.term(above) {
                    wider
                        .entry(topic.clone())
                        .or_default()
                        .push(above.into_owned());
                }
            }
        }
        wider
    }

    fn listed(&self, regions: &Names) -> HashMap<String, NamedNode> {
        let matches = format!("{SKOS}exactMatch");
        let mut listed = HashMap::new();
        for (region, names) in regions {
            let Some(id) = self.dataset.iri_id(region.as_ref()) else {
                continue;
            };
            for place in self.things(id, NamedNodeRef::new_unchecked(&matches)) {
                if let TermRef::NamedNode(place) = self.dataset.term(place)
                    && let Some(code) = place.as_str().strip_prefix(PLACES)
                {
                    listed.insert(fold(code), region.clone());
                }
            }
            for name in names {
                listed.insert(fold(name), region.clone());
            }
        }
        listed
    }

    fn services(&self, properties: &[&str]) -> HashMap<NamedNode, Vec<Name>> {
        let mut services: HashMap<NamedNode, Vec<Name>> = HashMap::new();
        for (service, names) in self.names("Service", properties) {
            let Some(id) = self.dataset.iri_id(service.as_ref()) else {
                continue;
            };
            for vendor in self.things(id, cv("offeredBy").as_ref()) {
                if let TermRef::NamedNode(vendor) = self.dataset.term(vendor) {
                    let list = services.entry(vendor.into_owned()).or_default();
                    list.extend(names.iter().map(|name| Name::new(name, service.clone())));
                }
            }
        }
        services
    }

    fn sources(&self) -> HashMap<String, NamedNode> {
        let mut sources = HashMap::new();
        for (source, id) in self.of_class("Source") {
            for url in self.texts(id, cv("url").as_ref()) {
                sources.entry(url).or_insert_with(|| source.clone());
            }
        }
        sources
    }

    fn hosts(&self, agents: &Names) -> BTreeMap<String, NamedNode> {
        let mut hosts = BTreeMap::new();
        for (agent, _) in agents {
            let Some(id) = self.dataset.iri_id(agent.as_ref()) else {
                continue;
            };
            for homepage in self.texts(id, cv("homepage").as_ref()) {
                if let Some(host) = host(&homepage) {
                    hosts.insert(host.to_owned(), agent.clone());
                }
            }
        }
        hosts
    }

    fn documents(&self) -> Vec<Document> {
        let profiles = self.of_class("Profile");
        let mut documents: HashMap<Id, Document> = HashMap::new();
        for (profile, id) in &profiles {
            let citations: Vec<Id> = self.things(*id, cv("citation").as_ref()).collect();
            let source = cv("source");
            let listed = citations
                .into_iter()
                .flat_map(|it| self.iris(it, source.as_ref()));
            let document = Document {
                profile: profile.clone(),
                vendor: self.iris(*id, cv("profileOf").as_ref()).next(),
                sources: listed.collect(),
                file: self.texts(*id, cv("file").as_ref()).next(),
                address: self.texts(*id, cv("address").as_ref()).next(),
                passages: Vec::new(),
            };
            documents.insert(*id, document);
        }
        let takes = self.dataset.iri_id(cv("passage").as_ref());
        for (_, id) in self.of_class("Passage") {
            let claims = takes
                .into_iter()
                .flat_map(|takes| self.dataset.subjects(takes, id));
            let claims = claims.filter_map(|claim| match self.dataset.term(claim) {
                TermRef::NamedNode(iri) => Some(iri.into_owned()),
                _ => None,
            });
            let Some(exact) = self.texts(id, cv("exact").as_ref()).next() else {
                continue;
            };
            let passage = Passage {
                exact,
                row: self
                    .texts(id, cv("row").as_ref())
                    .next()
                    .filter(|row| !is_number_of_row(row)),
                claims: claims.collect(),
            };
            for profile in self.things(id, cv("profile").as_ref()) {
                if let Some(document) = documents.get_mut(&profile) {
                    document.passages.push(passage.clone());
                }
            }
        }
        profiles
            .iter()
            .filter_map(|(_, id)| documents.remove(id))
            .collect()
    }
}
