//! Checks of records, so that they can be compared: a stance is to an assurance, no claim takes two stances to one, and
//! each record is about something that is compared.

use std::collections::HashSet;

use crate::base::{Blame, Code, Cut, Diagnostic, Limit};
use crate::store::{Dataset, Id};
use crate::words::lexicon::Lexicon;
use crate::words::{ComparisonRules, KindId, Path};

/// All faults of the records that are compared.
pub(super) fn check_records(lexicon: &Lexicon, dataset: &Dataset) -> Vec<Diagnostic> {
    let Some(rules) = lexicon.comparison() else {
        return Vec::new();
    };
    let checker = RecordChecker { lexicon, dataset, rules };
    let records = lexicon.things(dataset, rules.of);
    let left_out: HashSet<Id> = lexicon.default_exclusions_by_facts(dataset, rules.of).into_iter().collect();
    let assurances: HashSet<Id> = lexicon.things(dataset, rules.assurances).into_iter().collect();
    let mut problems = Vec::new();
    let settled = records.iter().copied().filter(|it| !left_out.contains(it));
    extend_limited(settled.filter_map(|record| checker.without_thing(record)), &mut problems);
    extend_limited(records.iter().flat_map(|record| checker.not_an_assurance(*record, &assurances)), &mut problems);
    extend_limited(records.iter().filter_map(|record| checker.not_a_claim(*record)), &mut problems);
    extend_limited(records.iter().filter_map(|record| checker.two_stances(*record)), &mut problems);
    problems
}

/// Adds the first faults of one sort; the last of them says how many more there are.
pub(super) fn extend_limited(faults: impl Iterator<Item = Diagnostic>, problems: &mut Vec<Diagnostic>) {
    let (mut faults, more) = Cut::of(faults, Limit::FaultsOfOneSort).into_parts();
    if let Some(last) = faults.pop() {
        let last = if more == 0 { last } else { last.help(format!("{more} more like this")) };
        problems.extend(faults);
        problems.push(last);
    }
}

struct RecordChecker<'a> {
    lexicon: &'a Lexicon,
    dataset: &'a Dataset,
    rules: &'a ComparisonRules,
}

impl RecordChecker<'_> {
    /// A record that says something and names no thing that is compared.
    fn without_thing(&self, record: Id) -> Option<Diagnostic> {
        let rules = self.rules;
        let says = [&rules.affirms, &rules.denies, &rules.qualifies, &rules.about];
        if says.into_iter().all(|path| self.first_step_values(path, record).is_empty()) {
            return None;
        }
        let path = self.lexicon.path(rules.things);
        if !path.walk(self.dataset, record).is_empty() {
            return None;
        }
        let thing = self.lexicon.a_kind(self.lexicon.end(self.rules.things));
        let message = format!("{} does not name the {} that it is about", self.name(record), bare(&thing));
        Some(self.fault(Code::RecordOfNothing, message, record).help(format!("name {thing} in it")))
    }

    /// A stance to a topic that is not an assurance: a subject has no yes or no.
    fn not_an_assurance(&self, record: Id, assurances: &HashSet<Id>) -> Vec<Diagnostic> {
        let stances = [&self.rules.affirms, &self.rules.denies, &self.rules.qualifies];
        let ends = stances.into_iter().flat_map(|path| self.first_step_values(path, record));
        let wrong = ends.filter(|end| !assurances.contains(end));
        let faults = wrong.map(|end| {
            let topic = self.lexicon.label(self.dataset, end);
            let assurance = self.lexicon.a_kind(self.rules.assurances);
            let message = format!("{} takes a stance on “{topic}”, which is not {assurance}", self.name(record));
            self.fault(Code::NoAssurance, message, record)
                .help(format!("only {assurance} can be affirmed or denied: make it about “{topic}” without a stance, or name {assurance} below it"))
        });
        faults.collect()
    }

    /// A stance of a record that is not a claim: an absence finding or an unread record says neither yes nor no.
    fn not_a_claim(&self, record: Id) -> Option<Diagnostic> {
        let stances = [&self.rules.affirms, &self.rules.denies, &self.rules.qualifies];
        if stances.into_iter().all(|path| self.first_step_values(path, record).is_empty()) {
            return None;
        }
        let lexicon = self.lexicon;
        let silent: Vec<KindId> = [Some(self.rules.findings), self.rules.unread].into_iter().flatten().collect();
        let kinds = lexicon.kinds_of(self.dataset, record);
        let is_silent = |kind: &KindId| silent.iter().any(|it| lexicon.is_a(*kind, *it));
        // If the vocabulary has a kind of claims, a record of no such kind is not a claim.
        let is_claim = |kind: KindId| kind != self.rules.of && lexicon.is_a(kind, self.rules.of) && !is_silent(&kind);
        let has_claims = lexicon.kinds().any(|(kind, _)| is_claim(kind));
        let bare = || has_claims && !kinds.iter().any(|kind| is_claim(*kind));
        let kind = kinds.iter().copied().find(is_silent).or_else(|| bare().then_some(self.rules.of))?;
        let kind = self.lexicon.a_kind(kind);
        let message = format!("{} takes a stance, but is {kind}", self.name(record));
        Some(self.fault(Code::NoClaim, message, record).help(format!(
            "{kind} says neither yes nor no: make it about the assurance, without a stance, or record a claim"
        )))
    }

    /// A claim that takes two stances to one assurance.
    fn two_stances(&self, record: Id) -> Option<Diagnostic> {
        let rules = self.rules;
        let stances = [("affirms", &rules.affirms), ("denies", &rules.denies), ("qualifies", &rules.qualifies)];
        let stances = stances.map(|(verb, path)| (verb, self.first_step_values(path, record)));
        let [affirms, denies, qualifies] = &stances;
        let pairs = [(affirms, denies), (affirms, qualifies), (denies, qualifies)];
        let (one, other, both) = pairs.into_iter().find_map(|((one, ones), (other, others))| {
            ones.iter().find(|it| others.contains(it)).map(|both| (one, other, *both))
        })?;
        let topic = self.lexicon.label(self.dataset, both);
        let message = format!("{} {one} and {other} “{topic}”", self.name(record));
        let fault = self.fault(Code::TwoStances, message, record);
        Some(
            fault.help(
                "split it: a sentence that says two things is two claims with one passage, each on its own subject",
            ),
        )
    }

    /// What a record itself states by the first step of a path, without what is implied.
    fn first_step_values(&self, path: &Path, record: Id) -> Vec<Id> {
        let first = Path(path.0.iter().take(1).cloned().collect());
        first.walk(self.dataset, record).into_iter().collect()
    }

    fn name(&self, record: Id) -> String {
        format!("`{}`", self.dataset.short(self.dataset.term(record)))
    }

    fn fault(&self, code: Code, message: String, record: Id) -> Diagnostic {
        let places = self.dataset.matching(Some(record), None, None).filter_map(|it| self.dataset.source_location(it));
        Diagnostic::new(Blame::Data, code, message).at_location(places.min())
    }
}

/// `a vendor` → `vendor`
fn bare(noun: &str) -> &str {
    noun.split_once(' ').map_or(noun, |(_, noun)| noun)
}
