//! Markdown → what it says: headings, sentences, and the footnotes or `[n]` references that link a sentence to a source.
//! The syntax is CommonMark with footnotes (pulldown-cmark).

mod block;
mod references;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::base::{Blame, Diagnostic, Source, Span};
use crate::profile::page::{Item, Page, Place, Says, trimmed};

use block::Block;
use references::References;

/// Headings under which a numbered list is one of sources.
const OF_SOURCES: [&str; 4] = ["verification", "sources", "references", "citations"];

/// Reads a document.
///
/// # Errors
/// When it says nothing.
pub(super) fn read(source: &Source) -> Result<Page, Diagnostic> {
    let mut reader = Reader {
        page: Page::new(source),
        headings: Vec::new(),
        references: References::default(),
        blocks: Vec::new(),
        block: None,
        footnote: None,
        number: Vec::new(),
    };
    let options = Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(&source.text, options).into_offset_iter() {
        reader.event(event, Span::new(range.start, range.end));
    }
    let Reader { mut page, references, blocks, .. } = reader;
    for block in &blocks {
        block.say(&references, &mut page);
    }
    references.list_the_rest(&mut page);
    page.items.sort_by_key(|item| match item.place {
        Place::Text(span) => span.start,
        Place::Line(_) | Place::Row => 0,
    });
    if page.items.is_empty() {
        return Err(says_nothing(source));
    }
    Ok(page)
}

struct Reader {
    page: Page,
    headings: Vec<(HeadingLevel, String)>,
    references: References,
    blocks: Vec<Block>,
    /// The paragraph, heading or entry of a list that is being read.
    block: Option<Block>,
    /// The footnote that is being read.
    footnote: Option<String>,
    /// The numbers of the entries of the lists that are open; none in a list without numbers.
    number: Vec<Option<u64>>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.begin(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text(&text, span),
            Event::SoftBreak | Event::HardBreak => self.text(" ", span),
            Event::FootnoteReference(label) => {
                if let Some(block) = &mut self.block {
                    block.refer(&label);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => self.open(span, "markup that is not read"),
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } => self.fresh(),
            Tag::Item => {
                self.close();
                self.fresh();
                if let Some(block) = &mut self.block {
                    block.number = self.number.last().copied().flatten();
                }
            }
            Tag::List(first) => {
                self.close();
                self.number.push(*first);
            }
            Tag::FootnoteDefinition(label) => self.footnote = Some(label.to_string()),
            Tag::Link { dest_url, .. } => {
                if let Some(block) = &mut self.block {
                    block.link(dest_url);
                }
            }
            Tag::CodeBlock(_) => self.open(span, "a block of code"),
            Tag::Image { .. } => self.open(span, "a picture"),
            Tag::Table(_) => self.open(span, "a table: save it as a sheet, and import that with --mapping"),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Paragraph => self.close(),
            TagEnd::Item => {
                self.close();
                if let Some(Some(number)) = self.number.last_mut() {
                    *number += 1;
                }
            }
            TagEnd::List(_) => {
                self.close();
                self.number.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.close();
                self.footnote = None;
            }
            TagEnd::Link => {
                if let Some(block) = &mut self.block {
                    block.link_ends();
                }
            }
            _ => {}
        }
    }

    fn fresh(&mut self) {
        if self.block.as_ref().is_none_or(|it| !it.is_empty()) {
            self.close();
            self.block = Some(Block::new(self.headings.iter().map(|(_, text)| text.clone()).collect()));
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if let Some(block) = &mut self.block {
            block.text(text, span);
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let Some(block) = self.block.take() else {
            return;
        };
        let words = block.words().trim().to_owned();
        if level == HeadingLevel::H1 && self.page.title.is_none() {
            self.page.title = Some(words);
            return;
        }
        self.headings.retain(|(other, _)| *other < level);
        self.headings.push((level, words));
    }

    /// A block ends: it defines a footnote, lists a source, or says something.
    fn close(&mut self) {
        let Some(block) = self.block.take().filter(|it| !it.is_empty()) else {
            return;
        };
        if let Some(label) = &self.footnote {
            self.references.define(label, &block);
            return;
        }
        let heading = self.headings.last().map(|(_, text)| text.to_lowercase());
        let of_sources = heading.is_some_and(|it| OF_SOURCES.contains(&it.as_str()));
        if of_sources && !self.number.is_empty() && block.has_address() {
            let number = block.number.map(|it| it.to_string());
            self.references.list(number.as_deref(), &block);
        } else {
            self.blocks.push(block);
        }
    }

    fn open(&mut self, span: Span, why: &str) {
        let span = trimmed(&self.page.source.text, span.range());
        let words = self.page.source.slice(span);
        if words.starts_with("<!--") || words.is_empty() {
            return;
        }
        let item = Item {
            place: Place::Text(span),
            exact: words.to_owned(),
            headings: self.headings.iter().map(|(_, text)| text.clone()).collect(),
            row: None,
            says: Says::Open(why.to_owned()),
        };
        self.page.items.push(item);
    }
}

/// an empty document
fn says_nothing(source: &Source) -> Diagnostic {
    let message = format!("`{}` says nothing: it has no sentence and no address", source.name);
    Diagnostic::new(Blame::Data, "no-profile", message)
        .help("expected headings with sentences below them, and `[^1]` or `[1]` behind those that have a source")
}
