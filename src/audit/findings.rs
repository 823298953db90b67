//! Things that a check found → findings: the columns of their kind, why they were found, what belongs to them, where
//! they are stated.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, TermRef};

use crate::audit::content::{fingerprint, hash};
use crate::audit::report::{Finding, FindingEvidence};
use crate::base::{Cut, Diagnostic, Limit};
use crate::exec::{Reason, SourceLocation, ThingIdentity, Why, words_of};
use crate::lang::quote;
use crate::question::Question;
use crate::session::Session;
use crate::store::Id;
use crate::words::{Direction, KindId, Number, Trail};

/// Makes findings in one session.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a> {
    pub(super) session: &'a Session,
}

impl Finder<'_> {
    /// A finding for each thing. `question` is what found them; `None` if it cannot say why.
    pub(super) fn findings(
        self,
        things: &[NamedNode],
        question: Option<&Question>,
    ) -> Result<Vec<Finding>, Diagnostic> {
        let whys = match question {
            Some(question) => self.session.why(question, things)?,
            None => Vec::new(),
        };
        let mut whys = whys.into_iter();
        let findings = things.iter().map(|thing| self.finding(thing, whys.next()));
        Ok(findings.collect())
    }

    fn finding(self, thing: &NamedNode, why: Option<Why>) -> Finding {
        let about = self.about(thing);
        let message = match &why {
            Some(why) => format!("{} {}", about.short, why.sentence()),
            None => format!("{} was found", about.short),
        };
        let (lexicon, dataset) = (self.session.lexicon(), self.session.dataset());
        let id = dataset.iri_id(thing.as_ref());
        Finding {
            message,
            shown: id.map_or_else(Vec::new, |id| self.display_columns(id)),
            place: id.and_then(|id| self.location(id)),
            evidence: id.map_or_else(Vec::new, |id| self.evidence(id)),
            fingerprint: {
                let mut lines = vec![about.iri.clone()];
                lines.extend(id.map(|id| fingerprint(lexicon, dataset, id)));
                for reason in why.iter().flat_map(|why| &why.reasons) {
                    collect_linked(reason, &mut lines);
                }
                hash(&lines)
            },
            thing: Some(about),
            why,
            waiver: None,
            change: None,
            picture: None,
        }
    }

    /// A thing in words: its short name, label and kind.
    pub(super) fn about(self, thing: &NamedNode) -> ThingIdentity {
        let (lexicon, dataset) = (self.session.lexicon(), self.session.dataset());
        match dataset.iri_id(thing.as_ref()) {
            Some(id) => ThingIdentity::of(id, lexicon, dataset),
            None => ThingIdentity::of_iri(thing, dataset),
        }
    }

    /// The columns that the kind of a thing shows, without empty ones.
    fn display_columns(self, thing: Id) -> Vec<(String, Vec<String>)> {
        let (lexicon, dataset) = (self.session.lexicon(), self.session.dataset());
        let kinds = lexicon.kinds_of(dataset, thing);
        let trails = kinds.iter().flat_map(|kind| &lexicon.kind(*kind).shows);
        let mut shown: Vec<(String, Vec<String>)> = Vec::new();
        for trail in trails {
            let heading = trail.words(lexicon);
            let values = self.values(thing, trail);
            if !values.is_empty() && !shown.iter().any(|(known, _)| *known == heading) {
                shown.push((heading, values));
            }
        }
        shown
    }

    fn values(self, thing: Id, trail: &Trail) -> Vec<String> {
        let (lexicon, dataset) = (self.session.lexicon(), self.session.dataset());
        let reached = match trail.path(lexicon) {
            Some(path) => path.walk(dataset, thing),
            None => BTreeSet::from([thing]),
        };
        let values = reached.into_iter().map(|id| words_of(dataset.term(id), lexicon, dataset));
        let mut values: Vec<String> = values.collect();
        values.sort();
        values
    }

    /// The first line that states something of a thing.
    fn location(self, thing: Id) -> Option<SourceLocation> {
        let dataset = self.session.dataset();
        let triples = dataset.matching(Some(thing), None, None);
        let origins = triples.flat_map(|triple| dataset.origins(triple));
        let first = origins.min()?;
        let file = dataset.files().get(first.file as usize)?;
        Some(SourceLocation { file: file.name.clone(), line: first.line })
    }

    /// What belongs to a thing, such as citations and caveats, with the columns of their kinds.
    fn evidence(self, thing: Id) -> Vec<FindingEvidence> {
        let (lexicon, dataset) = (self.session.lexicon(), self.session.dataset());
        let belonging = lexicon.belongings(dataset, thing).into_iter();
        let evidence = belonging.filter_map(|it| match dataset.term(it.thing) {
            TermRef::NamedNode(iri) => Some(FindingEvidence {
                role: self.role(it.link),
                thing: self.about(&iri.into_owned()),
                shown: self.display_columns(it.thing),
                addresses: self.addresses(it.thing),
                place: self.location(it.thing),
            }),
            _ => None,
        });
        evidence.collect()
    }

    /// The noun for the end of a link: `citation`.
    fn role(self, link: Direction) -> String {
        let lexicon = self.session.lexicon();
        let role = lexicon.direction_words(link).roles.first();
        let kind = || lexicon.kind_word(lexicon.end(link), Number::Singular);
        role.map_or_else(kind, |forms| forms.get(Number::Singular)).to_owned()
    }

    /// The web addresses among the values of a thing, and of what it links to.
    fn addresses(self, thing: Id) -> Cut<String> {
        let dataset = self.session.dataset();
        let mut found = BTreeSet::new();
        let linked = dataset.matching(Some(thing), None, None).map(|[_, _, to]| to);
        for id in std::iter::once(thing).chain(linked) {
            let values = dataset.matching(Some(id), None, None);
            found.extend(values.filter_map(|[_, _, value]| match dataset.term(value) {
                TermRef::Literal(text) => Some(text.value()).filter(|it| is_address(it)),
                _ => None,
            }));
        }
        Cut::of(found, Limit::Addresses).map(str::to_owned)
    }

    /// The noun of a kind, in the number for `count`.
    pub(super) fn noun(self, kind: KindId, count: u64) -> String {
        let number = Number::of(count);
        self.session.lexicon().kind_word(kind, number).to_owned()
    }
}

/// Lists the linked things that a reason depends on, and whether they count: a finding with others is a different one.
fn collect_linked(reason: &Reason, lines: &mut Vec<String>) {
    for linked in reason.linked.items() {
        let counts = linked.counts.as_bool().map_or_else(|| "unknown".to_owned(), |counts| counts.to_string());
        lines.push(format!("{} {counts}", linked.thing.iri));
        linked.reasons.iter().for_each(|it| collect_linked(it, lines));
    }
    lines.push(reason.linked.more().to_string());
    reason.parts.iter().for_each(|it| collect_linked(it, lines));
}

/// A finding made of a row: its text distinguishes it from others about the same thing.
pub(super) fn of_row(mut finding: Finding, message: String) -> Finding {
    finding.fingerprint = hash(&[finding.fingerprint, message.clone()]);
    finding.message = message;
    finding.why = None;
    finding
}

/// True for a web address: nothing else may become a link.
fn is_address(text: &str) -> bool {
    let web = ["https://", "http://"];
    web.iter().any(|it| text.starts_with(it)) && !text.contains(char::is_whitespace)
}

/// A finding that is not about one thing: too few were found, or a row is missing.
pub(super) fn of_no_thing(message: String) -> Finding {
    Finding {
        thing: None,
        fingerprint: hash(std::slice::from_ref(&message)),
        message,
        shown: Vec::new(),
        place: None,
        why: None,
        evidence: Vec::new(),
        waiver: None,
        change: None,
        picture: None,
    }
}

/// A row of an answer in words: `access: login, count: 3`.
pub(super) fn row_in_words(headings: &[String], cells: &[String]) -> String {
    let cells = headings.iter().zip(cells);
    let said = cells.map(|(heading, cell)| format!("{heading}: {}", quote(cell)));
    said.collect::<Vec<_>>().join(", ")
}
