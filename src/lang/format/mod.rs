//! Text → the same text in its canonical layout. Comments are kept; what is asked stays the same.

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
/// one empty line at the most, long statements broken before the words that begin a part of them.
/// SPARQL stays as written, and so does a statement that would be read otherwise in one line.
///
/// # Errors
/// The script is not of the language, or exceeds a limit.
pub fn format(source: &Source) -> Result<String, Diagnostic> {
    parse(source)?;
    let written = || source.text.to_string();
    let Some(script) = read(&source.text) else {
        return Ok(written());
    };
    let text = format_script(&script);
    // The grammar has the last word: nothing may be asked that was not asked before.
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

/// A statement on its lines.
fn format_statement(statement: &StatementTokens<'_>) -> String {
    let text = if statement.has_fields() { format_fields(&statement.tokens) } else { wrap(&statement.tokens, "") };
    let again = read(&text);
    // In one line, two strokes behind `matches` are a regular expression; in two lines they are none.
    let same = again.is_some_and(|again| match again.statements.as_slice() {
        [again] => again.says() == statement.says(),
        _ => false,
    });
    if same && text.len() <= MAX_STATEMENT { text } else { statement.written.to_owned() }
}

/// What stands between two statements, before the first or behind the last: comments where they were,
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
            // What follows SPARQL belongs to it, but for a comment or an opening word behind an empty
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
        // What stands on several lines is parted from what surrounds it.
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
