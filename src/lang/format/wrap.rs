//! A statement on its lines: broken at comments, and where it is too long.

use unicode_width::UnicodeWidthStr as _;

use crate::lang::format::read::{Comment, Kind, Token};
use crate::lang::parse::Rule;

/// Columns that a line of a laid out script takes at the most, if it can be broken.
pub const MAX_COLUMNS: usize = 100;

/// What stands before the second line of a statement and those that follow. A word that could begin a
/// statement begins none behind it.
const INDENT: &str = "  ";

/// The words that begin a statement, if a line begins with them; `is there` and `how many` are more
/// than one.
const OPENING: [&str; 17] = [
    "check",
    "parameter",
    "include",
    "suite",
    "section",
    "which",
    "what",
    "who",
    "list",
    "find",
    "how",
    "show",
    "compare",
    "define",
    "let",
    "sparql",
    "describe",
];

/// Words that stay on one line if they can, with what stands before them.
struct Run<'a> {
    /// Comments before it; a line ends with each.
    comments: &'a [Comment<'a>],
    /// It says how the rows are shaped: `sorted by topic`.
    shapes: bool,
    /// Words between which a line may end if there is no better place.
    words: Vec<String>,
}

/// The lines of a statement, without the comments before it; each begins with the margin.
pub(super) fn wrap(tokens: &[Token<'_>], margin: &'static str) -> String {
    let runs = runs(tokens);
    let columns: usize = runs.iter().map(|run| columns(&run.words) + 1).sum();
    let spread = columns + margin.len() > MAX_COLUMNS + 1 || tokens[1..].iter().any(is_line_wanted);
    let mut lines = Lines { margin, ..Lines::default() };
    for run in runs {
        lines.comments(run.comments);
        if spread && run.shapes {
            lines.end();
        }
        lines.run(&run.words);
    }
    lines.text
}

/// True where the author began a line with a word that shapes the rows, or wrote a comment: then each
/// such word begins a line, as it does in a statement that is too long for one.
fn is_line_wanted(token: &Token<'_>) -> bool {
    !token.gap.comments.is_empty() || token.gap.line_break && shapes(token.kind)
}

fn shapes(kind: Kind) -> bool {
    matches!(kind, Kind::Rule(Rule::kw_per | Rule::kw_sorted_by | Rule::kw_first | Rule::kw_skip | Rule::kw_showing))
}

fn columns(words: &[String]) -> usize {
    words.iter().map(|it| it.width() + 1).sum::<usize>() - 1
}

/// The parts of a statement between the best places for a line to end.
fn runs<'a>(tokens: &'a [Token<'a>]) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    let mut in_between = false;
    for (at, token) in tokens.iter().enumerate() {
        let comments: &[Comment<'a>] = if at == 0 { &[] } else { &token.gap.comments };
        let text = token.text.clone();
        let joint = match at {
            0 => Joint::Part,
            _ if !comments.is_empty() => Joint::Part,
            _ => joint(tokens, at, in_between),
        };
        match (joint, runs.last_mut().map(|run| &mut run.words)) {
            (Joint::Glued, Some(words)) => append(words, "", &text),
            (Joint::Together, Some(words)) => append(words, " ", &text),
            (Joint::Word, Some(words)) => words.push(text),
            _ => runs.push(Run { comments, shapes: shapes(token.kind), words: vec![text] }),
        }
        match token.kind {
            Kind::Rule(Rule::kw_between) => in_between = true,
            Kind::Rule(Rule::kw_and) => in_between = false,
            _ => {}
        }
    }
    runs
}

fn append(words: &mut [String], between: &str, text: &str) {
    if let Some(word) = words.last_mut() {
        word.push_str(between);
        word.push_str(text);
    }
}

/// What is between two words.
enum Joint {
    /// Nothing: `vendor.name`, `(public`.
    Glued,
    /// A blank at which no line ends.
    Together,
    /// A blank.
    Word,
    /// A blank before a new part of the sentence, where a line ends best.
    Part,
}

fn joint(tokens: &[Token<'_>], at: usize, in_between: bool) -> Joint {
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    if is_glued(tokens, at) {
        return Joint::Glued;
    }
    let there = tokens.get(at + 1).map(|it| it.kind) == Some(Kind::Rule(Rule::kw_there));
    if OPENING.contains(&token.text.to_ascii_lowercase().as_str()) || there {
        return Joint::Together;
    }
    let Kind::Rule(rule) = token.kind else {
        return Joint::Word;
    };
    let joined = matches!(before.kind, Kind::Rule(Rule::kw_and | Rule::kw_or | Rule::kw_but));
    let begins = match rule {
        _ if shapes(token.kind) => true,
        Rule::kw_and => !in_between,
        Rule::kw_or | Rule::kw_but => true,
        Rule::kw_that | Rule::kw_whose => !joined,
        _ => false,
    };
    if begins || before.kind == Kind::Rule(Rule::comma) { Joint::Part } else { Joint::Word }
}

/// True when no blank stands between a token and the one before it.
pub(super) fn is_glued(tokens: &[Token<'_>], at: usize) -> bool {
    let (Kind::Rule(before), Kind::Rule(rule)) = (tokens[at - 1].kind, tokens[at].kind) else {
        return true;
    };
    let next = tokens.get(at + 1).map(|it| it.kind);
    match (before, rule) {
        (Rule::open | Rule::dot, _) | (_, Rule::close | Rule::comma | Rule::colon | Rule::question_colon) => true,
        (Rule::kw_round, Rule::open) => true,
        // `5 .5` and `a .b:c` would be one number and one name without the blank.
        (Rule::word, Rule::dot) if next == Some(Kind::Rule(Rule::word)) => true,
        (_, Rule::dot) => tokens[at].gap.touching,
        _ => false,
    }
}

/// Lines that grow.
#[derive(Default)]
struct Lines {
    /// What each line begins with.
    margin: &'static str,
    text: String,
    /// Columns of the last line; none, if nothing stands on it yet.
    columns: usize,
}

impl Lines {
    fn comments(&mut self, comments: &[Comment<'_>]) {
        for comment in comments {
            if !comment.ends_line {
                self.end();
            }
            if comment.ends_line {
                self.text.push(' ');
            } else {
                self.text.push_str(self.margin);
                self.text.push_str(INDENT);
            }
            self.text.push_str(comment.text);
            self.new_line();
        }
    }

    fn run(&mut self, words: &[String]) {
        if self.margin.len() + INDENT.len() + columns(words) <= MAX_COLUMNS {
            self.word(&words.join(" "));
        } else {
            words.iter().for_each(|it| self.word(it));
        }
    }

    fn word(&mut self, word: &str) {
        if self.columns > 0 && self.columns + 1 + word.width() > MAX_COLUMNS {
            self.new_line();
        }
        let before = match self.columns {
            0 if self.text.is_empty() => [self.margin, ""],
            0 => [self.margin, INDENT],
            _ => [" ", ""],
        }
        .concat();
        self.text.push_str(&before);
        self.text.push_str(word);
        self.columns += before.len() + word.width();
    }

    /// Ends a line on which something stands.
    fn end(&mut self) {
        if self.columns > 0 {
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        self.text.push('\n');
        self.columns = 0;
    }
}
