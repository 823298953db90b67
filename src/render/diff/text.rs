//! What changed, as lines for people.

use crate::audit::diff::{Difference, LinkChange, PropertyChange, ThingChange};
use crate::base::visible;
use crate::render::diff::wording::{
    DiffRun, counts, in_brackets, names, only_text, place, sign, summary, value, word_by_word,
};

pub(super) fn write(difference: &Difference) -> String {
    let mut lines = vec![format!("{} → {}", difference.before, difference.after), summary(difference)];
    for kind in &difference.kinds {
        lines.push(String::new());
        lines.push(counts(kind));
        for item in &kind.things {
            write_item(item, 1, &mut lines);
        }
    }
    if !difference.vocabulary.is_empty() {
        lines.push(String::new());
        lines.push("the vocabulary changed: each side is described in its own words".to_owned());
        let terms = difference.vocabulary.iter();
        lines.extend(terms.map(|term| format!("  {} {}", sign(term.way), term.short)));
    }
    if !difference.others.is_empty() {
        lines.push(String::new());
        lines.push("facts about things without a kind".to_owned());
        for other in &difference.others {
            let name = if other.short.is_empty() { "without a name" } else { &other.short };
            lines.push(format!("  {name}: +{} -{}", other.gained, other.lost));
        }
    }
    if let Some(text) = only_text(difference) {
        lines.push(String::new());
        lines.push(text);
    }
    let lines = lines.iter().map(|line| visible(line).into_owned() + "\n");
    lines.collect()
}

fn write_item(item: &ThingChange, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    let (label, short) = names(item);
    let mut line = format!("{indent}{} ", sign(item.way));
    match (&item.role, short) {
        (Some(role), _) => line.push_str(&format!("{role}: {label}")),
        (None, Some(short)) => line.push_str(&format!("{short}: {label}")),
        (None, None) => line.push_str(&label),
    }
    let told = in_brackets(&item.shown);
    if !told.is_empty() {
        line.push_str(&format!(" ({})", told.join(", ")));
    }
    if let Some(place) = place(item.place.as_ref()) {
        line.push_str(&format!("  {place}"));
    }
    lines.push(line);
    let indent = "  ".repeat(depth + 1);
    lines.extend(item.values.iter().map(|it| format!("{indent}{}", format_change(it))));
    lines.extend(item.links.iter().map(|it| format!("{indent}{}", link(it))));
    for part in &item.parts {
        write_item(part, depth + 1, lines);
    }
}

/// `state: candidate → verified`
fn format_change(changed: &PropertyChange) -> String {
    let name = &changed.name;
    if let Some(runs) = word_by_word(changed) {
        let runs = runs.iter().map(|run| match run {
            DiffRun::Same(text) => text.clone(),
            DiffRun::Removed(text) => set_apart(text, "[-", "-]"),
            DiffRun::New(text) => set_apart(text, "{+", "+}"),
        });
        return format!("{name}: \"{}\"", runs.collect::<String>());
    }
    let list = |values: &[_]| values.iter().map(value).collect::<Vec<_>>().join(", ");
    let (before, after) = (list(&changed.before), list(&changed.after));
    match (before.is_empty(), after.is_empty()) {
        (false, false) => format!("{name}: {before} → {after}"),
        (true, _) => format!("+ {name}: {after}"),
        (_, true) => format!("- {name}: {before}"),
    }
}

/// Puts marks around a run of words; blanks at its ends stay outside.
fn set_apart(text: &str, open: &str, close: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return text.to_owned();
    }
    text.replacen(words, &format!("{open}{words}{close}"), 1)
}

/// `+ superseded by ali:eu-mode`
fn link(link: &LinkChange) -> String {
    format!("{} {} {}", sign(link.way), link.words, link.thing.short)
}
