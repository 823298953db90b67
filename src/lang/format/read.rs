//! A script as tokens of the grammar, each with what precedes it: comments, empty lines, semicolons. The
//! syntax tree has none of these.

use pest::iterators::{Pair, Pairs};

use crate::lang::grammar::{Rule, is_keyword, pairs};
use crate::lang::parse_phrase::unescape;
use crate::lang::spelling::{quote, spelling};

/// The words that open a statement at the start of a line, besides `is there` and `sparql`.
const OPENERS: [Rule; 17] = [
    Rule::aw_check,
    Rule::aw_parameter,
    Rule::aw_include,
    Rule::aw_suite,
    Rule::aw_section,
    Rule::kw_which,
    Rule::kw_what,
    Rule::kw_who,
    Rule::kw_list,
    Rule::kw_find,
    Rule::kw_how_many,
    Rule::kw_show,
    Rule::kw_compare,
    Rule::kw_define,
    Rule::kw_let,
    Rule::kw_describe,
    Rule::kw_suppose,
];

/// A script.
#[derive(Debug)]
pub(super) struct ScriptTokens<'a> {
    pub(super) statements: Vec<StatementTokens<'a>>,
    /// What follows the last statement.
    pub(super) end: Trivia<'a>,
}

/// A statement: its tokens, and its text as written.
#[derive(Debug)]
pub(super) struct StatementTokens<'a> {
    /// One token or more; SPARQL is a single one.
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) written: &'a str,
}

/// A word, a name, a sign.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    /// In its canonical spelling.
    pub(super) text: String,
    /// What stands before it.
    pub(super) gap: Trivia<'a>,
    /// True for the first of a field of a check or a suite, and of the question of a check.
    pub(super) begins_field: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// The grammar rule that matched.
    Rule(Rule),
    /// `?` or `.` at the end of a sentence.
    EndMark,
}

/// What stands between two tokens.
#[derive(Debug, Default)]
pub(super) struct Trivia<'a> {
    pub(super) comments: Vec<Comment<'a>>,
    /// An empty line stands before what follows.
    pub(super) empty_line: bool,
    pub(super) semicolon: bool,
    pub(super) line_break: bool,
    /// Nothing stands between them, not even a blank.
    pub(super) touching: bool,
}

/// `-- why`
#[derive(Debug)]
pub(super) struct Comment<'a> {
    /// With its hyphens.
    pub(super) text: &'a str,
    /// It follows something else on its line.
    pub(super) ends_line: bool,
    pub(super) after_empty_line: bool,
}

impl StatementTokens<'_> {
    /// Its content, to compare layouts: the kinds and texts of its tokens, and the comments between
    /// them.
    pub(super) fn says(&self) -> Vec<(Option<TokenKind>, &str)> {
        let mut said = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            if at > 0 {
                said.extend(token.gap.says());
            }
            said.push((Some(token.kind), token.text.as_str()));
        }
        said
    }

    /// True when it begins with words that open a statement at the start of any line.
    pub(super) fn has_opener(&self) -> bool {
        let second = self.tokens.get(1);
        match self.tokens[0].kind {
            TokenKind::Rule(Rule::kw_is | Rule::kw_are) => {
                second.is_some_and(|it| it.kind == TokenKind::Rule(Rule::kw_there) && it.gap.comments.is_empty())
            }
            TokenKind::Rule(Rule::sparql_text) => true,
            TokenKind::Rule(rule) => OPENERS.contains(&rule),
            TokenKind::EndMark => false,
        }
    }

    /// True for `describe …`.
    pub(super) fn describes(&self) -> bool {
        self.tokens[0].kind == TokenKind::Rule(Rule::kw_describe)
    }

    /// True for a check, a suite or a section, which stands on several lines.
    pub(super) fn has_fields(&self) -> bool {
        matches!(self.tokens[0].kind, TokenKind::Rule(Rule::aw_check | Rule::aw_suite | Rule::aw_section))
    }

    /// True for `sparql …`, also as the question of a check: only some words and signs can end it.
    pub(super) fn is_sparql(&self) -> bool {
        let last = self.tokens.last().map(|it| it.kind);
        last == Some(TokenKind::Rule(Rule::sparql_text))
    }
}

impl Trivia<'_> {
    fn says(&self) -> Vec<(Option<TokenKind>, &str)> {
        self.comments.iter().map(|it| (None, it.text)).collect()
    }
}

impl ScriptTokens<'_> {
    /// The content of its statements, with the comments before each.
    pub(super) fn says(&self) -> Vec<Vec<(Option<TokenKind>, &str)>> {
        let mut said = Vec::new();
        for statement in &self.statements {
            said.push(statement.tokens[0].gap.says());
            said.push(statement.says());
        }
        said.push(self.end.says());
        said
    }
}

/// The tokens of a script; `None` if the grammar does not accept it.
pub(super) fn read(text: &str) -> Option<ScriptTokens<'_>> {
    let found = pairs(text).ok()?.flat_map(Pair::into_inner);
    let mut statements = Vec::new();
    let mut at = 0;
    for pair in found.filter(|it| it.as_rule() == Rule::statement) {
        let mut reader = TokenCollector { text, at, tokens: Vec::new(), begins_field: false };
        let span = pair.as_span();
        reader.statement(pair);
        at = reader.at;
        statements.push(StatementTokens { tokens: reader.tokens, written: &text[span.start()..at] });
    }
    let end = trivia(text, at, text.len());
    Some(ScriptTokens { statements, end })
}

/// Collects the tokens of a statement.
struct TokenCollector<'a> {
    text: &'a str,
    /// The end of the last token.
    at: usize,
    tokens: Vec<Token<'a>>,
    /// The next token is the first of a field.
    begins_field: bool,
}

impl<'a> TokenCollector<'a> {
    fn statement(&mut self, pair: Pair<'a, Rule>) {
        let span = pair.as_span();
        if let Some(inner) = pair.into_inner().next() {
            if inner.as_rule() == Rule::sparql {
                self.sparql(inner.into_inner());
                return;
            }
            self.tokens_of(inner.into_inner());
        }
        // The grammar has no name for an end mark, which stands before blanks and comments.
        if let Some(mark) = end_mark(&self.text[self.at..span.end()]) {
            let start = self.at + mark;
            self.push(TokenKind::EndMark, self.text[start..=start].to_owned(), start, start + 1);
        }
    }

    fn tokens_of(&mut self, pairs: Pairs<'a, Rule>) {
        for pair in pairs {
            let (rule, span) = (pair.as_rule(), pair.as_span());
            let mut inner = pair.into_inner();
            match rule {
                Rule::question_break => continue,
                Rule::sparql => {
                    self.sparql(inner);
                    continue;
                }
                Rule::field | Rule::member | Rule::own_question => self.begins_field = true,
                _ => {}
            }
            if rule != Rule::quoted && !inner.is_empty() {
                self.tokens_of(inner);
                continue;
            }
            let text = match rule {
                Rule::quoted => quote(&unescape(inner.next().map_or("", |it| it.as_str()))),
                rule if is_keyword(rule) || rule == Rule::unit => keyword(span.as_str()),
                rule if format!("{rule:?}").starts_with("op_") => spelling(rule),
                _ => span.as_str().to_owned(),
            };
            self.push(TokenKind::Rule(rule), text, span.start(), span.end());
        }
    }

    fn sparql(&mut self, mut pairs: Pairs<'a, Rule>) {
        let (Some(word), Some(query)) = (pairs.next(), pairs.next_back()) else {
            return;
        };
        let (start, end) = (word.as_span().start(), query.as_span().end());
        let word_end = word.as_span().end();
        let rest = self.text[word_end..end].trim_end();
        let text = format!("{}{rest}", keyword(word.as_str()));
        self.push(TokenKind::Rule(Rule::sparql_text), text, start, word_end + rest.len());
    }

    fn push(&mut self, kind: TokenKind, text: String, start: usize, end: usize) {
        let gap = trivia(self.text, self.at, start);
        let begins_field = std::mem::take(&mut self.begins_field);
        self.tokens.push(Token { kind, text, gap, begins_field });
        self.at = end;
    }
}

/// `At  LEAST` → `at least`
fn keyword(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    words.join(" ").to_ascii_lowercase()
}

/// The index of an end mark in what follows the last word of a statement.
fn end_mark(rest: &str) -> Option<usize> {
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let code = line.find("--").map_or(line, |comment| &line[..comment]);
        if let Some(mark) = code.find(['?', '.']) {
            return Some(at + mark);
        }
        at += line.len();
    }
    None
}

/// What stands between two tokens: blanks, comments, semicolons.
fn trivia(text: &str, start: usize, end: usize) -> Trivia<'_> {
    let written = &text[start..end];
    let mut gap = Trivia { line_break: written.contains('\n'), touching: start == end, ..Trivia::default() };
    // Line breaks since the last comment or token; the text begins as if with one.
    let mut breaks = usize::from(start == 0);
    for line in written.split_inclusive('\n') {
        let comment = line.find("--");
        let (blank, comment) = line.split_at(comment.unwrap_or(line.len()));
        gap.semicolon |= blank.contains(';');
        if !comment.is_empty() {
            gap.comments.push(Comment {
                text: comment.trim_end(),
                ends_line: breaks == 0,
                after_empty_line: breaks > 1,
            });
            breaks = 0;
        }
        breaks += usize::from(line.ends_with('\n'));
    }
    gap.empty_line = breaks > 1;
    gap
}
