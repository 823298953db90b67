//! Whether an answer is as it was expected: it is, it is not, or nobody can say. Unknown is no pass.

use crate::base::{Blame, Diagnostic};
use crate::exec::{Answer, Body, Truth, VerdictOf};
use crate::words::Verdict;

/// What an answer is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing is found.
    None,
    /// Something is found.
    Some,
    /// So many things are found, neither more nor fewer.
    Exactly(u64),
    /// So many things are found or more.
    AtLeast(u64),
    /// So many things are found or fewer.
    AtMost(u64),
    /// The answer is yes.
    Yes,
    /// The answer is no.
    No,
}

/// An answer beside what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// True when it is as expected.
    pub met: bool,
    /// What was found: `8`, `yes`.
    pub found: String,
}

impl Expected {
    /// As it is written: `at most 3`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Some => "some".to_owned(),
            Self::Exactly(count) => format!("exactly {count}"),
            Self::AtLeast(count) => format!("at least {count}"),
            Self::AtMost(count) => format!("at most {count}"),
            Self::Yes => "yes".to_owned(),
            Self::No => "no".to_owned(),
        }
    }

    /// True when so many are as expected; none where it is not about a number.
    #[must_use]
    pub fn holds_of(self, count: u64) -> Option<bool> {
        match self {
            Self::None => Some(count == 0),
            Self::Some => Some(count > 0),
            Self::Exactly(expected) => Some(count == expected),
            Self::AtLeast(least) => Some(count >= least),
            Self::AtMost(most) => Some(count <= most),
            Self::Yes | Self::No => None,
        }
    }

    /// True when so many further things could change the verdict; where it is not known how many, any number.
    fn is_open_to_more(self, count: u64, further: Option<u64>) -> bool {
        let most = further.map_or(u64::MAX, |further| count.saturating_add(further));
        match self {
            Self::Exactly(expected) => (count..=most).contains(&expected),
            Self::Yes | Self::No => true,
            _ => self.holds_of(count) != self.holds_of(most),
        }
    }
}

/// Holds an answer against what was expected. Where nothing was examined nothing can be said, unless
/// there `may_be` nothing; nor where things were not judged that could change the verdict.
///
/// # Errors
/// Blames nobody (`Undetermined`) when nothing can be said, the question when answers of its sort are
/// never so.
pub fn judge(answer: &Answer, expected: Expected, may_be_empty: bool) -> Result<Judged, Diagnostic> {
    if answer.examined == Some(0) && !may_be_empty {
        return Err(nothing_examined());
    }
    let (judged, open) = match (&answer.body, expected) {
        (Body::YesNo { truth, .. }, Expected::Yes | Expected::No) => {
            let met = *truth == Truth::from(expected == Expected::Yes);
            (Judged { met, found: truth.word().to_owned() }, met || *truth == Truth::Unknown)
        }
        (Body::Verdict(verdict), Expected::Yes | Expected::No) => {
            // What depends or is disputed is neither a plain yes nor a plain no.
            let is_decided = verdict.cell.verdict.is_some_and(Verdict::is_decided);
            if verdict.yes.is_none() && !is_decided {
                return Err(not_decided(verdict));
            }
            let met = verdict.yes == Some(expected == Expected::Yes);
            (Judged { met, found: verdict.word().to_owned() }, false)
        }
        (body, expected) => {
            let judged = count(body).and_then(|count| Some((count, expected.holds_of(count)?)));
            let Some((count, met)) = judged else {
                return Err(cannot_judge());
            };
            let found = count.to_string();
            (Judged { met, found }, expected.is_open_to_more(count, answer.unjudged))
        }
    };
    if matches!(answer.body, Body::YesNo { truth: Truth::Unknown, .. }) && open {
        return Err(unknown_answer());
    }
    if open && answer.unjudged != Some(0) {
        return Err(not_judged(answer.unjudged, &judged.found));
    }
    Ok(judged)
}

/// How many things an answer found; none where it is not about things.
pub(super) fn count(body: &Body) -> Option<u64> {
    match body {
        Body::Table(table) => Some(table.things as u64),
        Body::Count { count, .. } => Some(*count),
        Body::YesNo { count, .. } => *count,
        Body::Triples(triples) => Some(triples.len() as u64),
        // Those who would lose their support are what was found: `--expect none` is met where nobody would.
        Body::Loss(loss) => Some(loss.fallen.len() as u64),
        Body::Why(_) | Body::Argument(_) | Body::Defined(_) | Body::Comparison(_) | Body::Verdict(_) => None,
    }
}

/// `ask "which absence findings" --expect none` of data without any
fn nothing_examined() -> Diagnostic {
    let message = "nothing was examined: the data has no such things, or all of them are left out";
    Diagnostic::new(Blame::Undetermined, "nothing-examined", message)
        .help("what is expected of nothing is neither met nor missed")
}

/// `ask "which claims" --expect yes`
fn cannot_judge() -> Diagnostic {
    let message = "this answer cannot be compared with what is expected";
    Diagnostic::new(Blame::Question, "cannot-judge", message)
        .help("rows and numbers are expected to be none, some or a number; `is there` to be yes or no")
}

/// `ask "does cortecs keep prompts" --expect no`, where nothing is on record
fn not_decided(verdict: &VerdictOf) -> Diagnostic {
    let message = format!("nobody can say: of {}, “{}” is {}", verdict.thing, verdict.sentence, verdict.cell.short());
    Diagnostic::new(Blame::Undetermined, "not-decided", message)
        .help("silence is neither a yes nor a no: ask the vendor, and record what it says")
}

/// `ask "does cortecs engage a vendor" --expect yes`, where nothing on record says whom Cortecs engages
fn unknown_answer() -> Diagnostic {
    let message = "the answer is not on record, so what is expected is neither met nor missed";
    Diagnostic::new(Blame::Undetermined, "not-judged", message).help("the remarks say what is missing")
}

/// `ask "which sources whose page date is before 2020-01-01" --expect none`, with sources that lack a page date
fn not_judged(unjudged: Option<u64>, found: &str) -> Diagnostic {
    let how_many = match unjudged {
        Some(1) => "1 thing was not judged: what decides it is not on record".to_owned(),
        Some(count) => format!("{count} things were not judged: what decides it is not on record"),
        None => "there was no time to count what could not be judged".to_owned(),
    };
    let message = format!("found {found}, but {how_many}");
    Diagnostic::new(Blame::Undetermined, "not-judged", message).help(
        "what is not known is neither met nor missed; the remarks say of what it is not known. Ask of what is known, \
         as in `that have a date and …`",
    )
}
