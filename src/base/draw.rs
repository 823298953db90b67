//! Draws diagnostics: the source line, a caret under the words, help. The only file that knows the drawing crate.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::base::{Diagnostic, Label, LabelledSource, Limit, Span, truncate, visible};

/// The maximum width of a drawn line; longer source lines are cropped around the labels.
const WIDTH: usize = 120;
/// Bytes of a source line kept on either side of a label.
const MARGIN: usize = 200;

/// The diagnostic as text, without a line break at its end; `colour` adds ANSI styles.
#[must_use]
pub fn draw(diagnostic: &Diagnostic, colour: bool) -> String {
    let message = line(&diagnostic.message);
    let title = Level::ERROR.primary_title(message.as_ref()).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let excerpts: Vec<(Cow<'_, str>, Excerpt)> = diagnostic
        .places
        .iter()
        .flat_map(|place| {
            let name = visible(&place.source.name);
            excerpts(place).into_iter().map(move |it| (name.clone(), it))
        })
        .collect();
    for (index, (name, excerpt)) in excerpts.iter().enumerate() {
        let labels = excerpt.labels.iter().enumerate().map(|(nth, (range, text))| {
            let kind = if index == 0 && nth == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(range.clone());
            if text.is_empty() { annotation } else { annotation.label(text.as_str()) }
        });
        group = group.element(
            Snippet::source(excerpt.text.as_str()).path(name.as_ref()).line_start(excerpt.line).annotations(labels),
        );
    }
    let help: Vec<Cow<'_, str>> = diagnostic.help.iter().map(|help| line(help)).collect();
    for help in &help {
        group = group.element(Level::HELP.message(help.as_ref()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group])
}

/// A line of a message, made harmless and cropped: it may quote a whole statement.
fn line(text: &str) -> Cow<'_, str> {
    match truncate(text, Limit::MessageText) {
        Cow::Borrowed(text) => visible(text),
        Cow::Owned(text) => Cow::Owned(visible(&text).into_owned()),
    }
}

/// Some lines of a source, made harmless, with the labels moved accordingly.
struct Excerpt {
    line: usize,
    text: String,
    labels: Vec<(Range<usize>, String)>,
}

/// One excerpt if all labels are within a few lines, else one for each label.
fn excerpts(place: &LabelledSource) -> Vec<Excerpt> {
    let text = &place.source.text;
    let lines = |label: &Label| {
        let end = label.span.end.max(label.span.start);
        let start = text[..text.floor_char_boundary(label.span.start)].rfind('\n').map_or(0, |at| at + 1);
        let from = text.floor_char_boundary(end);
        let end = text[from..].find('\n').map_or(text.len(), |at| from + at);
        Span::new(start, end)
    };
    let whole = place.labels.iter().map(lines).reduce(Span::to);
    match whole {
        Some(whole) if text[whole.range()].matches('\n').count() < 6 => {
            vec![excerpt(place, whole, &place.labels)]
        }
        _ => place.labels.iter().map(|label| excerpt(place, lines(label), std::slice::from_ref(label))).collect(),
    }
}

fn excerpt(place: &LabelledSource, whole: Span, labels: &[Label]) -> Excerpt {
    let text = &place.source.text;
    let first = labels.iter().map(|label| label.span.start).min();
    let last = labels.iter().map(|label| label.span.end).max();
    let from = first.map_or(0, |at| at.saturating_sub(MARGIN)).max(whole.start);
    let until = last.map_or(0, |at| at.saturating_add(MARGIN)).min(whole.end);
    let (from, until) = (text.floor_char_boundary(from), text.ceil_char_boundary(until));
    let mut drawn = String::new();
    let mut moved: Vec<(usize, usize)> = Vec::new();
    for (offset, c) in text[from..until].char_indices() {
        moved.push((from + offset, drawn.len()));
        if c == '\n' {
            drawn.push(c);
        } else {
            drawn.push_str(&visible(c.encode_utf8(&mut [0; 4])));
        }
    }
    moved.push((until, drawn.len()));
    let at = |offset: usize| {
        let found = moved.partition_point(|(original, _)| *original < offset);
        moved.get(found).map_or(drawn.len(), |(_, now)| *now)
    };
    // A label may quote the text that it points at.
    let labels = labels.iter().map(|label| {
        let range = at(label.span.start)..at(label.span.end);
        (range, visible(&label.text).into_owned())
    });
    Excerpt { line: place.source.line_column(from).0, labels: labels.collect(), text: drawn.clone() }
}
