//! Finds the heading of a document, in Markdown or HTML, above a position.

use std::sync::LazyLock;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;

/// An HTML heading.
static HEADING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?is)<h[1-6](?:\\s[^>]*)?>(.*?)</h[1-6]>").expect("the pattern is sound"));
/// A tag inside an HTML heading.
static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new("<[^>]*>").expect("the pattern is sound"));

/// The headings of a text.
#[derive(Debug)]
pub struct Sections {
    /// Each heading that is not empty, with its byte offset, ascending.
    headings: Vec<(usize, String)>,
}

impl Sections {
    /// Finds the headings of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let html = HEADING.captures_iter(text).filter_map(|found| {
            let words = TAG.replace_all(found.get(1)?.as_str(), " ").into_owned();
            Some((found.get(0)?.start(), words))
        });
        let headings = markdown(text).into_iter().chain(html);
        let headings = headings.map(|(start, words)| (start, words.split_whitespace().collect::<Vec<_>>().join(" ")));
        let mut headings: Vec<_> = headings.filter(|(_, words)| !words.is_empty()).collect();
        headings.sort();
        Self { headings }
    }

    /// The nearest heading at or before a byte offset, if any.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<&str> {
        let behind = self.headings.partition_point(|(start, _)| *start <= offset);
        self.headings[..behind].last().map(|(_, words)| words.as_str())
    }
}

/// The headings of Markdown, with their byte offsets.
fn markdown(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut heading: Option<(usize, String)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some((range.start, String::new())),
            Event::End(TagEnd::Heading(_)) => found.extend(heading.take()),
            Event::Text(words) | Event::Code(words) => heading.iter_mut().for_each(|it| it.1.push_str(&words)),
            Event::SoftBreak | Event::HardBreak => heading.iter_mut().for_each(|it| it.1.push(' ')),
            _ => {}
        }
    }
    found
}
