//! Waivers: findings that somebody accepts until a day. They are kept in a TOML file, with fingerprints of what was
//! waived, so that a waiver lapses on its date, and earlier if the thing, what belongs to it or the check changes.

use oxsdatatypes::Date;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::audit::report::{self, Finding, Lapse};
use crate::base::{Blame, Code, Diagnostic, Faults, Source, Span};
use crate::exec::SourceLocation;
use crate::store::Dataset;

/// The file of waivers in a workspace.
pub const WAIVERS: &str = "waivers.toml";

/// A waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverEntry {
    /// The id of the check.
    pub check: String,
    /// The IRI of the thing; `None` for a finding that is not about a thing.
    pub thing: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds.
    pub until: Date,
    /// The fingerprint of the finding that was waived.
    pub fingerprint: String,
    /// The digest of the check that found it.
    pub asked: String,
    /// Where it is written.
    pub place: SourceLocation,
    /// Where it is written, in bytes.
    pub span: Span,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverFile {
    #[serde(default)]
    waiver: Vec<Spanned<WaiverFields>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverFields {
    check: Spanned<String>,
    thing: Option<Spanned<String>>,
    reason: String,
    owner: String,
    until: Spanned<Datetime>,
    fingerprint: String,
    asked: String,
}

/// Reads a file of waivers.
///
/// # Errors
/// With file and line: when the text is not TOML, a field is missing or unknown, a day is invalid, or the facts do not
/// declare a prefix. Reports all faults of the entries at once.
pub fn read(source: &Source, dataset: &Dataset) -> Result<Vec<WaiverEntry>, Faults> {
    let written: WaiverFile = toml::from_str(&source.text).map_err(|error| vec![bad_toml(source, &error)])?;
    let mut waivers: Vec<WaiverEntry> = Vec::new();
    let mut faults = Vec::new();
    for entry in written.waiver {
        match waiver(entry, source, dataset) {
            Ok(waiver) => match waivers.iter().find(|it| it.is_of_the_same(&waiver)) {
                Some(first) => faults.push(twice(source, first.span, &waiver)),
                None => waivers.push(waiver),
            },
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(waivers) } else { Err(faults.into()) }
}

fn waiver(entry: Spanned<WaiverFields>, source: &Source, dataset: &Dataset) -> Result<WaiverEntry, Diagnostic> {
    let span = Span::new(entry.span().start, entry.span().end);
    let entry = entry.into_inner();
    let check = Span::new(entry.check.span().start, entry.check.span().end);
    if entry.reason.trim().is_empty() || entry.owner.trim().is_empty() {
        return Err(nobody(source, check));
    }
    let thing = entry.thing.map(|name| iri(&name, source, dataset));
    let until = entry.until.get_ref();
    let day = until.date.filter(|_| until.time.is_none());
    let day = day.and_then(|day| day.to_string().parse::<Date>().ok());
    let until = entry.until.span();
    let until = day.ok_or_else(|| no_day(source, Span::new(until.start, until.end)))?;
    let (line, _) = source.line_column(check.start);
    Ok(WaiverEntry {
        check: entry.check.into_inner(),
        thing: thing.transpose()?,
        reason: entry.reason,
        owner: entry.owner,
        until,
        fingerprint: entry.fingerprint,
        asked: entry.asked,
        place: SourceLocation { file: source.name.to_string(), line: u32::try_from(line).unwrap_or(u32::MAX) },
        span: if check.start > 0 { check } else { span },
    })
}

/// `ali:no-training`, `<https://…>` or a bare IRI → the IRI.
fn iri(name: &Spanned<String>, source: &Source, dataset: &Dataset) -> Result<String, Diagnostic> {
    let text = name.get_ref();
    if let Some(iri) = text.strip_prefix('<').and_then(|it| it.strip_suffix('>')) {
        return Ok(iri.to_owned());
    }
    let expanded =
        text.split_once(':').map_or_else(Vec::new, |(prefix, local)| dataset.prefixes().expand(prefix, local));
    match expanded.as_slice() {
        [iri] => Ok(iri.clone()),
        [] if text.contains("://") => Ok(text.clone()),
        _ => {
            let span = Span::new(name.span().start, name.span().end);
            Err(no_thing(source, span, text))
        }
    }
}

impl WaiverEntry {
    /// True for a waiver of the same finding of the same check, whatever the day.
    #[must_use]
    pub fn is_of_the_same(&self, other: &Self) -> bool {
        let of_it = self.check == other.check && self.thing == other.thing;
        of_it && self.fingerprint == other.fingerprint && self.asked == other.asked
    }

    /// The text of the file that this entry was read from, without the entry; `None` if it is not a `[[waiver]]` of its
    /// own there. Comments above the next entry stay.
    #[must_use]
    pub fn removed_from(&self, text: &str) -> Option<String> {
        let header = |line: &str| line.trim_start().starts_with('[');
        let start = text[..self.span.start].rfind("[[waiver]]")?;
        let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let mut end = start;
        let mut kept = start;
        for (at, line) in text[start..].split_inclusive('\n').enumerate() {
            if at > 0 && header(line) {
                break;
            }
            end += line.len();
            // Comments and blank lines before the next header belong to it.
            if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
                kept = end;
            }
        }
        Some(format!("{}{}", &text[..start], text[kept..].trim_start_matches(['\r', '\n'])))
    }

    /// The waiver of a finding: the last one with its fingerprint, else the last one for its thing. Since several rows
    /// can be about one thing, rows need the fingerprint.
    #[must_use]
    pub fn of<'a>(waivers: &'a [Self], check: &str, finding: &Finding) -> Option<&'a Self> {
        let iri = finding.thing.as_ref().map(|thing| &thing.iri);
        let mut written = waivers.iter().rev();
        let of_it = |it: &&Self| it.check == check && it.thing.as_ref() == iri;
        let fits = |it: &&Self| of_it(it) && it.fingerprint == finding.fingerprint;
        let fitting = waivers.iter().rev().find(fits);
        fitting.or_else(|| written.find(of_it).filter(|_| finding.why.is_some()))
    }

    /// The waiver as a report shows it, for a finding on a day. `asked` is the digest of the check, `kind` the noun of
    /// the thing.
    #[must_use]
    pub fn against(&self, fingerprint: &str, asked: &str, kind: &str, today: Date) -> report::Waiver {
        let lapse = if self.until < today {
            Some(Lapse::Day)
        } else if self.fingerprint != fingerprint {
            Some(Lapse::Finding)
        } else if self.asked != asked {
            Some(Lapse::Check)
        } else {
            None
        };
        let kind = if kind.is_empty() { "finding" } else { kind };
        let lapsed = match lapse {
            Some(Lapse::Day) => format!("expired on {}", self.until),
            Some(Lapse::Finding) => {
                format!("the {kind}, what belongs to it or why it was found has changed since")
            }
            Some(Lapse::Check) => "the check has asked something else since".to_owned(),
            None => String::new(),
        };
        report::Waiver {
            reason: self.reason.clone(),
            owner: self.owner.clone(),
            until: self.until.to_string(),
            place: self.place.clone(),
            holds: lapse.is_none(),
            lapsed,
            lapse,
        }
    }

    /// The entry as it is appended to a file.
    #[must_use]
    pub fn entry(&self, dataset: &Dataset) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let thing = self.thing.as_ref().map(|iri| {
            let name = dataset.prefixes().compact(iri);
            format!("thing = {}\n", quoted(&name))
        });
        format!(
            "[[waiver]]\ncheck = {}\n{}reason = {}\nowner = {}\nuntil = {}\nfingerprint = {}\nasked = {}\n",
            quoted(&self.check),
            thing.unwrap_or_default(),
            quoted(&self.reason),
            quoted(&self.owner),
            self.until,
            quoted(&self.fingerprint),
            quoted(&self.asked),
        )
    }
}

/// a file that is not TOML, or an entry without a reason
fn bad_toml(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let message = "the waivers cannot be read";
    Diagnostic::new(Blame::Question, Code::Waivers, message)
        .at(source, Span::new(span.start, span.end), error.message())
        .help("an entry has check, thing, reason, owner, until, fingerprint and asked; `caveat waive` writes one")
}

/// `until = 2026-12-31T00:00:00Z`
fn no_day(source: &Source, span: Span) -> Diagnostic {
    let message = "the last day of a waiver must be a day of the calendar";
    Diagnostic::new(Blame::Question, Code::Waivers, message)
        .at(source, span, "not a day")
        .help("write the day without quotes: until = 2026-12-31")
}

/// `thing = "al:no-training"`
fn no_thing(source: &Source, span: Span, name: &str) -> Diagnostic {
    let message = format!("`{name}` is not an IRI, and the facts do not declare its prefix");
    Diagnostic::new(Blame::Question, Code::Waivers, message)
        .at(source, span, "")
        .help("write the thing as reports show it, like `ali:no-training`, or its IRI in angle brackets")
}

/// two waivers of one finding
fn twice(source: &Source, first: Span, again: &WaiverEntry) -> Diagnostic {
    let message = format!("a finding of `{}` is waived twice", again.check);
    Diagnostic::new(Blame::Question, Code::Waivers, message)
        .at(source, again.span, "again")
        .at(source, first, "first")
        .help("delete one of them; the older one may have lapsed")
}

/// `owner = ""`
fn nobody(source: &Source, span: Span) -> Diagnostic {
    let message = "a waiver needs a reason and an owner";
    Diagnostic::new(Blame::Question, Code::Waivers, message)
        .at(source, span, "")
        .help("give both `reason` and `owner` a text")
}
