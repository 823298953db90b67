//! Parses what a person types about a draft: `affirms: no training on customer data; about: retention`, data, services.

use std::collections::{HashMap, HashSet};

use oxigraph::model::NamedNode;

use crate::base::{Cut, Limit, fold, nearest, visible};
use crate::profile::mentions::NamePattern;
use crate::profile::reader::PropertyReader;
use crate::profile::record::ClaimStance;
use crate::profile::terms::cv;
use crate::profile::topic_stance::{ABOUT, TopicStance, format_topics};
use crate::profile::triage::Draft;
use crate::store::Dataset;

const SKOS: [&str; 3] = [
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/2004/02/skos/core#hiddenLabel",
];
/// The word that a person types for no value.
const NONE: &str = "none";

/// The things that a person can name.
#[derive(Debug)]
pub struct Choices {
    /// Topics by all their names; `called` has the first name of each.
    topics: Vec<NamePattern>,
    called: HashMap<NamedNode, String>,
    assurances: HashSet<NamedNode>,
    /// The assurances below each topic.
    below: HashMap<NamedNode, Vec<NamedNode>>,
    data: Vec<NamePattern>,
    /// Services, each with its vendor.
    services: Vec<(NamedNode, NamePattern)>,
}

impl Choices {
    /// Reads the names from the dataset.
    #[must_use]
    pub fn of(dataset: &Dataset) -> Self {
        let reader = PropertyReader { dataset };
        let known = crate::profile::Catalog::of(dataset);
        let called = |topic: &NamedNode| Some((topic.clone(), reader.name(reader.id(topic)?)));
        let things: HashSet<&NamedNode> = known.topics.iter().map(|it| &it.thing).collect();
        let assurances: HashSet<NamedNode> =
            things.iter().filter(|it| known.is_assurance(it)).map(|it| (*it).clone()).collect();
        let below = things.iter().map(|subject| {
            let mut below: Vec<NamedNode> =
                assurances.iter().filter(|it| known.is_under(it, subject)).cloned().collect();
            below.sort();
            ((*subject).clone(), below)
        });
        let names = |class: &str, properties: &[&str]| -> Vec<NamePattern> {
            let found = reader.names(class, properties).into_iter();
            found
                .flat_map(|(thing, names)| names.into_iter().map(move |it| NamePattern::new(&it, thing.clone())))
                .collect()
        };
        let own = [cv("name"), cv("alias")];
        let services = names("Service", &own.each_ref().map(|it| it.as_str())).into_iter().flat_map(|name| {
            let vendors = reader.id(&name.thing).map_or_else(Vec::new, |id| reader.objects(id, "offeredBy"));
            vendors.into_iter().filter_map(|it| reader.iri(it)).map(|it| (it, name.clone())).collect::<Vec<_>>()
        });
        Self {
            called: things.iter().filter_map(|it| called(it)).collect(),
            below: below.collect(),
            data: names("DataKind", &SKOS),
            services: services.collect(),
            assurances: assurances.clone(),
            topics: known.topics.clone(),
        }
    }

    /// True for a topic that a claim may take a stance to.
    #[must_use]
    pub fn is_assurance(&self, topic: &NamedNode) -> bool {
        self.assurances.contains(topic)
    }

    /// Parses topics with stances: `affirms: no training on customer data, DPA; about: retention`.
    ///
    /// # Errors
    /// A message for the person who typed it, if a topic is unknown, a stance cannot be, or nothing is named.
    pub fn topics(&self, typed: &str) -> Result<Vec<TopicStance>, String> {
        let mut all: Vec<TopicStance> = Vec::new();
        for part in typed.split(';').map(str::trim).filter(|it| !it.is_empty()) {
            let (stance, names) = stance_of(part)?;
            for name in names.split(',').map(str::trim).filter(|it| !it.is_empty()) {
                let topic = self.topic(name)?;
                let said = self.topic_stance(stance, topic)?;
                match all.iter().find(|it| it.topic == said.topic) {
                    Some(other) if other.stance == stance => {}
                    Some(_) => {
                        return Err(format!("`{}` is named twice: a record can have one stance on it", said.name));
                    }
                    None => all.push(said),
                }
            }
        }
        let has = |stance| all.iter().any(|it| it.stance == Some(stance));
        if has(ClaimStance::Affirms) && has(ClaimStance::Denies) {
            return Err("one claim cannot both affirm and deny: split the draft into two parts".to_owned());
        }
        match all.is_empty() {
            true => {
                Err("a record needs a topic: write `about: …`, `affirms: …`, `denies: …` or `qualifies: …`".to_owned())
            }
            false => Ok(all),
        }
    }

    /// The topics, with this stance to the one assurance among them.
    ///
    /// # Errors
    /// If there is no assurance, or more than one.
    pub fn with_stance(&self, topics: &[TopicStance], stance: ClaimStance) -> Result<Vec<TopicStance>, String> {
        let word = stance.word();
        let assurances = topics.iter().filter(|it| self.is_assurance(&it.topic)).count();
        match (assurances, topics) {
            (1, _) => {}
            (0, [only]) => return Err(self.no_stance(stance, &only.topic)),
            _ => return Err(format!("name an assurance for the stance: `{word}: …`")),
        }
        let each = topics.iter().map(|it| {
            let stance = if self.is_assurance(&it.topic) { Some(stance) } else { it.stance };
            TopicStance { stance, ..it.clone() }
        });
        Ok(each.collect())
    }

    /// The kind of data with this name; `None` for `none`.
    ///
    /// # Errors
    /// If no kind of data has this name.
    pub fn data(&self, typed: &str) -> Result<Option<NamedNode>, String> {
        if fold(typed) == NONE {
            return Ok(None);
        }
        let found = one(&self.data, typed);
        found.map(Some).ok_or_else(|| unknown("kind of data", "kinds of data", typed, &self.data))
    }

    /// The vendor's services with these names, between semicolons; empty for `none`, the vendor as a whole.
    ///
    /// # Errors
    /// If the vendor has no service with this name.
    pub fn services(&self, vendor: Option<&NamedNode>, typed: &str) -> Result<Vec<NamedNode>, String> {
        if fold(typed) == NONE {
            return Ok(Vec::new());
        }
        let own = self.services.iter().filter(|(it, _)| Some(it) == vendor).map(|(_, name)| name.clone());
        let own: Vec<NamePattern> = own.collect();
        let mut services = Vec::new();
        for name in typed.split(';').map(str::trim).filter(|it| !it.is_empty()) {
            let found = one(&own, name).ok_or_else(|| no_service(name, &own))?;
            if !services.contains(&found) {
                services.push(found);
            }
        }
        Ok(services)
    }

    fn topic(&self, name: &str) -> Result<NamedNode, String> {
        one(&self.topics, name).ok_or_else(|| unknown("topic", "topics", name, &self.topics))
    }

    fn topic_stance(&self, stance: Option<ClaimStance>, topic: NamedNode) -> Result<TopicStance, String> {
        match stance {
            Some(stance) if !self.is_assurance(&topic) => Err(self.no_stance(stance, &topic)),
            _ => Ok(TopicStance { stance, name: self.name(&topic).to_owned(), topic }),
        }
    }

    fn name<'a>(&'a self, topic: &'a NamedNode) -> &'a str {
        self.called.get(topic).map_or(topic.as_str(), String::as_str)
    }

    /// Error for a stance to a subject: `affirms: retention`
    fn no_stance(&self, stance: ClaimStance, subject: &NamedNode) -> String {
        let (name, word) = (self.name(subject), stance.word());
        let below = self.below.get(subject).map_or(&[][..], Vec::as_slice);
        let names = Cut::of(below, Limit::AssurancesUnder).map(|it| self.name(it));
        let assurances = match names.is_empty() {
            true => String::new(),
            false => format!(", or `{word}: …` with an assurance under it: {}", names.backtick_list()),
        };
        format!("`{name}` is a subject, and no claim {word} a subject: write `about: {name}`{assurances}")
    }
}

/// Splits `affirms: …` or `affirms …` into stance and names; names alone have no stance.
fn stance_of(part: &str) -> Result<(Option<ClaimStance>, &str), String> {
    let read = |word: &str| if fold(word) == ABOUT { Some(None) } else { ClaimStance::parse(word).map(Some) };
    if let Some((word, names)) = part.split_once(':') {
        let no_word =
            || format!("`{}` is not a stance: write affirms, denies, qualifies or about", visible(word.trim()));
        return read(word.trim()).map(|it| (it, names)).ok_or_else(no_word);
    }
    let (word, names) = part.split_once(' ').unwrap_or((part, ""));
    Ok(read(word).map_or((None, part), |it| (it, names)))
}

fn one(names: &[NamePattern], typed: &str) -> Option<NamedNode> {
    names.iter().find(|it| fold(&it.written) == fold(typed)).map(|it| it.thing.clone())
}

/// Error for an unknown name: `retentoin`
fn unknown(what: &str, question: &str, typed: &str, known: &[NamePattern]) -> String {
    let near = nearest(typed, known.iter().map(|it| it.written.as_str()));
    let typed = visible(typed);
    match near.as_slice() {
        [] => format!("`{typed}` is not a {what}; `caveat ask \"which {question}\"` lists them"),
        near => format!("`{typed}` is not a {what}; nearest: `{}`", near.join("`, `")),
    }
}

/// Error for an unknown service: `Enterprize plan`
fn no_service(typed: &str, own: &[NamePattern]) -> String {
    let mut known: Vec<String> = own.iter().map(|it| format!("`{}`", it.written)).collect();
    known.sort();
    let known = match known.is_empty() {
        true => "the vendor has none".to_owned(),
        false => format!("the vendor has {}", known.join(", ")),
    };
    format!(
        "`{}` is not a service of the vendor: {known}; to use a new one, first add it to the facts file",
        visible(typed)
    )
}

impl Draft {
    /// Its topics as a person types them.
    #[must_use]
    pub fn format_topics(&self) -> String {
        format_topics(&self.topics)
    }
}
