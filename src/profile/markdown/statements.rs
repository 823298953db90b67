//! What the paragraphs of a Markdown document say: sentences with their sources, questions with their answers, entries
//! of lists with the words before them.

use std::sync::LazyLock;

use indexmap::{IndexMap, IndexSet};
use oxsdatatypes::Date;
use regex::Regex;

use crate::base::Span;
use crate::profile::addresses::addresses;
use crate::profile::answer::{ParsedAnswer, YesNoReply, is_placeholder, split_checkbox};
use crate::profile::document::{
    CitedSource, DocumentItem, DocumentStatement, ItemContent, ItemLocation, VendorDocument, trim_span,
};
use crate::profile::markdown::block::TextBlock;
use crate::profile::markdown::marks;
use crate::profile::markdown::references::{ReferenceTarget, References, address_of};
use crate::profile::sentences::sentences;

/// `[3]`, `[1, 2]`, and `[^note]` where no footnote is defined.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s*\[(\d+(?:\s*[,;–-]\s*\d+)*|\^[^\]\s]+)\]").expect("the pattern is written here"));
/// Superscript digits in the text itself.
static RAISED: LazyLock<Regex> = LazyLock::new(|| Regex::new("[⁰¹²³⁴⁵⁶⁷⁸⁹]+").expect("the pattern is written here"));
static VERIFIED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^last verified:?\s*(\d{4}-\d\d-\d\d)\.?$").expect("the pattern is written here"));
/// `Q:`, `Q3.`, `Question 4:`, and the same of answers.
static ASKING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:Q|Question)\s*\d*\s*[.:)]\s*").expect("the pattern is written here"));
static ANSWERING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:A|Answer|Response)\s*\d*\s*[.:)]\s+").expect("the pattern is written here"));

/// A question in the text that waits for its answer.
struct PendingQuestion {
    words: String,
    headings: Vec<String>,
    span: Span,
    answered: bool,
    /// True if it is alone in its paragraph: then the paragraphs below answer it.
    alone: bool,
    /// True if the entries of a list answer it.
    by_list: bool,
}

/// Adds what the blocks say to a page.
pub(super) struct StatementExtractor<'a> {
    references: &'a References,
    page: &'a mut VendorDocument,
    asked: Option<PendingQuestion>,
}

impl<'a> StatementExtractor<'a> {
    pub(super) fn new(references: &'a References, page: &'a mut VendorDocument) -> Self {
        Self { references, page, asked: None }
    }

    pub(super) fn extract(&mut self, block: &TextBlock) {
        if let Some(day) = VERIFIED.captures(block.words().trim()).and_then(|it| it[1].parse::<Date>().ok()) {
            self.page.date = Some(day);
            return;
        }
        if self.asked.as_ref().is_some_and(|it| it.headings != block.headings) {
            self.report_unanswered();
        }
        if self.asked.as_ref().is_some_and(|it| it.by_list && !it.alone && !block.entry) {
            self.asked = None;
        }
        let (words, refers) = self.without_references(block);
        let found = sentences(&words);
        if found.is_empty() {
            self.links_alone(block, &refers);
            return;
        }
        // A question with its answer in the same block takes no answer from a later one.
        let had = self.asked.as_ref().map(|it| it.words.clone());
        for (at, sentence) in found.iter().enumerate() {
            let next = found.get(at + 1).map_or(usize::MAX, |it| it.start);
            let (from, until) = (sentence.start, sentence.end);
            let span = block.place(from, until);
            let last = at + 1 == found.len();
            let mut cites: IndexMap<String, CitedSource> = IndexMap::new();
            let mut lost: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
            let own = between(&refers, if at == 0 { 0 } else { from + 1 }, next.saturating_add(1)).iter();
            let lead = block.lead.iter().flat_map(|it| &it.refers);
            for label in own.map(|(label, _)| label).chain(lead) {
                match self.references.resolve(label) {
                    ReferenceTarget::Sources(sources) => {
                        cites.extend(sources.into_iter().map(|it| (it.url.clone(), it)))
                    }
                    ReferenceTarget::Unresolved(why) => drop(lost.entry(why).or_default().insert(label)),
                }
            }
            let cites: Vec<CitedSource> = cites.into_values().collect();
            let said = normalize_spacing(&words[sentence.clone()]);
            if ASKING.replace(&said, "").is_empty() {
                continue;
            }
            if said.ends_with('?') && !(block.introduces && last) {
                self.report_unanswered();
                cites.iter().for_each(|it| self.source(block, span, &it.url));
                let words = ASKING.replace(&said, "").into_owned();
                self.asked = Some(PendingQuestion {
                    words,
                    headings: block.headings.clone(),
                    span,
                    answered: false,
                    alone: found.len() == 1,
                    by_list: false,
                });
            } else if !(block.introduces && last) {
                let (lead, says) = self.classify_sentence(block, &said, at == 0);
                let says = match says {
                    ItemContent::Statement(statement) => {
                        ItemContent::Statement(Box::new(DocumentStatement { cites, ..*statement }))
                    }
                    other => {
                        cites.into_iter().for_each(|it| self.source(block, span, &it.url));
                        other
                    }
                };
                self.push(block, span, lead, says);
            }
            let end = if next > until { until + 1 } else { until };
            let linked = between(&block.links, if at == 0 { 0 } else { from }, end).iter();
            let mut all: IndexSet<&str> = linked.map(|(address, _)| address.as_str()).collect();
            let sentence = &words[sentence.clone()];
            all.extend(addresses(sentence).into_iter().map(|it| &sentence[it]));
            all.into_iter().for_each(|address| self.source(block, span, address));
            for (why, labels) in lost {
                let labels: Vec<&str> = labels.into_iter().collect();
                self.push(
                    block,
                    span,
                    None,
                    ItemContent::Unresolved(format!("refers to `{}`: {why}", labels.join("`, `"))),
                );
            }
        }
        let is_over =
            |it: &PendingQuestion| it.answered && !it.by_list && (had.as_ref() != Some(&it.words) || !it.alone);
        if self.asked.as_ref().is_some_and(is_over) {
            self.asked = None;
        }
    }

    /// The words before a sentence that it needs, and what can be made of it.
    fn classify_sentence(&mut self, block: &TextBlock, said: &str, first: bool) -> (Option<String>, ItemContent) {
        let mut question = block.headings.last().filter(|it| it.trim_end().ends_with('?')).cloned();
        if let Some(asked) = &mut self.asked {
            asked.answered = true;
            asked.by_list |= block.entry;
            question = Some(asked.words.clone());
        }
        let list = block.lead.as_ref().map(|it| it.words.clone());
        let lead = match (&question, &list) {
            (Some(question), Some(list)) => Some(format!("{question} {list}")),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let mut tick = block.ticked;
        let mut said = said.to_owned();
        if let Some((ticked, rest)) = split_checkbox(&said).filter(|_| first) {
            tick = Some(ticked);
            said = rest;
        }
        if tick == Some(false) {
            return (lead, ItemContent::Unresolved("a box without a tick, which is neither a yes nor a no".to_owned()));
        }
        let answer = match &question {
            Some(_) => ANSWERING.replace(&said, "").into_owned(),
            None => said.clone(),
        };
        let read = ParsedAnswer::of(&answer, &[]);
        if let (ParsedAnswer::NotAnAnswer(why), true) = (&read, question.is_some()) {
            return (lead, ItemContent::Unresolved((*why).to_owned()));
        }
        let value = answer.split_once(": ").filter(|(label, _)| label.len() < 80).map(|(_, value)| value);
        if is_placeholder(&answer, &[]) || value.is_some_and(|it| is_placeholder(it, &[])) {
            return (lead, ItemContent::Unresolved("no answer, only a placeholder".to_owned()));
        }
        let alone = |it: &str| it.split_whitespace().count() < 3;
        match (&read, &lead) {
            (ParsedAnswer::Answered(words, YesNoReply::Yes | YesNoReply::No), None) if alone(words) => {
                return (lead, ItemContent::Unresolved("an answer whose question was not found".to_owned()));
            }
            _ => {}
        }
        let before = [question.as_deref(), list.as_deref().filter(|_| first)];
        let parts: Vec<&str> = before.into_iter().flatten().chain([answer.as_str()]).collect();
        let says = normalize_spacing(&parts.join(" "));
        (lead, ItemContent::Statement(Box::new(DocumentStatement { says, ..DocumentStatement::default() })))
    }

    /// Adds the sources of a block of links and references without words.
    fn links_alone(&mut self, block: &TextBlock, refers: &[(String, usize)]) {
        let place = self.page.items.last().map(|it| it.place.clone());
        let span = match (block.place(0, 0), place) {
            (span, Some(ItemLocation::Text(last))) if span.end == 0 => last,
            (span, _) => span,
        };
        for (address, _) in &block.links {
            self.source(block, span, address);
        }
        for (label, _) in refers {
            match self.references.resolve(label) {
                ReferenceTarget::Sources(sources) => {
                    sources.into_iter().for_each(|it| self.source(block, span, &it.url));
                }
                ReferenceTarget::Unresolved(why) => {
                    self.push(block, span, None, ItemContent::Unresolved(format!("refers to `{label}`: {why}")))
                }
            }
        }
    }

    /// Lists the last question if nothing answered it.
    fn report_unanswered(&mut self) {
        let Some(asked) = self.asked.take().filter(|it| !it.answered) else {
            return;
        };
        let block = TextBlock::new(asked.headings);
        self.push(&block, asked.span, None, ItemContent::Unresolved("a question without an answer".to_owned()));
    }

    pub(super) fn finish(mut self) {
        self.report_unanswered();
    }

    /// The words with written references blanked out, so that offsets stay, and all references.
    fn without_references(&self, block: &TextBlock) -> (String, Vec<(String, usize)>) {
        let mut refers = block.references.clone();
        let mut words = block.words().to_owned();
        let mut take_out = |range: std::ops::Range<usize>, labels: Vec<String>, words: &mut String| {
            refers.extend(labels.into_iter().map(|label| (label, range.start.max(1))));
            words.replace_range(range.clone(), &" ".repeat(range.len()));
        };
        for found in NUMBERED.captures_iter(block.words()) {
            let (Some(whole), Some(label)) = (found.get(0), found.get(1)) else {
                continue;
            };
            let label = label.as_str();
            let labels = match label.strip_prefix('^') {
                Some(note) => vec![note.to_owned()],
                None => marks::numbers(label),
            };
            // A longer number is a reference only if a source has it.
            let short = label.len() <= 3 || label.contains([',', ';', '-', '–', '^']) || self.references.has_numbers();
            if !labels.is_empty() && (short || labels.iter().any(|it| self.references.knows(it))) {
                take_out(whole.range(), labels, &mut words);
            }
        }
        for found in RAISED.find_iter(block.words()) {
            let label = marks::from_superscript(found.as_str());
            let before = &block.words()[..found.start()];
            let mark = before.ends_with(|c: char| !c.is_alphanumeric() || c.is_lowercase());
            if self.references.knows(&label) || mark && !marks::may_be_power(before, &label) {
                take_out(found.range(), vec![label], &mut words);
            }
        }
        refers.sort_by_key(|(_, at)| *at);
        (words, refers)
    }

    /// Adds a source of the page; if its address is not on the web, lists the sentence for review.
    fn source(&mut self, block: &TextBlock, span: Span, address: &str) {
        self.push(block, span, None, address_of(address));
        // The item holds only the address: a line may contain thousands.
        if let Some(DocumentItem { exact, content: ItemContent::Address(_), .. }) = self.page.items.last_mut() {
            address.clone_into(exact);
        }
    }

    fn push(&mut self, block: &TextBlock, span: Span, lead: Option<String>, says: ItemContent) {
        let span = trim_span(&self.page.source.text, span.range());
        self.page.items.push(DocumentItem {
            place: ItemLocation::Text(span),
            exact: self.page.source.slice(span).to_owned(),
            headings: block.headings.clone(),
            row: None,
            lead,
            content: says,
        });
    }
}

/// The entries with offsets from `from` to before `until`; `all` is in order.
fn between(all: &[(String, usize)], from: usize, until: usize) -> &[(String, usize)] {
    let start = all.partition_point(|(_, at)| *at < from);
    let end = all.partition_point(|(_, at)| *at < until);
    &all[start..end.max(start)]
}

/// The words with single blanks, and without the blank that a removed reference leaves before a mark.
pub(super) fn normalize_spacing(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    [".", ",", ";", ":", "!", "?"].iter().fold(words, |words, stop| words.replace(&format!(" {stop}"), stop))
}
