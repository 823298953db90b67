//! What a claim says of a topic, as people write it.

use oxigraph::model::NamedNode;

use crate::profile::record::ClaimStance;

/// A topic of a record, with the stance to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicStance {
    /// The stance to an assurance; `None` if the record is only about the topic.
    pub stance: Option<ClaimStance>,
    /// The topic.
    pub topic: NamedNode,
    /// The name of the topic.
    pub name: String,
}

/// The topics of a record as a person types them: `affirms: no training on customer data; about: retention`.
#[must_use]
pub fn format_topics(said: &[TopicStance]) -> String {
    let groups = ClaimStance::ALL.map(Some).into_iter().chain([None]).filter_map(|stance| {
        let names: Vec<&str> = said.iter().filter(|it| it.stance == stance).map(|it| it.name.as_str()).collect();
        let word = stance.map_or(ABOUT, ClaimStance::word);
        (!names.is_empty()).then(|| format!("{word}: {}", names.join(", ")))
    });
    groups.collect::<Vec<_>>().join("; ")
}

pub(super) const ABOUT: &str = "about";
