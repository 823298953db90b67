//! Line wrapping of a statement: at comments, and where it is too long.

use unicode_width::UnicodeWidthStr as _;

use crate::lang::format::read::{Comment, Token, TokenKind};
use crate::lang::grammar::Rule;

/// Most columns of a line of a formatted script, if it can be broken.
pub const MAX_COLUMNS: usize = 100;

/// The indent of the second and later lines of a statement. After it, no word opens a statement.
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

/// Words that stay on one line if possible, with the comments before them.
struct WrapUnit<'a> {
    /// Comments before it; a line ends with each.
    comments: &'a [Comment<'a>],
    /// True for a clause that shapes the rows: `sorted by topic`.
    shapes: bool,
    /// Words between which a line may end if there is no better place.
    words: Vec<String>,
}

/// The lines of a statement, without the comments before it; each begins with the margin.
pub(super) fn wrap(tokens: &[Token<'_>], margin: &'static str) -> String {
    let runs = wrap_units(tokens);
    let columns: usize = runs.iter().map(|run| columns(&run.words) + 1).sum();
    let spread = columns + margin.len() > MAX_COLUMNS + 1 || tokens[1..].iter().any(is_line_wanted);
    let mut lines = LineBuilder { margin, ..LineBuilder::default() };
    for run in runs {
        lines.comments(run.comments);
        if spread && run.shapes {
            lines.end();
        }
        lines.wrap_unit(&run.words);
    }
    lines.text
}

/// True if the author began a line with a word that shapes the rows, or wrote a comment: then each such
/// word begins a line, as in a statement that is too long for one.
fn is_line_wanted(token: &Token<'_>) -> bool {
    !token.gap.comments.is_empty() || token.gap.line_break && shapes(token.kind)
}

fn shapes(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Rule(Rule::kw_per | Rule::kw_sorted_by | Rule::kw_first | Rule::kw_skip | Rule::kw_showing)
    )
}

fn columns(words: &[String]) -> usize {
    words.iter().map(|it| it.width() + 1).sum::<usize>() - 1
}

/// The parts of a statement between the best places for a line to end.
fn wrap_units<'a>(tokens: &'a [Token<'a>]) -> Vec<WrapUnit<'a>> {
    let mut runs: Vec<WrapUnit<'a>> = Vec::new();
    let mut in_between = false;
    for (at, token) in tokens.iter().enumerate() {
        let comments: &[Comment<'a>] = if at == 0 { &[] } else { &token.gap.comments };
        let text = token.text.clone();
        let joint = match at {
            0 => TokenSpacing::Part,
            _ if !comments.is_empty() => TokenSpacing::Part,
            _ => spacing(tokens, at, in_between),
        };
        match (joint, runs.last_mut().map(|run| &mut run.words)) {
            (TokenSpacing::Glued, Some(words)) => append(words, "", &text),
            (TokenSpacing::Together, Some(words)) => append(words, " ", &text),
            (TokenSpacing::Word, Some(words)) => words.push(text),
            _ => runs.push(WrapUnit { comments, shapes: shapes(token.kind), words: vec![text] }),
        }
        match token.kind {
            TokenKind::Rule(Rule::kw_between) => in_between = true,
            TokenKind::Rule(Rule::kw_and) => in_between = false,
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
enum TokenSpacing {
    /// Nothing: `vendor.name`, `(public`.
    Glued,
    /// A blank at which no line ends.
    Together,
    /// A blank.
    Word,
    /// A blank before a new part of the sentence, where a line ends best.
    Part,
}

fn spacing(tokens: &[Token<'_>], at: usize, in_between: bool) -> TokenSpacing {
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    if is_glued(tokens, at) {
        return TokenSpacing::Glued;
    }
    let there = tokens.get(at + 1).map(|it| it.kind) == Some(TokenKind::Rule(Rule::kw_there));
    if OPENING.contains(&token.text.to_ascii_lowercase().as_str()) || there {
        return TokenSpacing::Together;
    }
    let TokenKind::Rule(rule) = token.kind else {
        return TokenSpacing::Word;
    };
    let joined = matches!(before.kind, TokenKind::Rule(Rule::kw_and | Rule::kw_or | Rule::kw_but));
    let begins = match rule {
        _ if shapes(token.kind) => true,
        Rule::kw_and => !in_between,
        Rule::kw_or | Rule::kw_but => true,
        Rule::kw_that | Rule::kw_whose => !joined,
        _ => false,
    };
    if begins || before.kind == TokenKind::Rule(Rule::comma) { TokenSpacing::Part } else { TokenSpacing::Word }
}

/// True when no blank stands between a token and the one before it.
pub(super) fn is_glued(tokens: &[Token<'_>], at: usize) -> bool {
    let (TokenKind::Rule(before), TokenKind::Rule(rule)) = (tokens[at - 1].kind, tokens[at].kind) else {
        return true;
    };
    let next = tokens.get(at + 1).map(|it| it.kind);
    match (before, rule) {
        (Rule::open | Rule::dot, _) | (_, Rule::close | Rule::comma | Rule::colon | Rule::question_colon) => true,
        (Rule::kw_round, Rule::open) => true,
        // `5 .5` and `a .b:c` would be one number and one name without the blank.
        (Rule::word, Rule::dot) if next == Some(TokenKind::Rule(Rule::word)) => true,
        (_, Rule::dot) => tokens[at].gap.touching,
        _ => false,
    }
}

/// Builds the lines of a statement.
#[derive(Default)]
struct LineBuilder {
    /// What each line begins with.
    margin: &'static str,
    text: String,
    /// The width of the last line; 0 if it is empty.
    columns: usize,
}

impl LineBuilder {
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

    fn wrap_unit(&mut self, words: &[String]) {
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

    /// Ends a line that is not empty.
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
