//! The result of an audit: everything that a report shows, as plain data. Writers read only this.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::audit::check::{CheckMetadata, Severity, Suite};
use crate::base::{Code, Cut, serialize_cut};
use crate::exec::{self, ComparisonTable, Engine, NamedThing, SourceLocation, Why};
use crate::graph::Drawing;

/// The version of this structure in JSON reports and baselines: it changes when a reader of an older one could
/// misunderstand it.
pub const FORMAT: u32 = 2;

/// The program that writes reports and baselines.
pub(super) const PROGRAM: &str = concat!("caveat ", env!("CARGO_PKG_VERSION"));

/// How a check, or a whole audit, ended; the worst last. One failing part fails the whole, whatever the others are:
/// unknown parts could not make it pass (Kleene's strong logic).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AuditOutcome {
    /// The expectation is met.
    Pass,
    /// The expectation is not met, but enough findings are waived.
    Waived,
    /// It cannot be decided: nothing was examined, something could not be evaluated, or a limit was reached.
    Unknown,
    /// The expectation is not met.
    Fail,
    /// The check itself is at fault.
    Error,
}

impl AuditOutcome {
    /// All, the best first.
    pub const ALL: [Self; 5] = [Self::Pass, Self::Waived, Self::Unknown, Self::Fail, Self::Error];

    /// `pass`, `waived`, `fail`, `unknown`, `error`
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Waived => "waived",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Error => "error",
        }
    }
}

/// The result of an audit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`FORMAT`]
    pub format: u32,
    /// The program that made it: `caveat 0.1.0`.
    pub program: String,
    /// The value of `today`.
    pub today: String,
    /// The revision of the facts and scripts: `main`, `2026-03-01`, with the commit; `None` for the working tree.
    pub revision: Option<String>,
    /// The audited thing, with what belongs to it; `None` for everything.
    pub of: Option<NamedThing>,
    /// The facts.
    pub data: Data,
    /// The scripts, sorted by name.
    pub scripts: Vec<ScriptSummary>,
    /// The file of waivers, if there is one.
    pub waivers: Option<File>,
    /// The parameters of the scripts, with their values in words.
    pub parameters: BTreeMap<String, String>,
    /// The worst outcome of any check; `unknown` if no check was run.
    pub outcome: AuditOutcome,
    /// The exit code of the program.
    pub exit_code: u8,
    /// Findings of lower severity do not affect the exit code.
    pub fail_on: Severity,
    /// True if only what is new since the earlier audit affects the exit code.
    pub only_new: bool,
    /// The number of checks, by outcome.
    pub checks_by_outcome: BTreeMap<&'static str, usize>,
    /// The number of findings that are not waived, by the severity of their check.
    pub findings_by_severity: BTreeMap<&'static str, usize>,
    /// The suites, if any.
    pub suites: Vec<Suite>,
    /// Every check that was run or should have been, once, in the order of the scripts.
    pub checks: Vec<CheckResult>,
    /// Scripts that could not be understood.
    pub broken: Vec<BrokenScript>,
    /// Remarks on the run: waivers that waive nothing, questions that are not checks.
    pub notes: Vec<String>,
    /// The comparison of things on every topic, as `compare` shows it; `None` if the vocabulary declares no comparison
    /// or nothing is on record.
    pub coverage: Option<ComparisonTable>,
    /// What has changed since an earlier audit; `None` if there is nothing to compare with.
    pub comparison: Option<AuditComparison>,
    /// Milliseconds for the whole audit; `None` unless times were requested.
    pub milliseconds: Option<u64>,
}

/// The facts that were audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Data {
    /// SHA-256 of the names and digests of the files.
    pub digest: String,
    /// The number of distinct facts.
    pub facts: usize,
    /// The files.
    pub files: Vec<File>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its path, relative to the workspace.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
}

/// A script that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScriptSummary {
    /// Its path, relative to the workspace.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// The number of its checks.
    pub checks: usize,
    /// The number of its questions that are not checks: nothing is expected of them.
    pub questions: usize,
}

/// A script that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenScript {
    /// Its path.
    pub name: String,
    /// What is wrong with it, drawn with the line and a caret under the words.
    pub messages: Vec<Message>,
}

/// A diagnostic as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// `unknown-word`
    pub code: Code,
    /// The sentence.
    pub message: String,
    /// Where; `None` if it has no location.
    pub place: Option<SourceLocation>,
    /// What to do next, one line each.
    pub help: Vec<String>,
    /// The whole diagnostic as drawn for people, without colour.
    pub drawn: String,
}

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckResult {
    /// What it says of itself.
    pub about: CheckMetadata,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Why it ended so, in one sentence: `expected none, found 2 claims`.
    pub reason: String,
    /// How many things of the kind were examined; `None` if the check asks about no kind or is at fault.
    pub examined: Option<u64>,
    /// The noun for `examined`: `claims`; `of its claims` where one thing is audited.
    pub examined_noun: String,
    /// How many things could not be evaluated, because what decides is not on record.
    pub unjudged: u64,
    /// What computed the answer; `None` if there is no answer.
    pub evaluator: Option<Engine>,
    /// The notes of the answer: what was left out, what could not be evaluated.
    pub notes: Vec<String>,
    /// What was found but should not be there, or is missing.
    pub findings: Vec<Finding>,
    /// What is wrong with a check that is at fault.
    pub messages: Vec<Message>,
    /// Milliseconds for the check; `None` unless times were requested.
    pub milliseconds: Option<u64>,
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The thing; `None` if the finding is about a number, a yes or no, or a row of raw SPARQL without an IRI.
    pub thing: Option<exec::ThingIdentity>,
    /// In one sentence: `ali:no-training lacks a public source: has 1 source, which requires login`.
    pub message: String,
    /// The columns that its kind shows: vendor, statement.
    pub shown: Vec<(String, Vec<String>)>,
    /// Where the thing is stated.
    pub place: Option<SourceLocation>,
    /// Why it was found; `None` if the finding is not about one thing.
    pub why: Option<Why>,
    /// What belongs to the thing: its citations with their state and dates, its caveats.
    pub evidence: Vec<FindingEvidence>,
    /// SHA-256 (the first 16 hexadecimal digits) of the facts on the thing and what belongs to it, and of what `why`
    /// depends on; for a row, also of its text.
    pub fingerprint: String,
    /// The waiver written for it, whether it still holds or not.
    pub waiver: Option<Waiver>,
    /// How it compares with the earlier audit; `None` without one.
    pub change: Option<FindingChange>,
    /// What supports its thing, drawn; `None` if nothing does, or no report shows pictures.
    #[serde(skip)]
    pub picture: Option<FindingPicture>,
}

/// The picture of what supports the thing of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingPicture {
    /// Drawn.
    Drawn(Drawing),
    /// Too large to take in at a glance: the number of boxes.
    TooLarge(usize),
}

impl Report {
    /// True for a check that affects the exit code: it is severe enough and, if only what is new counts, has something
    /// new.
    #[must_use]
    pub fn counts(&self, check: &CheckResult) -> bool {
        let is_news = || match &self.comparison {
            Some(comparison) if self.only_new => {
                let is_new = |it: &Finding| !it.is_waived() && it.is_new();
                let mut excused = comparison.as_unknown.iter();
                check.findings.iter().any(is_new)
                    || !matches!(check.outcome, AuditOutcome::Fail | AuditOutcome::Unknown)
                    || (check.outcome == AuditOutcome::Unknown && !excused.any(|it| *it == check.about.id))
            }
            _ => true,
        };
        check.about.severity >= self.fail_on && is_news()
    }
}

impl Finding {
    /// True if it was absent from the earlier audit, or waived then.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.change.as_ref().is_some_and(|it| it.new)
    }

    /// The key, unique among the findings of its check: the IRI of its thing; for rows and findings about no thing,
    /// also the text.
    #[must_use]
    pub fn key(&self) -> String {
        let iri = self.thing.as_ref().map_or("", |thing| thing.iri.as_str());
        match self.why {
            Some(_) => iri.to_owned(),
            None => format!("{iri} {}", self.message),
        }
    }

    /// True if it has a waiver that holds: it is not a failure then.
    #[must_use]
    pub fn is_waived(&self) -> bool {
        self.waiver.as_ref().is_some_and(|it| it.holds)
    }
}

/// Something that belongs to the thing of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingEvidence {
    /// Its role for the thing: `citation`, `caveat`.
    pub role: String,
    /// What belongs to the thing.
    pub thing: exec::ThingIdentity,
    /// The columns that its kind shows: source, state, retrieved.
    pub shown: Vec<(String, Vec<String>)>,
    /// Its web addresses (http or https only).
    #[serde(flatten, serialize_with = "addresses_of")]
    pub addresses: Cut<String>,
    /// Where it is stated.
    pub place: Option<SourceLocation>,
}

fn addresses_of<S: Serializer>(addresses: &Cut<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_cut(["addresses", "more_addresses"], addresses, serializer)
}

/// A waiver, as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds.
    pub until: String,
    /// Where it is written.
    pub place: SourceLocation,
    /// Whether it holds.
    pub holds: bool,
    /// Why it no longer holds: `expired on 2026-10-01`, `the claim has changed since`; else empty.
    pub lapsed: String,
    /// The same, for programs.
    pub lapse: Option<Lapse>,
}

/// Why a waiver no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lapse {
    /// Its last day has passed.
    Day,
    /// What was waived has changed.
    Finding,
    /// The check asks something else.
    Check,
}

/// The comparison with an earlier audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditComparison {
    /// The earlier audit: `main (1a2b3c4)`, `baseline.json`.
    pub against: String,
    /// The value of `today` then.
    pub today: String,
    /// Whether the facts have changed.
    pub data_changed: bool,
    /// Whether the scripts have changed.
    pub scripts_changed: bool,
    /// The number of new findings.
    pub new: usize,
    /// The number of findings that were there then and still are.
    pub still_open: usize,
    /// Findings that are gone.
    pub fixed: Vec<FixedFinding>,
    /// Checks whose outcome has changed, by id.
    pub outcomes: Vec<OutcomeChange>,
    /// Checks that are unknown as they were then: for the same reason, with as many things examined.
    pub as_unknown: Vec<String>,
}

/// A change of the outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeChange {
    /// The id of the check.
    pub check: String,
    /// The outcome then; `None` if there was no such check.
    pub before: Option<AuditOutcome>,
    /// The outcome now; `None` if there is no such check any more.
    pub now: Option<AuditOutcome>,
}

/// A finding that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FixedFinding {
    /// The id of the check that found it.
    pub check: String,
    /// What was found.
    pub thing: Option<exec::ThingIdentity>,
    /// The sentence at that time.
    pub message: String,
    /// What caused the change.
    pub causes: Vec<Cause>,
}

/// How a finding compares with the earlier audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingChange {
    /// True for a finding that was absent then, or waived.
    pub new: bool,
    /// What caused the change, for a new one.
    pub causes: Vec<Cause>,
}

/// What caused a difference between two audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The facts have changed.
    Data,
    /// The check asks or expects something else.
    Script,
    /// It is another day.
    Calendar,
}
