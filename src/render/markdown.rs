//! Tables in Markdown: one line per row, whatever the cells contain.

use crate::base::visible;
use crate::exec::Table;

/// The table in the pipe syntax of GitHub Flavored Markdown; empty if it has no rows.
pub(super) fn write(table: &Table) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let headings: Vec<String> = table.headings.iter().map(|it| escape(&it.text)).collect();
    let rules: Vec<&str> = table.headings.iter().map(|_| "---").collect();
    let mut text = format!("| {} |\n| {} |\n", headings.join(" | "), rules.join(" | "));
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| {
            let values = cell.values.iter().map(|value| escape(&value.display_text()));
            values.collect::<Vec<_>>().join("<br>")
        });
        let cells: Vec<String> = cells.collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// Escapes text so that Markdown shows it as it is: no markup, HTML or line break, no link except to an http address.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Escapes text at the beginning of a line, where a heading, a list or a rule could begin.
pub(super) fn escape_line(text: &str) -> String {
    let escaped = escape(text.trim_start());
    let digits = escaped.len() - escaped.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marker = if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        digits
    } else if escaped.starts_with(['#', '-', '+', '=', ':']) {
        0
    } else {
        return escaped;
    };
    format!("{}\\{}", &escaped[..marker], &escaped[marker..])
}
