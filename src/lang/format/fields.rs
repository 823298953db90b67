//! Layout of checks and suites: a line for each field, however long, then the question.

use crate::lang::format::read::{Token, TokenKind};
use crate::lang::format::wrap::{is_glued, wrap};

/// The indent of the fields of a check.
const MARGIN: &str = "  ";

/// The lines of a statement that has fields, without the comments before it.
pub(super) fn format_fields(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    let mut from = 0;
    for at in 1..=tokens.len() {
        if tokens.get(at).is_none_or(|it| it.begins_field) {
            field(&tokens[from..at], from == 0, &mut text);
            from = at;
        }
    }
    text
}

/// Appends the line of one field; the first, which says what the statement is, has no indent.
fn field(tokens: &[Token<'_>], first: bool, text: &mut String) {
    let margin = if first { "" } else { MARGIN };
    if !first {
        let mut comments = tokens[0].gap.comments.iter().peekable();
        if let Some(comment) = comments.next_if(|it| it.ends_line) {
            text.push_str(&format!(" {}", comment.text));
        }
        for comment in comments {
            text.push_str(&format!("\n{MARGIN}{}", comment.text));
        }
        text.push('\n');
    }
    let commented = tokens[1..].iter().any(|it| !it.gap.comments.is_empty());
    if commented || is_question(tokens) {
        text.push_str(&wrap(tokens, margin));
        return;
    }
    text.push_str(margin);
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 && !is_glued(tokens, at) {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
}

/// True for the question of a check, which is wrapped like any other.
fn is_question(tokens: &[Token<'_>]) -> bool {
    match tokens[0].kind {
        TokenKind::Rule(rule) => !format!("{rule:?}").starts_with("aw_"),
        TokenKind::EndMark => false,
    }
}
