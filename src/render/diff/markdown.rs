//! What changed, as Markdown for a pull request; values are escaped.

use crate::audit::diff::{ChangeKind, Difference, LinkChange, PropertyChange, ThingChange};
use crate::render::diff::wording::{
    DiffRun, counts, in_brackets, names, only_text, participle, place, summary, value, word_by_word,
};
use crate::render::markdown::escape;

pub(super) fn write(difference: &Difference) -> String {
    let mut out = format!(
        "## What changed in the facts\n\nFrom {} to {}: {}.\n",
        escape(&difference.before.to_string()),
        escape(&difference.after.to_string()),
        escape(&summary(difference)),
    );
    for kind in &difference.kinds {
        out.push_str(&format!("\n### {}\n\n", escape(&counts(kind))));
        for item in &kind.things {
            write_item(item, 0, &mut out);
        }
    }
    if !difference.vocabulary.is_empty() {
        out.push_str("\n### The vocabulary changed\n\nEach side is described in its own words.\n\n");
        for term in &difference.vocabulary {
            let way = participle(term.way);
            out.push_str(&format!("- {way}: {}\n", escape(&term.short)));
        }
    }
    if !difference.others.is_empty() {
        out.push_str("\n### Facts about things without a kind\n\n");
        for other in &difference.others {
            let name = if other.short.is_empty() { "without a name" } else { &other.short };
            let counts = format!("{} gained, {} lost", other.gained, other.lost);
            out.push_str(&format!("- {}: {counts}\n", escape(name)));
        }
    }
    if let Some(text) = only_text(difference) {
        out.push_str(&format!("\n{}\n", escape(&text)));
    }
    out
}

fn write_item(item: &ThingChange, depth: usize, out: &mut String) {
    let (label, short) = names(item);
    let way = participle(item.way);
    let mut line = match (&item.role, short) {
        (Some(role), _) => format!("{} {way}: {}", escape(role), escape(&label)),
        (None, Some(short)) => format!("**{way}** {}: {}", escape(short), escape(&label)),
        (None, None) => format!("**{way}** {}", escape(&label)),
    };
    let told = in_brackets(&item.shown);
    if !told.is_empty() {
        line.push_str(&format!(" ({})", escape(&told.join(", "))));
    }
    if let Some(place) = place(item.place.as_ref()) {
        line.push_str(&format!(" <sub>{}</sub>", escape(&place)));
    }
    let values = item.values.iter().map(format_change);
    let inside: Vec<String> = values.chain(item.links.iter().map(link)).collect();
    list_item(&line, depth, out);
    for line in inside {
        list_item(&line, depth + 1, out);
    }
    for part in &item.parts {
        write_item(part, depth + 1, out);
    }
}

fn list_item(line: &str, depth: usize, out: &mut String) {
    out.push_str(&format!("{}- {line}\n", "  ".repeat(depth)));
}

/// `state: candidate → verified`
fn format_change(changed: &PropertyChange) -> String {
    let name = escape(&changed.name);
    if let Some(runs) = word_by_word(changed) {
        let runs = runs.iter().map(|run| match run {
            DiffRun::Same(text) => escape(text),
            DiffRun::Removed(text) => set_apart(text, "<del>", "</del>"),
            DiffRun::New(text) => set_apart(text, "<ins>", "</ins>"),
        });
        return format!("{name}: \"{}\"", runs.collect::<String>());
    }
    let list = |values: &[_]| {
        let values = values.iter().map(|it| escape(&value(it)));
        values.collect::<Vec<_>>().join(", ")
    };
    let (before, after) = (list(&changed.before), list(&changed.after));
    match (before.is_empty(), after.is_empty()) {
        (false, false) => format!("{name}: {before} → {after}"),
        (true, _) => format!("{name} added: {after}"),
        (_, true) => format!("{name} removed: {before}"),
    }
}

/// Puts tags around a run of words; blanks at its ends stay outside.
fn set_apart(text: &str, open: &str, close: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return escape(text);
    }
    let (before, after) = text.split_once(words).unwrap_or_default();
    let words = escape(words);
    format!("{}{open}{words}{close}{}", escape(before), escape(after))
}

fn link(link: &LinkChange) -> String {
    let thing = escape(&link.thing.short);
    let words = escape(&link.words);
    match link.way {
        ChangeKind::Removed => format!("no longer {words} {thing}"),
        ChangeKind::Added | ChangeKind::Changed => format!("{words} {thing}"),
    }
}
