//! Markdown → what it says: headings, sentences, and the footnotes or `[n]` references that link a sentence to a source.
//! The syntax is CommonMark with footnotes, tables, strikethrough and task lists (pulldown-cmark).

mod block;
mod front_matter;
mod marks;
mod references;
mod statements;

use std::collections::HashMap;
use std::sync::LazyLock;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use crate::base::{Blame, Code, Diagnostic, Source, Span, fold};
use crate::profile::document::{DocumentItem, ItemContent, ItemLocation, VendorDocument, trim_span};
use crate::profile::sentences::sentences;

use block::{Lead, TextBlock};
use front_matter::FrontMatter;
use references::References;
use statements::{StatementExtractor, normalize_spacing};

/// Headings above a list of sources.
const OF_SOURCES: [&str; 16] = [
    "verification",
    "source",
    "sources",
    "reference",
    "references",
    "citation",
    "citations",
    "footnote",
    "footnotes",
    "endnotes",
    "notes",
    "links",
    "bibliography",
    "works cited",
    "further reading",
    "evidence",
];

/// Words by which a complete sentence still introduces a list.
static FOLLOWING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:following|below)\b").expect("the pattern is written here"));
/// Words that negate what follows below them.
static NEGATES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:no|not|never|none|nor|without|cannot|excluded?|excludes|excluding|exclusions?|prohibited|prohibitions?|forbidden|except|exceptions?|unless)\b|n['’]t\b)")
        .expect("the pattern is written here")
});

/// Reads a document.
///
/// # Errors
/// If it has no content.
pub(super) fn read(source: &Source) -> Result<VendorDocument, Diagnostic> {
    let head = FrontMatter::of(&source.text).unwrap_or_default();
    // The head is not Markdown: blanks replace it, so that positions stay the same.
    let text =
        format!("{}{}", " ".repeat(head.length.saturating_sub(1)), &source.text[head.length.saturating_sub(1)..]);
    let options =
        Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let parser = Parser::new_ext(&text, options);
    let definitions = parser.reference_definitions().iter();
    let mut reader = MarkdownReader {
        page: VendorDocument::new(source),
        headings: Vec::new(),
        references: References::default(),
        definitions: definitions.map(|(label, it)| (fold(label), it.dest.to_string())).collect(),
        blocks: Vec::new(),
        block: None,
        footnote: None,
        number: Vec::new(),
        leads: Vec::new(),
        last: None,
        pending_heading: None,
        skipped_depth: 0,
        struck: false,
    };
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, Span::new(range.start, range.end));
    }
    reader.close();
    let MarkdownReader { mut page, references, blocks, .. } = reader;
    let mut speaker = StatementExtractor::new(&references, &mut page);
    blocks.iter().for_each(|block| speaker.extract(block));
    speaker.finish();
    references.list_unused(&mut page);
    page.items.sort_by_key(|item| match item.place {
        ItemLocation::Text(span) => span.start,
        ItemLocation::Line(_) | ItemLocation::Row => 0,
    });
    if page.items.is_empty() {
        return Err(says_nothing(source));
    }
    page.title = page.title.or(head.title);
    page.date = page.date.or(head.date);
    if !head.unread.is_empty() {
        page.remarks.push(format!("not read from the front matter: {}", head.unread.join(", ")));
    }
    Ok(page)
}

/// The fewest words that can be a sentence: `We never log prompts`.
const WHOLE: usize = 4;

/// Words that no sentence ends with.
const GOES_ON: [&str; 27] = [
    "we", "do", "does", "is", "are", "to", "not", "that", "never", "by", "with", "for", "of", "in", "on", "and", "or",
    "you", "they", "our", "your", "the", "a", "will", "must", "may", "from",
];

struct MarkdownReader {
    page: VendorDocument,
    headings: Vec<(HeadingLevel, String)>,
    references: References,
    /// The addresses of reference links: `[1]: https://…`.
    definitions: HashMap<String, String>,
    blocks: Vec<TextBlock>,
    /// The paragraph, heading or entry of a list that is being read.
    block: Option<TextBlock>,
    /// The footnote that is being read.
    footnote: Option<String>,
    /// The entry numbers of the open lists; `None` for a list without numbers.
    number: Vec<Option<u64>>,
    /// The words that introduce the open lists.
    leads: Vec<Option<Lead>>,
    /// The last finished block, which may introduce a list.
    last: Option<usize>,
    /// The last heading, if it can introduce a list and nothing follows it yet.
    pending_heading: Option<String>,
    /// The number of open elements whose words are skipped: pictures, tables, code, struck-out words.
    skipped_depth: usize,
    /// True inside of `<del>`.
    struck: bool,
}

impl MarkdownReader {
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
            Event::TaskListMarker(ticked) => {
                if let Some(block) = &mut self.block {
                    block.ticked = Some(ticked);
                }
            }
            Event::InlineHtml(tag) => self.tag(&tag, span),
            Event::Html(_) => self.open(span, "markup that is not read"),
            Event::Rule => self.last = None,
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } => self.begin_block(),
            Tag::Item => {
                self.close();
                self.last = None;
                self.begin_block();
                if let Some(block) = &mut self.block {
                    block.number = self.number.last().copied().flatten();
                }
            }
            Tag::List(first) => {
                self.close();
                let lead = self.lead();
                self.leads.push(lead);
                self.number.push(*first);
            }
            Tag::FootnoteDefinition(label) => self.footnote = Some(label.to_string()),
            Tag::Link { dest_url, .. } => {
                if let Some(block) = &mut self.block {
                    block.link(dest_url);
                }
            }
            Tag::Strikethrough => {
                self.skipped_depth += 1;
                self.open(span, "words that are struck out, and left out");
            }
            Tag::Image { .. } => {
                self.skipped_depth += 1;
                self.open(span, "a picture");
            }
            Tag::CodeBlock(_) | Tag::Table(_) => {
                self.close();
                self.last = None;
                self.skipped_depth += 1;
                let why = match tag {
                    Tag::Table(_) => "a table: save it as a CSV file, and import that with --mapping",
                    _ => "a code block",
                };
                self.open(span, why);
            }
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
                self.leads.pop();
                self.number.pop();
                self.last = None;
            }
            TagEnd::FootnoteDefinition => {
                self.close();
                self.footnote = None;
            }
            TagEnd::Link => {
                let definitions = &self.definitions;
                if let Some(block) = &mut self.block {
                    let of_words = |label: &str| definitions.get(label).cloned();
                    let address = block.links.last().map(|it| it.0.clone());
                    block.end_link(|label| of_words(label).filter(|it| Some(it) != address.as_ref()));
                }
            }
            TagEnd::Strikethrough | TagEnd::Image | TagEnd::CodeBlock | TagEnd::Table => {
                self.skipped_depth = self.skipped_depth.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn begin_block(&mut self) {
        self.pending_heading = None;
        if self.block.as_ref().is_none_or(|it| !it.is_empty()) {
            self.close();
            let mut block = TextBlock::new(self.headings.iter().map(|(_, text)| text.clone()).collect());
            block.lead = self.leads.last().cloned().flatten();
            block.entry = !self.leads.is_empty();
            self.block = Some(block);
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.skipped_depth > 0 || self.struck {
            return;
        }
        if let Some(block) = &mut self.block {
            block.text(text, span);
        }
    }

    /// Reads an inline HTML tag.
    fn tag(&mut self, tag: &str, span: Span) {
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        let ends = tag.starts_with("</");
        match name.to_ascii_lowercase().as_str() {
            "sup" => {
                if let Some(block) = &mut self.block {
                    if ends { block.end_superscript() } else { block.begin_superscript() }
                }
            }
            "s" | "del" | "strike" => {
                if !ends {
                    self.open(span, "words that are struck out, and left out");
                }
                self.struck = !ends;
            }
            "a" => {
                let address = tag.split_once("href=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
                let address = address.and_then(|it| it.split(['"', '\'', '>', ' ']).next());
                let definitions = &self.definitions;
                match (&mut self.block, address) {
                    (Some(block), Some(address)) => block.link(address),
                    (Some(block), None) if ends => block.end_link(|label| definitions.get(label).cloned()),
                    _ => {}
                }
            }
            "b" | "i" | "em" | "strong" | "u" | "span" | "small" | "code" | "mark" | "abbr" | "ins" | "sub"
            | "font" | "kbd" | "q" | "cite" | "big" | "tt" | "wbr" | "time" | "label" | "var" | "samp" | "dfn"
            | "bdi" => {}
            // A break of a line or a block also ends a word.
            "br" | "p" | "div" | "li" | "ul" | "ol" | "td" | "th" | "tr" | "hr" | "dd" | "dt" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" => self.text(" ", span),
            _ => {
                self.text(" ", span);
                self.open(span, "markup that is not read");
            }
        }
    }

    /// The words that introduce a list: a heading, or the last sentence of the block before if it is incomplete.
    fn lead(&mut self) -> Option<Lead> {
        if let Some(words) = self.pending_heading.take() {
            return Some(Lead { words, refers: Vec::new() });
        }
        let block = &mut self.blocks[self.last.take()?];
        let words = normalize_spacing(block.words());
        let ends = words.trim_end_matches(['"', '”', '’', '*', '_', ')']);
        let found = sentences(block.words());
        let last = found.last()?.clone();
        // A complete sentence does not introduce a list, unless it says so.
        let points = FOLLOWING.is_match(&block.words()[last.clone()]);
        if words.is_empty() || ends.ends_with('?') || ends.ends_with(['.', '!', '…']) && !points {
            return None;
        }
        // `(2023)` after a sentence cannot introduce a list.
        if !block.words()[last.clone()].contains(char::is_alphabetic) {
            return None;
        }
        // What may be a complete sentence without a full stop is also a statement by itself.
        let goes_on = words.rsplit(' ').next().is_some_and(|it| GOES_ON.contains(&it.to_lowercase().as_str()));
        let is_short = words.split(' ').count() < WHOLE;
        let is_begun = ends.ends_with([':', ',', '-', '–', '—', ';']) || points || goes_on || is_short;
        block.introduces = is_begun;
        let own = normalize_spacing(&block.words()[last.clone()]);
        let refers = block.references.iter().filter(|(_, at)| *at > last.start).map(|(label, _)| label.clone());
        let own = if own.ends_with([':', ',', '-', '–', '—', ';', '.', '!']) { own } else { format!("{own}:") };
        let outer = block.lead.clone().unwrap_or_default();
        let words = [outer.words, own].join(" ").trim().to_owned();
        Some(Lead { words, refers: refers.chain(outer.refers).collect() })
    }

    fn heading(&mut self, level: HeadingLevel) {
        self.last = None;
        let Some(block) = self.block.take() else {
            return;
        };
        let words = block.words().trim().to_owned();
        if level == HeadingLevel::H1 && self.page.title.is_none() {
            self.page.title = Some(words);
            return;
        }
        // Introduces a list: `What we never do`.
        if words.ends_with(':') || NEGATES.is_match(&words) && !words.ends_with('?') {
            self.pending_heading = Some(format!("{}:", words.trim_end_matches(':')));
        }
        self.headings.retain(|(other, _)| *other < level);
        self.headings.push((level, words));
    }

    /// True below a heading of sources: `7. Sources:`.
    fn is_of_sources(&self) -> bool {
        let heading = self.headings.last().map(|(_, text)| text.to_lowercase());
        let bare = |it: &String| {
            let rest = it.trim_start_matches(|c: char| c.is_ascii_digit() || ". )".contains(c));
            OF_SOURCES.contains(&rest.trim_end_matches([':', '.', ' ']))
        };
        heading.is_some_and(|it| bare(&it))
    }

    /// Ends the open block: it defines a footnote, lists a source, or says something.
    fn close(&mut self) {
        let Some(mut block) = self.block.take().filter(|it| !it.is_empty()) else {
            return;
        };
        // A further paragraph of an entry is a sentence of its own, unless it continues in lower case.
        if block.entry && self.last.is_some() && block.words().trim_start().starts_with(char::is_uppercase) {
            block.lead = None;
        }
        if let Some(label) = &self.footnote {
            self.references.define(label, &block);
            return;
        }
        if self.is_of_sources() && !self.number.is_empty() && !block.addresses().is_empty() {
            let number = block.number.map(|it| it.to_string());
            self.references.list(number.as_deref(), &block);
        } else {
            self.last = Some(self.blocks.len());
            self.blocks.push(block);
        }
    }

    fn open(&mut self, span: Span, why: &str) {
        let span = trim_span(&self.page.source.text, span.range());
        let words = self.page.source.slice(span);
        if words.starts_with("<!--") || words.is_empty() {
            return;
        }
        let item = DocumentItem {
            place: ItemLocation::Text(span),
            exact: words.to_owned(),
            headings: self.headings.iter().map(|(_, text)| text.clone()).collect(),
            row: None,
            lead: None,
            content: ItemContent::Unresolved(why.to_owned()),
        };
        self.page.items.push(item);
    }
}

/// Error for an empty document.
fn says_nothing(source: &Source) -> Diagnostic {
    let message = format!("`{}` contains no sentence and no address", source.name);
    Diagnostic::new(Blame::Data, Code::NoProfile, message)
        .help("write headings with sentences below them, and `[^1]` or `[1]` after those that have a source")
}
