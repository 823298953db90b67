//! Baselines: the results of an audit, kept in a file to compare the next one with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::audit::context::{RunContext, RunResults};
use crate::audit::report::{AuditOutcome, CheckResult, FORMAT, Finding, PROGRAM};
use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::exec::ThingIdentity;

/// The results of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// What the file is, for people who come across it.
    pub kind: String,
    /// The version of the file format.
    pub format: u32,
    /// What wrote it: `caveat 0.1.0`.
    pub program: String,
    /// The value of `today`.
    pub today: String,
    /// The IRI of the one thing that was audited; `None` for everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The digest of the facts.
    pub data: String,
    /// The digests of the scripts, by name.
    pub scripts: BTreeMap<String, String>,
    /// The checks, by id.
    pub checks: BTreeMap<String, KnownCheck>,
}

/// The result of a check in a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownCheck {
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Why it ended so.
    pub reason: String,
    /// How many things were examined.
    pub examined: Option<u64>,
    /// The digest of what it asked and expected.
    pub digest: String,
    /// What it found, waived or not.
    pub findings: Vec<KnownFinding>,
    /// The IRIs of all things that its question found, where it expects nothing new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<String>,
}

/// A finding in a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFinding {
    /// Its key, unique among the findings of its check.
    pub key: String,
    /// The thing; `None` for a finding that is not about a thing.
    pub thing: Option<ThingIdentity>,
    /// The sentence at that time.
    pub message: String,
    /// The fingerprint at that time.
    pub fingerprint: String,
    /// True if it was waived.
    pub waived: bool,
}

/// The `kind` of a baseline file.
const KIND: &str = "caveat audit baseline";

impl Baseline {
    /// The results of a run.
    #[must_use]
    pub fn of(ran: &RunResults, run: &RunContext<'_>) -> Self {
        let known = |check: &CheckResult| {
            let known = KnownCheck {
                outcome: check.outcome,
                reason: check.reason.clone(),
                examined: check.examined,
                digest: check.about.digest.clone(),
                findings: check.findings.iter().map(KnownFinding::of).collect(),
                found: ran.found.get(&check.about.id).cloned().unwrap_or_default(),
            };
            (check.about.id.clone(), known)
        };
        let scripts = run.scripts.read.iter();
        let scripts = scripts.map(|it| (it.source.name.to_string(), it.digest.clone()));
        Self {
            kind: KIND.to_owned(),
            format: FORMAT,
            program: PROGRAM.to_owned(),
            today: run.session.settings().today.to_string(),
            of: run.of.map(|it| it.iri.as_str().to_owned()),
            data: run.session.dataset().digest().to_owned(),
            scripts: scripts.collect(),
            checks: ran.checks.iter().map(known).collect(),
        }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a baseline is always JSON");
        text + "\n"
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// With file and line: when the text is not JSON, not a baseline, or has another format.
    pub fn read(source: &Source) -> Result<Self, Diagnostic> {
        let read: Result<Self, _> = serde_json::from_str(&source.text);
        match read {
            Ok(baseline) if baseline.kind != KIND => Err(another_file(source)),
            Ok(baseline) if baseline.format != FORMAT => Err(another_format(source, baseline.format)),
            Ok(baseline) => Ok(baseline),
            Err(error) => Err(bad_baseline(source, &error)),
        }
    }
}

impl KnownFinding {
    fn of(finding: &Finding) -> Self {
        Self {
            key: finding.key(),
            thing: finding.thing.clone(),
            message: finding.message.clone(),
            fingerprint: finding.fingerprint.clone(),
            waived: finding.is_waived(),
        }
    }
}

/// half a baseline
fn bad_baseline(source: &Source, error: &serde_json::Error) -> Diagnostic {
    let span = source.line_span(error.line());
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    Diagnostic::new(Blame::Question, Code::Baseline, "the baseline cannot be read")
        .at(source, span, reason)
        .help("save it again with --save-baseline")
}

/// some other JSON
fn another_file(source: &Source) -> Diagnostic {
    let message = format!("`{}` is not a baseline of an audit", source.name);
    Diagnostic::new(Blame::Question, Code::Baseline, message)
        .at(source, Span::new(0, 0), "")
        .help("save one with --save-baseline")
}

/// a baseline of a later program
fn another_format(source: &Source, format: u32) -> Diagnostic {
    let message = format!("`{}` is a baseline of format {format}; this program reads format {FORMAT}", source.name);
    Diagnostic::new(Blame::Question, Code::Baseline, message).help("save it again with --save-baseline")
}
