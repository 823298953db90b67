//! The citations of a source that carry a digest: what `caveat anchor --of` looks for in a text.

use std::collections::BTreeSet;

use oxigraph::model::TermRef;

use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::passage::Anchor;
use crate::session::Session;
use crate::store::Id;
use crate::words::Path;

/// A source, and the passages of it that are cited by digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchoredSource {
    /// What the source is called.
    pub name: String,
    /// Its citations with a digest, sorted by name, without those that only past records cite.
    pub citations: Vec<AnchoredCitation>,
    /// How many citations are left out: every record that cites them is superseded, retracted, rejected, a draft or
    /// expired.
    pub left_out: usize,
}

/// A citation with a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchoredCitation {
    /// Its short name.
    pub name: String,
    /// The short names of what cites it: records and caveats.
    pub cited_by: Vec<String>,
    /// The digest and the length of its passage.
    pub anchor: Anchor,
    /// The section that it names.
    pub section: Option<String>,
}

impl Session {
    /// The citations with a digest of the source called `name`.
    ///
    /// # Errors
    /// When the name names nothing or several things, or no citation with a digest points to the thing.
    pub fn source_anchors(&self, name: &str) -> Result<AnchoredSource, Faults> {
        let thing = self.thing_named("--of", name)?;
        let Some(terms) = self.lexicon.anchoring() else {
            return Err(no_digests(name).into());
        };
        let dataset = &self.dataset;
        let ends = |path: &Path, from: Id| -> Vec<Id> { path.walk(dataset, from).into_iter().collect() };
        let text = |path: &Path, from: Id| match ends(path, from).first().map(|it| dataset.term(*it)) {
            Some(TermRef::Literal(literal)) => Some(literal.value().to_owned()),
            _ => None,
        };
        let past = self.past_records();
        let source = dataset.iri_id(thing.iri.as_ref());
        let citations = source.map(|it| ends(&terms.source.inverse(), it)).unwrap_or_default();
        let name_of = |id: Id| self.lexicon.label(dataset, id);
        let mut found = AnchoredSource {
            name: source.map_or_else(|| name.to_owned(), name_of),
            citations: Vec::new(),
            left_out: 0,
        };
        for citation in citations {
            let length = text(&terms.length, citation).and_then(|it| it.parse().ok());
            let Some((digest, length)) = text(&terms.digest, citation).zip(length) else {
                continue;
            };
            let citing = ends(&terms.citations.inverse(), citation);
            if !citing.is_empty() && citing.iter().all(|it| past.contains(it)) {
                found.left_out += 1;
                continue;
            }
            let short = |id: Id| dataset.short(dataset.term(id));
            let mut cited_by: Vec<String> = citing.into_iter().map(short).collect();
            cited_by.sort();
            found.citations.push(AnchoredCitation {
                name: short(citation),
                cited_by,
                anchor: Anchor { digest, length },
                section: terms.section.as_ref().and_then(|path| text(path, citation)),
            });
        }
        found.citations.sort_by(|one, other| one.name.cmp(&other.name));
        if found.citations.is_empty() && found.left_out == 0 { Err(no_digests(name).into()) } else { Ok(found) }
    }
}

impl Session {
    /// The records that no longer hold, or never did. Those that begin later are not among them: their passages exist
    /// already.
    fn past_records(&self) -> BTreeSet<Id> {
        let Some(rules) = self.lexicon.comparison() else {
            return BTreeSet::new();
        };
        let mut past = self.lexicon.default_exclusions_by_facts(&self.dataset, rules.of);
        let expired = rules.expired.as_ref().and_then(|it| self.dataset.iri_id(it.as_ref()));
        let expired = self.evidence.cells().map(|cells| cells.validities(expired, None));
        past.extend(expired.into_iter().flatten().map(|[record, _]| record));
        past
    }
}

/// `--of` a source whose citations have only quotes, or which has no citations
fn no_digests(name: &str) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::NoDigests, format!("no citation of “{name}” has a digest"))
        .help("name a source with one: `which sources have a citation that has a passage digest` lists them")
}
