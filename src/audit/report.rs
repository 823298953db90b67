//! The result of an audit: all that any report shows, as plain data. Writers read only this.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::audit::check::{CheckMetadata, Severity, Suite};
use crate::base::{Cut, serialize_cut};
use crate::exec::{self, ComparisonTable, Engine, NamedThing, SourceLocation, Why};
use crate::graph::Drawing;

/// The number of this structure, in JSON reports and baselines: it changes when a reader of an older one could
/// misunderstand.
pub const FORMAT: u32 = 2;

/// What writes reports and baselines.
pub(super) const PROGRAM: &str = concat!("caveat ", env!("CARGO_PKG_VERSION"));

/// How a check, or a whole audit, ended; the worst last. A whole of which one part fails fails, whatever
/// the others are: unknown parts could not make it pass (Kleene's strong logic).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AuditOutcome {
    /// What is expected is so.
    Pass,
    /// What is expected is not so, and every finding is waived.
    Waived,
    /// Nobody can say: nothing was examined, something could not be judged, a limit was reached.
    Unknown,
    /// What is expected is not so.
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
    /// What made it: `caveat 0.1.0`.
    pub program: String,
    /// The day that `today` was.
    pub today: String,
    /// What the facts and scripts were read at: `main`, `2026-03-01`, with the commit; none for the
    /// files as they lie there.
    pub revision: Option<String>,
    /// What is audited: this thing, with what belongs to it; none for all there is.
    pub of: Option<NamedThing>,
    /// The facts.
    pub data: Data,
    /// The scripts that the checks stand in, by name.
    pub scripts: Vec<ScriptSummary>,
    /// The file of waivers; none where there is none.
    pub waivers: Option<File>,
    /// The parameters of the scripts, with their values in words.
    pub parameters: BTreeMap<String, String>,
    /// The worst outcome of a check; `unknown` where no check was run.
    pub outcome: AuditOutcome,
    /// The code that the program exits with.
    pub exit_code: u8,
    /// Findings of a lesser severity do not count for the exit code.
    pub fail_on: Severity,
    /// True where only what is new against the earlier audit counts for the exit code.
    pub only_new: bool,
    /// How many checks ended how.
    pub checks_by_outcome: BTreeMap<&'static str, usize>,
    /// How many findings there are, in checks of each severity, waived ones left out.
    pub findings_by_severity: BTreeMap<&'static str, usize>,
    /// The suites, if any.
    pub suites: Vec<Suite>,
    /// Every check that was run, once, in the order of the scripts.
    pub checks: Vec<CheckResult>,
    /// Scripts that could not be understood: none of their checks was run.
    pub broken: Vec<BrokenScript>,
    /// What has to be told of the run besides: waivers that waive nothing, questions that are no checks.
    pub notes: Vec<String>,
    /// Things beside one another, on every topic: the cells that `compare` shows; none where the vocabulary says of
    /// nothing that it can be compared.
    pub coverage: Option<ComparisonTable>,
    /// What has changed against an earlier audit; none where there is nothing to compare with.
    pub comparison: Option<AuditComparison>,
    /// Milliseconds that the whole took; none unless times were asked for.
    pub milliseconds: Option<u64>,
}

/// The facts that were audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Data {
    /// SHA-256 over names and digests of the files.
    pub digest: String,
    /// Distinct facts.
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
    /// The checks in it.
    pub checks: usize,
    /// Its questions that are no checks: nothing is expected of them.
    pub questions: usize,
}

/// A script that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenScript {
    /// Its path.
    pub name: String,
    /// What is wrong with it, drawn: with the line and a caret under the words.
    pub messages: Vec<Message>,
}

/// A diagnostic as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// `unknown-word`
    pub code: String,
    /// The sentence.
    pub message: String,
    /// Where; none for what has no place.
    pub place: Option<SourceLocation>,
    /// What to do next, one line each.
    pub help: Vec<String>,
    /// The whole as it is drawn for people, without colour.
    pub drawn: String,
}

/// One check, and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckResult {
    /// What it says of itself.
    pub about: CheckMetadata,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Why it ended so, in one sentence: `expected none, found 2 claims`.
    pub reason: String,
    /// How many things of the kind were looked at; none where no kind is asked about or the check is at fault.
    pub examined: Option<u64>,
    /// Their noun, in the number of `examined`: `claims`; `of its claims` where one thing is audited.
    pub examined_noun: String,
    /// Things that could not be judged, because what decides it is not on record.
    pub unjudged: u64,
    /// What computed its answer; none where there is none.
    pub evaluator: Option<Engine>,
    /// What the answer says besides: what was left out, what was not judged.
    pub notes: Vec<String>,
    /// What was found that should not be, or is missing.
    pub findings: Vec<Finding>,
    /// What is wrong with a check that is at fault.
    pub messages: Vec<Message>,
    /// Milliseconds that it took; none unless times were asked for.
    pub milliseconds: Option<u64>,
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The thing; none where a number or a yes is at fault, or a row of raw SPARQL without an IRI.
    pub thing: Option<exec::ThingIdentity>,
    /// In one sentence: `ali:no-training lacks a public source: has 1 source, which requires login`.
    pub message: String,
    /// What its kind shows of a thing, by column: vendor, statement.
    pub shown: Vec<(String, Vec<String>)>,
    /// Where the thing is stated.
    pub place: Option<SourceLocation>,
    /// Why it was found; none where it is not about one thing.
    pub why: Option<Why>,
    /// What belongs to the thing: its citations with their state and dates, its caveats.
    pub evidence: Vec<FindingEvidence>,
    /// SHA-256 (the first 16 hexadecimal digits) of what the facts say of the thing and of what belongs to it.
    pub fingerprint: String,
    /// The waiver that was written for it, whether it still holds or not.
    pub waiver: Option<Waiver>,
    /// How it stands to the earlier audit; none without one.
    pub change: Option<FindingChange>,
    /// What its thing stands on, drawn; none where it stands on nothing, or no report shows pictures.
    #[serde(skip)]
    pub picture: Option<FindingPicture>,
}

/// What the thing of a finding stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingPicture {
    /// Drawn.
    Drawn(Drawing),
    /// Of so many boxes that nobody would see it at a glance.
    TooLarge(usize),
}

impl Report {
    /// True for a check that counts for the exit code: it is severe enough, and where only what is new
    /// counts, it has something new.
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
    /// True where it was not there in the earlier audit, or was waived then.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.change.as_ref().is_some_and(|it| it.new)
    }

    /// What tells it from the other findings of its check: the IRI of its thing; of a row, and of what is
    /// about no thing, its text besides.
    #[must_use]
    pub fn key(&self) -> String {
        let iri = self.thing.as_ref().map_or("", |thing| thing.iri.as_str());
        match self.why {
            Some(_) => iri.to_owned(),
            None => format!("{iri} {}", self.message),
        }
    }

    /// True when a waiver holds: it then does not count as a failure.
    #[must_use]
    pub fn is_waived(&self) -> bool {
        self.waiver.as_ref().is_some_and(|it| it.holds)
    }
}

/// Something that belongs to the thing of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingEvidence {
    /// How it belongs to the thing: `citation`, `caveat`.
    pub role: String,
    /// The thing that belongs.
    pub thing: exec::ThingIdentity,
    /// What its kind shows of it, by column: source, state, retrieved.
    pub shown: Vec<(String, Vec<String>)>,
    /// Web addresses (http or https only) that belong to it.
    #[serde(flatten, serialize_with = "addresses_of")]
    pub addresses: Cut<String>,
    /// Where it is stated.
    pub place: Option<SourceLocation>,
}

fn addresses_of<S: Serializer>(addresses: &Cut<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_cut(["addresses", "more_addresses"], addresses, serializer)
}

/// A waiver, as far as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds.
    pub until: String,
    /// Where it stands.
    pub place: SourceLocation,
    /// Whether it holds.
    pub holds: bool,
    /// Why it does not hold any more: `expired on 2026-10-01`, `the claim has changed since`; else empty.
    pub lapsed: String,
    /// The same for programs.
    pub lapse: Option<Lapse>,
}

/// Why a waiver does not hold any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lapse {
    /// Its last day is over.
    Day,
    /// What was waived has changed.
    Finding,
    /// The check asks something else.
    Check,
}

/// What has changed against an earlier audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditComparison {
    /// What it is compared with: `main (1a2b3c4)`, `baseline.json`.
    pub against: String,
    /// The day that `today` was then.
    pub today: String,
    /// Whether the facts are other ones.
    pub data_changed: bool,
    /// Whether the scripts are other ones.
    pub scripts_changed: bool,
    /// Findings that are new.
    pub new: usize,
    /// Findings that were there then and are still.
    pub still_open: usize,
    /// Findings that are gone.
    pub fixed: Vec<FixedFinding>,
    /// Checks that ended otherwise than then, by id.
    pub outcomes: Vec<OutcomeChange>,
    /// Checks that are as unknown as they were then: for the same reason, of as many things.
    pub as_unknown: Vec<String>,
}

/// A check that ended otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeChange {
    /// Which check.
    pub check: String,
    /// How it ended then; none for one that was not there.
    pub before: Option<AuditOutcome>,
    /// How it ends now; none for one that is not there any more.
    pub now: Option<AuditOutcome>,
}

/// A finding that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FixedFinding {
    /// Which check found it.
    pub check: String,
    /// What was found.
    pub thing: Option<exec::ThingIdentity>,
    /// The sentence of then.
    pub message: String,
    /// What made the difference.
    pub causes: Vec<Cause>,
}

/// How a finding stands to the earlier audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingChange {
    /// True for a finding that was not there, or was waived.
    pub new: bool,
    /// What made the difference, for a new one.
    pub causes: Vec<Cause>,
}

/// What made the difference between two audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The facts are other ones.
    Data,
    /// The check asks, or expects, something else.
    Script,
    /// It is another day.
    Calendar,
}
