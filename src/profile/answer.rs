//! Reads an answer to a question: a yes, a no, something else, or no answer. `data/mappings/no-answer.toml` lists
//! words that are not an answer.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::base::fold;

/// A parsed answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParsedAnswer {
    /// Not an answer, with the reason.
    NotAnAnswer(&'static str),
    /// The text, and its reply to a yes-no question.
    Answered(String, YesNoReply),
}

/// The reply of an answer to a yes-no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YesNoReply {
    Yes,
    No,
    /// It depends on something.
    Depends,
    /// Partly, or yes and no.
    Partly,
    /// It begins with a yes or a no that may belong to a longer phrase: `No later than 30 days`.
    Unclear,
    /// It says neither.
    Other,
}

const NEITHER: &str = "no answer, which is neither a yes nor a no";
const ERROR: &str = "the cell contains an error, which is not an answer";
const UNTICKED: &str = "no box has a tick, which is neither a yes nor a no";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoAnswer {
    alone: Vec<String>,
    words: Vec<String>,
    patterns: Vec<String>,
}

/// Words that begin an explanation after words that are not an answer.
const BEHIND: [&str; 22] = [
    "as",
    "because",
    "since",
    "for",
    "at",
    "in",
    "yet",
    "by",
    "from",
    "until",
    "due",
    "here",
    "currently",
    "on",
    "with",
    "this",
    "we",
    "our",
    "if",
    "unless",
    "but",
    "per",
];

/// Words and patterns that are not an answer.
struct NoAnswerPatterns {
    alone: Vec<String>,
    words: Vec<String>,
    /// Abbreviations, with or without marks between the letters: `n/a`, `T.B.C.`
    letters: Vec<String>,
    patterns: Vec<Regex>,
}

static KNOWN: LazyLock<NoAnswerPatterns> = LazyLock::new(|| {
    let known: NoAnswer =
        toml::from_str(include_str!("../../data/mappings/no-answer.toml")).expect("the file is the program's own");
    let (letters, words) = known.words.into_iter().partition(|it| it.split(' ').all(|it| it.chars().count() == 1));
    let pattern = |it: &String| Regex::new(&format!("^(?:{it})")).expect("the patterns are the program's own");
    NoAnswerPatterns {
        alone: known.alone,
        words,
        letters: letters.into_iter().map(|it: String| it.replace(' ', "")).collect(),
        patterns: known.patterns.iter().map(pattern).collect(),
    }
});

impl NoAnswerPatterns {
    /// True if `words`, in lower case with single blanks, are not an answer.
    fn is_nothing(&self, words: &str) -> bool {
        let alone = words.trim_end_matches(|c: char| !c.is_alphanumeric());
        self.alone.iter().any(|it| it == alone)
            || self.words.iter().any(|it| words.strip_prefix(it.as_str()).is_some_and(may_follow_placeholder))
            || self.letters.iter().any(|it| strip_letters(words, it).is_some_and(may_follow_placeholder))
            || self
                .patterns
                .iter()
                .any(|it| it.find(words).is_some_and(|it| may_follow_placeholder(&words[it.end()..])))
    }
}

/// True if `rest` may follow words that are not an answer: nothing, a mark, or a word that begins an explanation.
fn may_follow_placeholder(rest: &str) -> bool {
    let blank = rest.trim_start();
    match blank.chars().next() {
        None => true,
        Some(c) if !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '%' | '&' | '+') => {
            // `n/a-rated`, `unknown-word` are other words.
            !(matches!(c, '-' | '_') && blank.len() == rest.len() && blank[1..].starts_with(char::is_alphanumeric))
        }
        Some(_) => {
            let word = blank.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            blank.len() < rest.len() && BEHIND.contains(&word)
        }
    }
}

/// What follows an abbreviation, with or without marks between the letters: `n/a`, `n. a.`, `na`.
fn strip_letters<'w>(words: &'w str, letters: &str) -> Option<&'w str> {
    let mut rest = words;
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 {
            rest = rest.trim_start_matches([' ', '.', '/', '\\', '_', '-']);
        }
        rest = rest.strip_prefix(letter)?;
    }
    Some(rest.strip_prefix('.').unwrap_or(rest))
}

/// Error values of a spreadsheet: `#N/A`, `#REF!`, `#NV`, `Err:502`, `####`.
static ERRORS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:#[¡¿]?\p{Lu}[\p{Lu}/0-9_]*[!?]?|#+|Err:\d+|#GETTING_DATA|#ERROR!?)$")
        .expect("the pattern is written here")
});
/// Only marks: `-`, `…`, `?`, `___`.
static MARKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^[\s\-–—−‐_.…?!*/\\|~=:;,·•<>(){}\[\]'"„“”‘’〃«»]*$"#).expect("the pattern is written here")
});
/// The first choice of a drop-down: `--None--`, `<select>`.
static DASHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-–—]+|[<\[(]+)\s*(?:none|select[^>\])]*|choose[^>\])]*|please[^>\])]*)\s*[-–—>\])]+$")
        .expect("the pattern is written here")
});
/// A label such as `Answer:`, and the marks at the start of a cell.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^[\s\-–—_.…*<(\[{'"„“”‘’«#|~=>]*(?:(?:vendor |supplier )?(?:answer|response|reply)\s*[:：]\s*|a\s*:\s+)?[\s\-–—_.…*<(\[{'"„“”‘’«#|~=]*"#)
        .expect("the pattern is written here")
});
/// The choices of a drop-down, side by side: `Yes/No`, `Y | N | N/A`.
static CHOICES: LazyLock<Regex> = LazyLock::new(|| {
    let one = r"(?:yes|no|y|n|ja|nein|oui|non|s[ií]|true|false|n/?a|not applicable|partial(?:ly)?|partly|unknown|other|tbd|in progress|planned|don['’]?t know|delete as (?:appropriate|applicable))";
    let pattern = format!(r"^{one}(?:\s*(?:/|\||\\|\n|\bor\b)\s*{one})+\W*(?:\([^)]*\))?\W*$");
    Regex::new(&pattern).expect("the pattern is written here")
});
static BOTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:yes\s*[,; ]\s*no|no\s*[,; ]\s*yes)(?:\s*[,; ]\s*(?:n/?a|other|unknown))*\W*$")
        .expect("the pattern is written here")
});
/// A box with or without a tick. Circles count as boxes only beside a yes or a no.
static BOXES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?<empty>☐|□|◻|◽|⬜|▢|❏|❑|\[[\s_]?\]|\([\s_]?\)|○|◯)|(?<ticked>☑|☒|✅|🗹|🗷|▣|■|◉|●|\[\s*[xX✓✔]\s*\]|\(\s*[xX✓✔]\s*\))")
        .expect("the pattern is written here")
});
static YES_OR_NO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:yes|no|n/?a|y|n|partly|partially)\b").expect("the pattern is written here")
});

impl ParsedAnswer {
    /// Reads an answer; `more` are further words that the mapping does not accept as an answer.
    pub(super) fn of(cell: &str, more: &[String]) -> Self {
        let cell = cell.trim();
        let (words, ticked) = match labels_with_tick(cell) {
            Some(labels) if labels.is_empty() => return Self::NotAnAnswer(UNTICKED),
            Some(labels) => (labels.join(", "), true),
            None => (cell.to_owned(), false),
        };
        if ERRORS.is_match(&words) {
            return Self::NotAnAnswer(ERROR);
        }
        if is_placeholder(&words, more) {
            return Self::NotAnAnswer(NEITHER);
        }
        let reply = if ticked && words.contains(", ") { Some(YesNoReply::Partly) } else { reply(&words, more) };
        match reply {
            Some(reply) => Self::Answered(words, reply),
            None => Self::NotAnAnswer(NEITHER),
        }
    }
}

/// True for an error value of a spreadsheet.
pub(super) fn is_error(cell: &str) -> bool {
    ERRORS.is_match(cell.trim())
}

/// True for placeholder text in the place of an answer.
pub(super) fn is_placeholder(words: &str, more: &[String]) -> bool {
    let folded = words.to_lowercase();
    let folded = folded.trim();
    if MARKS.is_match(folded) || DASHED.is_match(folded) || is_error(words) {
        return true;
    }
    let bare = &folded[BEFORE.find(folded).map_or(0, |it| it.end())..];
    let even = bare.split([' ', '\t', '\u{a0}', '\r', '_']).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    let own = |it: &String| {
        let rest = fold(bare);
        rest.strip_prefix(&fold(it)).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    KNOWN.is_nothing(&even) || CHOICES.is_match(&even) || more.iter().any(own) || BOTH.is_match(&even)
}

/// The labels of the ticked boxes; `None` if there are no boxes.
fn labels_with_tick(cell: &str) -> Option<Vec<String>> {
    let boxes: Vec<(usize, usize, bool)> = BOXES
        .captures_iter(cell)
        .filter_map(|it| it.get(0).map(|whole| (whole.start(), whole.end(), it.name("ticked").is_some())))
        .collect();
    let (first, last) = (boxes.first()?, boxes.last()?);
    let before = first.0 == 0 || cell[..first.0].trim().is_empty();
    let behind = !before && cell[last.1..].trim().is_empty();
    let label = |at: usize| {
        let (from, until) = match behind {
            true => (if at == 0 { 0 } else { boxes[at - 1].1 }, boxes[at].0),
            false => (boxes[at].1, boxes.get(at + 1).map_or(cell.len(), |it| it.0)),
        };
        cell[from..until].trim().trim_end_matches(['/', '|', ',', ';']).trim()
    };
    let labels: Vec<&str> = (0..boxes.len()).map(label).collect();
    // A circle, a square or brackets may be a bullet, or empty brackets in running text.
    if !labels.iter().any(|it| YES_OR_NO.is_match(it)) && (!before || cell.starts_with(['○', '◯', '●', '■', '(']))
    {
        return None;
    }
    // A tick alone is an answer in itself.
    if boxes.len() == 1 && first.2 && labels[0].is_empty() {
        return None;
    }
    let ticked = labels.iter().zip(&boxes).filter(|(_, it)| it.2);
    Some(ticked.map(|(label, _)| (*label).to_owned()).filter(|it| !it.is_empty()).collect())
}

/// The reply of the first word, if it stands for itself; `None` if what follows says that it is not an answer.
pub(super) fn reply(words: &str, more: &[String]) -> Option<YesNoReply> {
    let folded = fold(words.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let end = folded.find(|c: char| !c.is_alphanumeric()).unwrap_or(folded.len());
    let (first, rest) = folded.split_at(end);
    let reply = match first {
        "yes" => YesNoReply::Yes,
        "no" => YesNoReply::No,
        "depends" => return Some(YesNoReply::Depends),
        "it" if rest.trim_start().starts_with("depends") => return Some(YesNoReply::Depends),
        "partly" | "partially" | "partial" => return Some(YesNoReply::Partly),
        _ => return Some(YesNoReply::Other),
    };
    let after = rest.trim_start();
    let behind = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    let before = &words[..words.find(char::is_alphanumeric).unwrap_or_default()];
    let mark = &after[..after.len() - behind.len()];
    if before.contains(DOUBTS) || before.contains("~~") || mark.contains(DOUBTS) {
        return Some(YesNoReply::Unclear);
    }
    if behind.is_empty() {
        return Some(reply);
    }
    let marked = after.starts_with(|c: char| !c.is_alphanumeric());
    if marked && is_placeholder(behind, more) {
        return None;
    }
    let next: Vec<&str> = behind.split(|c: char| !c.is_alphanumeric()).collect();
    let other = match reply {
        YesNoReply::Yes => "no",
        _ => "yes",
    };
    if next.first() == Some(&other) || matches!(next.as_slice(), ["and" | "or", it, ..] if *it == other) {
        return Some(YesNoReply::Partly);
    }
    // `No. 3`, `No. of days`
    let numbered = first == "no"
        && rest.starts_with('.')
        && (behind.starts_with(|c: char| c.is_ascii_digit()) || next.first() == Some(&"of"));
    if contradicts(reply, &next) || is_retracted(other, &next) || PROVISIONAL.contains(next.first().unwrap_or(&"")) {
        return Some(YesNoReply::Unclear);
    }
    let alone = marked && !rest.starts_with(['-', '/', '\'', '’', '%']) && !numbered;
    let goes_on = next.first().is_some_and(|it| CLAUSES.contains(it));
    Some(if alone || goes_on { reply } else { YesNoReply::Unclear })
}

/// Signs beside a yes or a no that put it in doubt, or take it back.
const DOUBTS: [char; 6] = ['?', '✗', '✘', '❌', '×', '❓'];
/// Words after a yes or a no that make it provisional.
pub(super) const PROVISIONAL: [&str; 8] =
    ["draft", "provisional", "provisionally", "assumed", "unverified", "unconfirmed", "maybe", "probably"];
/// How many words after a yes or a no can belong to its clause.
const CLAUSE: usize = 5;

/// How many words after a yes or a no can retract it.
pub(super) const BEHIND_IT: usize = 10;

/// True if what follows says that it does not hold now, is not true or not always true: `Yes (planned for 2027)`,
/// `Yes, that is incorrect`, `No, but yes on request`, `No, mostly`.
pub(super) fn is_retracted(other: &str, next: &[&str]) -> bool {
    const TIMES: [&str; 15] = [
        "planned",
        "planning",
        "roadmap",
        "expired",
        "lapsed",
        "past",
        "previously",
        "formerly",
        "soon",
        "upcoming",
        "future",
        "pending",
        "discontinued",
        "intended",
        "eventually",
    ];
    const UNTRUE: [&str; 5] = ["incorrect", "untrue", "false", "wrong", "actually"];
    // `No, mostly`, `No. We may use it`
    const HEDGES: [&str; 20] = [
        "mostly",
        "mainly",
        "largely",
        "generally",
        "usually",
        "normally",
        "typically",
        "ordinarily",
        "primarily",
        "sometimes",
        "occasionally",
        "rarely",
        "almost",
        "nearly",
        "may",
        "might",
        "could",
        "possibly",
        "however",
        "although",
    ];
    const NOT_SO: [&str; 6] = ["true", "correct", "right", "refuse", "deny", "exclude"];
    let words: Vec<&str> = next.iter().copied().filter(|it| !it.is_empty()).take(BEHIND_IT).collect();
    let not_so = words.windows(2).any(|two| two[0] == "not" && NOT_SO.contains(&two[1]));
    let lists = [&TIMES[..], &UNTRUE, &HEDGES];
    not_so || words.iter().any(|it| *it == other || lists.iter().any(|list| list.contains(it)))
}

/// True if the clause after a yes or a no says the opposite: `No. We do train`, `Yes, we do not`.
pub(super) fn contradicts(reply: YesNoReply, next: &[&str]) -> bool {
    const NEGATIONS: [&str; 9] = ["not", "never", "no", "none", "cannot", "neither", "t", "nothing", "without"];
    const CLAIMS: [&str; 8] = ["do", "does", "did", "are", "is", "will", "have", "can"];
    let words: Vec<&str> = next.iter().copied().filter(|it| !it.is_empty()).take(CLAUSE).collect();
    let negated = words.iter().any(|it| NEGATIONS.contains(it));
    match reply {
        YesNoReply::Yes => negated,
        // `we do`, `it does`: a verb that repeats what was asked.
        _ => !negated && words.get(1).is_some_and(|it| CLAIMS.contains(it)) && CLAUSES.contains(&words[0]),
    }
}

/// Words that begin a clause after a yes or a no, so that the yes or no stands for itself.
const CLAUSES: [&str; 25] = [
    "we",
    "it",
    "they",
    "our",
    "i",
    "this",
    "that",
    "there",
    "you",
    "with",
    "as",
    "because",
    "since",
    "via",
    "under",
    "through",
    "upon",
    "customers",
    "all",
    "by",
    "in",
    "if",
    "unless",
    "except",
    "and",
];

/// Whether the box at the start is ticked, and the text after it; `None` without a box.
pub(super) fn split_checkbox(words: &str) -> Option<(bool, String)> {
    let found = BOXES.captures(words)?;
    let whole = found.get(0).filter(|it| it.start() == 0 && !words.starts_with(['○', '◯', '●', '■', '(']))?;
    Some((found.name("ticked").is_some(), words[whole.end()..].trim().to_owned()))
}
