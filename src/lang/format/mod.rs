//! Text → the same text in its canonical layout. Comments are kept; the meaning stays the same.

mod fields;
mod read;
mod wrap;

use crate::base::{Diagnostic, Source};
use crate::lang::format::fields::format_fields;
use crate::lang::format::read::{ScriptTokens, StatementTokens, Trivia, read};
use crate::lang::format::wrap::wrap;
use crate::lang::limits::MAX_STATEMENT;
use crate::lang::parse::parse;
pub use wrap::MAX_COLUMNS;

/// A script in its canonical layout: single blanks, structural words in lower case, straight quotes,
/// at most one empty line, long statements broken before the words that begin a part of them.
/// SPARQL stays as written, and so does a statement that would be parsed differently on one line.
///
/// # Errors
/// If the script does not parse, or exceeds a limit.
pub fn format(source: &Source) -> Result<String, Diagnostic> {
    parse(source)?;
    let written = || source.text.to_string();
    let Some(script) = read(&source.text) else {
        return Ok(written());
    };
    let text = format_script(&script);
    // Parse the result again: the layout must not change the meaning.
    let same = read(&text).is_some_and(|again| again.says() == script.says());
    let whole = same && parse(&Source::new(&source.name, &text)).is_ok();
    Ok(if whole { text } else { written() })
}

fn format_script(script: &ScriptTokens<'_>) -> String {
    let mut text = String::new();
    let mut before = None;
    for statement in &script.statements {
        append_separator(&mut text, before, Some(statement), &statement.tokens[0].gap);
        text.push_str(&format_statement(statement));
        before = Some(statement);
    }
    append_separator(&mut text, before, None, &script.end);
    text
}

/// The layout of a statement; as written if the layout would change it or exceed a limit.
fn format_statement(statement: &StatementTokens<'_>) -> String {
    let text = if statement.has_fields() { format_fields(&statement.tokens) } else { wrap(&statement.tokens, "") };
    let again = read(&text);
    // On one line, two slashes after `matches` are a regular expression; on two lines they are not.
    let same = again.is_some_and(|again| match again.statements.as_slice() {
        [again] => again.says() == statement.says(),
        _ => false,
    });
    if same && text.len() <= MAX_STATEMENT { text } else { statement.written.to_owned() }
}

/// Appends what separates two statements, precedes the first or follows the last: comments where they were,
/// empty lines, and a semicolon where the grammar needs one.
fn append_separator(
    text: &mut String,
    before: Option<&StatementTokens<'_>>,
    after: Option<&StatementTokens<'_>>,
    gap: &Trivia<'_>,
) {
    let mut empty_line_due = false;
    if let Some(before) = before {
        let opener = after.is_none_or(StatementTokens::has_opener);
        if before.is_sparql() {
            // What follows SPARQL belongs to it, except a comment or an opening word after an empty
            // line; `describe` is a word of SPARQL.
            let describes = after.is_some_and(StatementTokens::describes);
            if gap.comments.is_empty() && (!opener || describes) {
                text.push_str("\n;\n");
                return;
            }
            empty_line_due = after.is_some() || !gap.comments.is_empty();
        } else if gap.semicolon && !opener {
            text.push(';');
        }
        // A statement on several lines has empty lines around it.
        empty_line_due |= after.is_some_and(|it| it.has_fields() || before.has_fields());
    }
    let mut comments = gap.comments.iter().peekable();
    if let Some(comment) = comments.next_if(|it| it.ends_line) {
        text.push_str(&format!(" {}", comment.text));
    }
    if before.is_some() {
        text.push('\n');
    }
    for comment in comments {
        if (comment.after_empty_line || empty_line_due) && !text.is_empty() {
            text.push('\n');
        }
        empty_line_due = false;
        text.push_str(&format!("{}\n", comment.text));
    }
    if (gap.empty_line || empty_line_due) && after.is_some() && !text.is_empty() {
        text.push('\n');
    }
}
