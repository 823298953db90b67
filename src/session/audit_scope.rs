//! What an audit of one thing covers: its records, what belongs to them and what they depend on, as `say:audits` and
//! `say:belongs` list it.

use std::collections::HashSet;

use oxigraph::model::{NamedNode, TermRef};

use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::lang::parse;
use crate::question::{
    Condition, LinkCondition, LinkReach, NounPhrase, Polarity, Quantity, Question, ResolvedStatement, Thing,
};
use crate::session::Session;
use crate::store::Id;
use crate::words::{Direction, KindId, Number};

impl Session {
    /// The thing called `name`, if anything is audited with it.
    ///
    /// # Errors
    /// When the name names nothing or several things, or nothing is audited with the thing.
    pub fn audit_subject(&self, name: &str) -> Result<Thing, Faults> {
        if let Some(thing) = self.comparison_subject(name) {
            return Ok(thing);
        }
        let thing = self.thing_named("--of", name)?;
        let has_any = |kind: &KindId| !self.lexicon.kind(*kind).audits.is_empty();
        let mut kinds = self.lexicon.kind(thing.kind).above.iter();
        if kinds.any(has_any) { Ok(thing) } else { Err(self.audits_nothing(&quote_name(name), thing.kind).into()) }
    }

    /// The thing that the value of an option names, found as `describe` finds it.
    ///
    /// # Errors
    /// When the name names nothing or several things.
    pub(super) fn thing_named(&self, option: &str, name: &str) -> Result<Thing, Faults> {
        let name = quote_name(name);
        let source = Source::new(option, &format!("describe {name}"));
        let without_place = |mut fault: Diagnostic| {
            fault.places.clear();
            fault
        };
        let statements = parse(&source).map_err(|fault| vec![without_place(fault)])?;
        let read = statements.first().map(|statement| self.read(statement, &source));
        match read {
            Some(Ok(ResolvedStatement::Question(Question::Describe(thing)))) => Ok(thing),
            Some(Err(faults)) => Err(faults.into_iter().map(without_place).collect()),
            _ => Err(no_name(&name).into()),
        }
    }

    /// The one thing of that name that can be compared: the vendor, where a service and a page bear the same name.
    fn comparison_subject(&self, name: &str) -> Option<Thing> {
        let kind = self.lexicon.end(self.lexicon.comparison()?.things);
        let is_compared =
            |id: &Id| self.lexicon.kinds_of(&self.dataset, *id).iter().any(|it| self.lexicon.is_a(*it, kind));
        let bearers = self.lexicon.names().find(name.trim_matches('"')).into_iter().filter(is_compared);
        match bearers.collect::<Vec<Id>>().as_slice() {
            [only] => match self.dataset.term(*only) {
                TermRef::NamedNode(iri) => Some(Thing { iri: iri.into_owned(), kind }),
                _ => None,
            },
            _ => None,
        }
    }

    /// `--of topic:training`
    fn audits_nothing(&self, name: &str, kind: KindId) -> Diagnostic {
        let lexicon = &self.lexicon;
        let message = format!("{name} cannot be audited by itself, because it is {}", lexicon.a_kind(kind));
        let kinds = lexicon.kinds().filter(|(_, kind)| !kind.audits.is_empty());
        let kinds: Vec<&str> = kinds.map(|(id, _)| lexicon.kind_word(id, Number::Plural)).collect();
        let fault = Diagnostic::new(Blame::Question, Code::AuditsNothing, message);
        if kinds.is_empty() {
            fault.help("the vocabulary has no kind with `say:audits`: see docs/vocabulary.md")
        } else {
            fault.help(format!("name a thing of one of these kinds: {}", kinds.join(", ")))
        }
    }

    /// The condition under which a thing of a kind is audited with `whole`; `None` if nothing of the kind is.
    #[must_use]
    pub fn audit_scope_condition(&self, kind: KindId, whole: &Thing) -> Option<Condition> {
        let ways = self.paths_to(kind, whole, &mut Vec::new());
        match ways.len() {
            0 | 1 => ways.into_iter().next(),
            _ => Some(Condition::Any(ways)),
        }
    }

    /// All things that are audited with one, including itself.
    ///
    /// # Errors
    /// When they cannot be found in time.
    pub fn audit_scope(&self, whole: &Thing) -> Result<HashSet<NamedNode>, Diagnostic> {
        let mut all = HashSet::new();
        for (kind, _) in self.lexicon.kinds() {
            if let Some(holds) = self.audit_scope_condition(kind, whole) {
                let set = NounPhrase { filters: vec![holds], ..NounPhrase::all(kind, &self.lexicon) };
                all.extend(self.things(&set)?);
            }
        }
        Ok(all)
    }

    /// How many of the things for which `holds` a question examines, without those excluded by the default filter;
    /// `None` if the question is about no set.
    ///
    /// # Errors
    /// When they cannot be found in time.
    pub fn count_examined(&self, question: &Question, holds: &Condition) -> Result<Option<u64>, Diagnostic> {
        let question = match question {
            Question::Suppose(_, question) => question,
            question => question,
        };
        let Some(set) = question.set() else {
            return Ok(None);
        };
        let plan = self.plan(question)?;
        let left_out = plan.default_filters.iter().filter(|it| it.subject).flat_map(|it| &it.adjectives);
        let gone: HashSet<Id> = left_out.flat_map(|it| self.lexicon.things_that_are(&self.dataset, *it)).collect();
        let all = NounPhrase { filters: vec![holds.clone()], ..NounPhrase::all(set.kind, &self.lexicon) };
        let things = self.things(&all)?;
        let is_there = |it: &&NamedNode| self.dataset.iri_id(it.as_ref()).is_some_and(|id| !gone.contains(&id));
        Ok(Some(things.iter().filter(is_there).count() as u64))
    }

    /// The paths from things of a kind back to the whole, as conditions. `met` holds the links of the current path: no
    /// path takes a link twice.
    fn paths_to(&self, kind: KindId, whole: &Thing, met: &mut Vec<Direction>) -> Vec<Condition> {
        let lexicon = &self.lexicon;
        let mut ways = Vec::new();
        if lexicon.overlap(kind, whole.kind) {
            ways.push(Condition::IsA(Box::new(NounPhrase::the(whole)), Polarity::Positive));
        }
        let links: Vec<(KindId, Direction)> = lexicon.audit_links().collect();
        for (owner, link) in links {
            if met.contains(&link) || !lexicon.overlap(lexicon.end(link), kind) {
                continue;
            }
            met.push(link);
            let owners = self.paths_to(owner, whole, met);
            met.pop();
            let object = match owners.as_slice() {
                [] => continue,
                [Condition::IsA(..)] => NounPhrase::the(whole),
                [_] => NounPhrase { filters: owners, ..NounPhrase::all(owner, lexicon) },
                _ => NounPhrase { filters: vec![Condition::Any(owners)], ..NounPhrase::all(owner, lexicon) },
            };
            let back = Direction { backward: !link.backward, ..link };
            let is_repeated = lexicon.ultimate_path(back).is_some();
            ways.push(Condition::Linked(LinkCondition {
                direction: back,
                reach: if is_repeated { LinkReach::Ultimately } else { LinkReach::Direct },
                quantity: Quantity::Some,
                object: Some(Box::new(object)),
            }));
        }
        ways
    }
}

/// `--of ""`
fn no_name(name: &str) -> Diagnostic {
    let message = format!("`{name}` is not the name of a thing");
    Diagnostic::new(Blame::Question, Code::NoName, message).help("name one thing, as in --of \"Google Cloud\"")
}

/// A name as the language writes it: in quotation marks, unless it is an IRI or a prefixed name.
fn quote_name(name: &str) -> String {
    let is_written = name.starts_with(['"', '<']) || name.contains(':') && !name.contains(char::is_whitespace);
    if is_written { name.to_owned() } else { format!("\"{name}\"") }
}
