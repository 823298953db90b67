//! Compares an answer with the expectation: it is met, not met, or unknown. Unknown does not pass.

use crate::base::{Blame, Code, Diagnostic};
use crate::exec::{Answer, Body, RawBasis, Truth, UNDER, Unfit, Unknown, UnknownKind, VerdictOf};
use crate::question::{Question, ResolvedStatement};
use crate::words::Verdict;

/// The expected answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing is found.
    None,
    /// Something is found.
    Some,
    /// Exactly this many things are found.
    Exactly(u64),
    /// This many things are found, or more.
    AtLeast(u64),
    /// This many things are found, or fewer.
    AtMost(u64),
    /// The answer is yes.
    Yes,
    /// The answer is no.
    No,
}

/// The result of comparing an answer with the expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// True if the answer is as expected.
    pub met: bool,
    /// How many things were found; `None` if the answer is not about things.
    pub count: Option<u64>,
    /// What was found: `8 claims`, `no claims`, `yes`.
    pub found: String,
    /// The expectation and the finding: `expected none, found 8 claims`.
    pub reason: String,
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

    /// Whether this many things are as expected; `None` if the expectation is not about a number.
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

    /// True if any number will do: something else decides about what is found.
    fn is_any_number(self) -> bool {
        matches!(self, Self::AtLeast(0) | Self::AtMost(u64::MAX))
    }

    /// True if so many further things could change the verdict; `None` means that there may be any number.
    fn is_open_to_more(self, count: u64, further: Option<u64>) -> bool {
        let most = further.map_or(u64::MAX, |further| count.saturating_add(further));
        match self {
            Self::Exactly(expected) => (count..=most).contains(&expected),
            // Any number will do, but only if everything was evaluated.
            Self::AtMost(u64::MAX) => true,
            Self::Yes | Self::No => true,
            _ => self.holds_of(count) != self.holds_of(most),
        }
    }
}

/// Compares an answer with the expectation. `ask --expect`, `run` and `audit` all use this one function. The result is
/// unknown if nothing was examined, unless `may_be_empty`, or if things that could not be evaluated might change the
/// verdict.
///
/// # Errors
/// With blame `Undetermined` when the result is unknown; blames the question when answers of its sort can never meet
/// the expectation.
pub fn judge(
    asked: &ResolvedStatement,
    answer: &Answer,
    expected: Expected,
    may_be_empty: bool,
) -> Result<Judgement, Diagnostic> {
    can_be_judged(asked)?;
    check_fit(answer, expected)?;
    if answer.examined == Some(0) && !may_be_empty {
        return Err(nothing_examined());
    }
    let (judged, open) = judge_answer(answer, expected)?;
    if matches!(answer.body, Body::YesNo { truth: Truth::Unknown, .. }) && open {
        return Err(unknown_answer());
    }
    if let Some(raw) = &answer.raw {
        check_basis(raw, answer, (expected, &judged), may_be_empty)?;
    }
    if open && answer.unjudged != Some(0) {
        return Err(not_judged(answer, &judged.found));
    }
    Ok(judged)
}

/// The judgement, and whether things that could not be evaluated might change it.
fn judge_answer(answer: &Answer, expected: Expected) -> Result<(Judgement, bool), Diagnostic> {
    match (&answer.body, expected) {
        (Body::YesNo { truth, .. }, Expected::Yes | Expected::No) => {
            let met = *truth == Truth::from(expected == Expected::Yes);
            Ok((judgement(expected, met, None, truth.word()), met || *truth == Truth::Unknown))
        }
        (Body::Verdict(verdict), Expected::Yes | Expected::No) => {
            // An answer that depends or is disputed is neither a plain yes nor a plain no.
            let is_decided = verdict.cell.verdict.is_some_and(Verdict::is_decided);
            if verdict.yes.is_none() && !is_decided {
                return Err(not_decided(verdict));
            }
            let met = verdict.yes == Some(expected == Expected::Yes);
            Ok((judgement(expected, met, None, verdict.word()), false))
        }
        (_, expected) => {
            let judged_of = answer.result_count().and_then(|count| Some((count, expected.holds_of(count)?)));
            let Some((count, met)) = judged_of else {
                return Err(cannot_judge());
            };
            let open = expected.is_open_to_more(count, answer.unjudged);
            Ok((judgement(expected, met, Some(count), &in_words(answer, count)), open))
        }
    }
}

fn judgement(expected: Expected, met: bool, count: Option<u64>, found: &str) -> Judgement {
    let (expected, found) = (expected.words(), found.to_owned());
    let reason = match (met, count) {
        (true, Some(_)) => format!("found {found}, as expected"),
        (true, None) => format!("{found}, as expected"),
        (false, Some(_)) => format!("expected {expected}, found {found}"),
        (false, None) => format!("expected {expected}, the answer is {found}"),
    };
    Judgement { met, count, found, reason }
}

/// `8 claims`, `no claims`; for a single number, the number.
fn in_words(answer: &Answer, count: u64) -> String {
    let (noun, singular) = match &answer.body {
        Body::Table(table) if !answer.raw.as_ref().is_some_and(|raw| raw.is_number()) => (&table.noun, &table.singular),
        // The noun agrees with the count already.
        Body::Count { noun, .. } => (noun, noun),
        _ => return count.to_string(),
    };
    match count {
        0 => format!("no {noun}"),
        1 => format!("1 {singular}"),
        count => format!("{count} {noun}"),
    }
}

/// Whether an expectation can apply to the answer of a question.
///
/// # Errors
/// Blames the question if its answer can never be a number of things: part of a set, one number over all, or groups.
pub fn can_be_judged(asked: &ResolvedStatement) -> Result<(), Diagnostic> {
    let question = match asked {
        ResolvedStatement::Question(Question::Suppose(_, question)) => question,
        ResolvedStatement::Question(question) => question,
        _ => return Ok(()),
    };
    if question.is_cut_short() {
        return Err(cut_short("`first` or `skip`"));
    }
    match question.rows() {
        Some(rows) if rows.over_all => Err(of_one_number()),
        Some(rows) if !rows.groups.is_empty() => Err(of_groups()),
        _ => Ok(()),
    }
}

/// Like [`can_be_judged`], for an answer to raw SPARQL.
fn check_fit(answer: &Answer, expected: Expected) -> Result<(), Diagnostic> {
    match answer.raw.as_ref().and_then(|raw| raw.unfit) {
        Some(Unfit::CutShort) => Err(cut_short("`LIMIT` or `OFFSET`")),
        Some(Unfit::Aggregate) if !expected.is_any_number() => Err(of_an_aggregate()),
        Some(Unfit::OfNothing) if !expected.is_any_number() => Err(of_nothing()),
        _ => Ok(()),
    }
}

/// Whether a verdict can rest on an answer to raw SPARQL, which does not say what was examined.
fn check_basis(
    raw: &RawBasis,
    answer: &Answer,
    (expected, judged): (Expected, &Judgement),
    may_be_empty: bool,
) -> Result<(), Diagnostic> {
    let no_row = match &answer.body {
        Body::Table(table) => table.rows.is_empty(),
        Body::YesNo { truth, .. } => *truth != Truth::Yes && judged.met,
        _ => judged.count == Some(0),
    };
    // An unknown name finds nothing, whatever the facts say.
    if let Some(unknown) = raw.unknown.first()
        && (judged.met || no_row)
    {
        return Err(unknown_name(unknown));
    }
    if no_row && !may_be_empty {
        return Err(no_rows());
    }
    if !judged.met {
        return Ok(());
    }
    if let (Some(0), Some(unused), false) = (judged.count, raw.unused.first(), may_be_empty) {
        return Err(of_no_facts(unused));
    }
    if let (Some(graph), false) = (&raw.no_graph, may_be_empty) {
        return Err(of_no_graph(graph.as_deref()));
    }
    // Where any number will do, the rows themselves are compared, and their number need not prove anything.
    if raw.by_absence && !no_row && !may_be_empty && !expected.is_any_number() {
        return Err(by_absence());
    }
    if raw.not_computed > 0 {
        return Err(not_computed(raw.not_computed));
    }
    if raw.not_decided_inside > 0 {
        return Err(not_decided_inside());
    }
    Ok(())
}

/// `ask "which absence findings" --expect none` of data without any
fn nothing_examined() -> Diagnostic {
    let message = "nothing was examined: the data has no such things, or all of them are left out";
    Diagnostic::new(Blame::Undetermined, Code::NothingExamined, message)
        .help("an expectation about nothing is neither met nor missed; in a check, `may be empty` allows this")
}

/// `ask "which claims" --expect yes`
fn cannot_judge() -> Diagnostic {
    let message = "this answer cannot be compared with what is expected";
    Diagnostic::new(Blame::Question, Code::CannotJudge, message)
        .help("for rows and numbers, expect none, some or a number; for a yes-or-no question, expect yes or no")
}

/// `ask "does cortecs keep prompts" --expect no`, where nothing is on record
fn not_decided(verdict: &VerdictOf) -> Diagnostic {
    let message =
        format!("this cannot be decided: for {}, “{}” is {}", verdict.thing, verdict.sentence, verdict.cell.short());
    Diagnostic::new(Blame::Undetermined, Code::NotDecided, message)
        .help("silence is neither a yes nor a no: ask the vendor, and record what it says")
}

/// `ask "does cortecs engage a vendor" --expect yes`, where nothing on record says whom Cortecs engages
fn unknown_answer() -> Diagnostic {
    let message = "the answer is not on record, so the expectation is neither met nor missed";
    Diagnostic::new(Blame::Undetermined, Code::NotJudged, message).help("the remarks say what is missing")
}

/// `ask "which sources whose page date is before 2020-01-01" --expect none`, with sources that lack a page date
fn not_judged(answer: &Answer, found: &str) -> Diagnostic {
    let rows = if answer.raw.is_some() { "row" } else { "thing" };
    let why = match &answer.raw {
        Some(_) => "a condition could not be decided",
        None => "what decides it is not on record",
    };
    let how_many = match answer.unjudged {
        Some(1) => format!("1 {rows} is undecided, because {why}"),
        Some(count) => format!("{count} {rows}s are undecided, because {why}"),
        None => "there was no time to count what could not be decided".to_owned(),
    };
    let help = match &answer.raw {
        Some(_) => {
            "SPARQL drops a row if a condition on it fails, such as a text compared with a number: test the value \
             first, as in `FILTER(isNumeric(?x) && ?x > 3)`"
        }
        None => {
            "the expectation is neither met nor missed; the remarks say what is unknown, and for which things. Ask \
             only about what is known, as in `that have a date and …`"
        }
    };
    Diagnostic::new(Blame::Undetermined, Code::NotJudged, format!("found {found}, but {how_many}")).help(help)
}

/// `ask "which claims first 3" --expect 3`
fn cut_short(what: &str) -> Diagnostic {
    let message = format!("{what} cuts the answer short, but a check needs all of it");
    Diagnostic::new(Blame::Question, Code::CutShort, message).help("leave it out, or leave out the expectation")
}

/// `expect at most 3`, of `how many claims per vendor`
fn of_groups() -> Diagnostic {
    let message = "groups cannot be judged: an expectation is about all things together";
    Diagnostic::new(Blame::Question, Code::CannotJudge, message)
        .help("ask about the things that form the groups, as in `which vendors have more than 3 claims`")
}

/// `show average price of books`
fn of_one_number() -> Diagnostic {
    let message = "one number over all things cannot be judged: an expectation is about the things";
    Diagnostic::new(Blame::Question, Code::CannotJudge, message)
        .help("ask about the things themselves, as in `which books whose price > average price of books`")
}

/// `sparql SELECT (AVG(?n) AS ?average) { … }`
fn of_an_aggregate() -> Diagnostic {
    let message = "this query has a row even if nothing is found, so its rows do not count things";
    Diagnostic::new(Blame::Question, Code::CannotJudge, message).help(
        "ask for one `COUNT` alone, whose number is judged, or for the things themselves, with `HAVING` or `FILTER` \
         on what is counted",
    )
}

/// `sparql ASK { { SELECT ?v (COUNT(?x) AS ?n) { ?v a cv:Vendor OPTIONAL { ?v cv:access ?x } } GROUP BY ?v } }`
fn of_nothing() -> Diagnostic {
    let message = "this query can have groups in which nothing is counted, so its rows do not count things";
    Diagnostic::new(Blame::Question, Code::CannotJudge, message).help(
        "select the groups by their count, as in `HAVING (COUNT(?x) > 0)`, or leave out `OPTIONAL` around what is \
         counted",
    )
}

/// `sparql SELECT ?s { ?s cv:access cv:nowhere }`
fn unknown_name(unknown: &Unknown) -> Diagnostic {
    let code = match unknown.what {
        UnknownKind::Iri => Code::UnknownIri,
        UnknownKind::Literal => Code::OtherLiteral,
        UnknownKind::Variable => Code::UnboundVariable,
    };
    let fault =
        Diagnostic::new(Blame::Undetermined, code, format!("{}, so this cannot be decided", unknown.sentence()));
    match unknown.nearest.as_slice() {
        [] => fault.help("write it as in the files"),
        near => fault.help(format!("nearest: `{}`", near.join("`, `"))),
    }
}

/// raw SPARQL that finds nothing
fn no_rows() -> Diagnostic {
    let message = "the query found nothing, and SPARQL does not report whether anything was examined";
    Diagnostic::new(Blame::Undetermined, Code::NothingExamined, message)
        .help("ask in words, or for one `COUNT`, whose number is judged; in a check, `may be empty` allows this")
}

/// `sparql SELECT (COUNT(?c) AS ?n) { ?c a cv:Unread }`, where there is none
fn of_no_facts(unused: &str) -> Diagnostic {
    let message = format!("nothing was examined: no fact has `{unused}`");
    Diagnostic::new(Blame::Undetermined, Code::NothingExamined, message).help("in a check, `may be empty` allows this")
}

/// `sparql SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a cv:Source } }`, where facts stand in no named graph
fn of_no_graph(graph: Option<&str>) -> Diagnostic {
    let message = match graph {
        Some(name) => format!("nothing was examined: there are no facts in a graph `{name}`"),
        None => "nothing was examined: there are no facts in a named graph".to_owned(),
    };
    Diagnostic::new(Blame::Undetermined, Code::NothingExamined, message)
        .help("leave out `GRAPH`: a query searches all graphs; in a check, `may be empty` allows this")
}

/// `sparql ASK { FILTER NOT EXISTS { ?c cv:status cv:retracted } }`
fn by_absence() -> Diagnostic {
    let message = "this depends only on what is absent, which proves nothing";
    Diagnostic::new(Blame::Undetermined, Code::ByAbsence, message).help(
        "ask for the things that should not exist and expect none, or join what is absent to what is found, as in \
         `?c a cv:Claim FILTER NOT EXISTS { ?c … }`",
    )
}

/// `BIND(xsd:integer(?url) AS ?n)`
fn not_computed(values: u64) -> Diagnostic {
    let values = if values == 1 { "1 value".to_owned() } else { format!("{values} values") };
    let message = format!("{values} could not be computed, so this cannot be decided");
    Diagnostic::new(Blame::Undetermined, Code::NotComputed, message)
        .help("test the value first, as in `BIND(IF(isNumeric(?x), ?x + 1, 0) AS ?y)`")
}

/// `FILTER NOT EXISTS { ?c cv:asOf ?d FILTER(?d < 3) }`
fn not_decided_inside() -> Diagnostic {
    let message = format!("a condition {UNDER} could not be decided, so the result cannot either");
    Diagnostic::new(Blame::Undetermined, Code::NotJudged, message)
        .help("test the value first, as in `FILTER(isNumeric(?x) && ?x > 3)`")
}
