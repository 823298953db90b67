//! A page of a vendor directory → what it says. The grammar is `grammar/directory.pest`.

use std::str::FromStr as _;

use oxsdatatypes::Date;
use pest::Parser as _;
use pest::iterators::Pair;

use crate::base::{Blame, Code, Diagnostic, Source, Span, is_web};
use crate::profile::claims::STATUS;
use crate::profile::document::{
    DocumentItem, DocumentStatement, ItemContent, ItemLocation, Publisher, VendorDocument, trim_span,
};
use crate::profile::record::ClaimStance;
use crate::profile::sentences::sentences;

use grammar::{DirectoryParser, Rule};

#[allow(missing_docs, reason = "pest's derive documents no rule")]
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/directory.pest"]
    pub(super) struct DirectoryParser;
}

/// The last section of a complete page.
const LAST_SECTION: &str = "Verification";

/// Reads a page of either layout.
///
/// # Errors
/// If the text does not begin like such a page.
pub(super) fn read(source: &Source) -> Result<VendorDocument, Diagnostic> {
    let mut parsed = DirectoryParser::parse(Rule::page, &source.text).map_err(|_| no_page(source))?;
    let page = parsed.next().expect("a page was parsed");
    let mut reader = DirectoryReader { page: VendorDocument::new(source), section: String::new(), heading: None };
    for part in page.into_inner() {
        reader.part(&part);
    }
    let items = &reader.page.items;
    let said = items.iter().any(|it| it.headings.first().is_some_and(|it| it == LAST_SECTION));
    let ends = said && !items.iter().any(is_cut);
    if !ends {
        let (line, _) = source.line_column(source.text.trim_end().len());
        reader.page.remarks.push(format!(
            "the page ends too early, in line {line}, under `{}`: import it again when it is complete",
            reader.section
        ));
    }
    Ok(reader.page)
}

fn is_cut(item: &DocumentItem) -> bool {
    matches!(&item.content, ItemContent::Statement(statement) if statement.cut)
        || matches!(&item.content, ItemContent::Unresolved(why) if why == CUT)
}

const CUT: &str = "the text is cut off here";
const TICK: &str = "a list label whose tick the text does not show, so it is neither a yes nor a no";
const UNREAD: &str = "not a known name";

/// A badge or status word with its label.
fn status_word(label: &str, word: &str) -> DocumentStatement {
    DocumentStatement {
        says: format!("{label}: {word}"),
        status_word: Some(word.to_owned()),
        ..DocumentStatement::default()
    }
}

/// A label whose value the directory looked for and did not find. Most labels name their topic themselves.
fn no_value(label: &str) -> DocumentStatement {
    let topic = match label {
        "Opt-out available" => Some("opt-out of training"),
        "Adequacy decision (HQ country)" => Some("transfers"),
        _ => None,
    };
    let topic = topic.map(str::to_owned);
    DocumentStatement { says: format!("{label}: unknown"), topic, no_value: true, ..DocumentStatement::default() }
}

struct DirectoryReader {
    page: VendorDocument,
    section: String,
    heading: Option<String>,
}

impl DirectoryReader {
    fn part(&mut self, part: &Pair<'_, Rule>) {
        let words = part.as_str().trim();
        match part.as_rule() {
            Rule::masthead => self.page.publisher = Some(Publisher::Directory(words.to_owned())),
            Rule::title => self.page.title = Some(words.to_owned()),
            Rule::banner => self.banner(part),
            Rule::section => self.begin(words),
            Rule::subheading => self.heading = Some(words.to_owned()),
            Rule::gdpr => {
                self.begin("GDPR Compliance");
                part.clone().into_inner().for_each(|it| self.part(&it));
            }
            Rule::check => self.check(part),
            Rule::badges => self.badges(part),
            Rule::labelled => self.read_labelled(part),
            Rule::fact => self.fact(part),
            Rule::address => self.address(part),
            Rule::prose => self.prose(part),
            _ => {}
        }
    }

    fn begin(&mut self, section: &str) {
        section.clone_into(&mut self.section);
        self.heading = None;
    }

    fn banner(&mut self, banner: &Pair<'_, Rule>) {
        for part in banner.clone().into_inner() {
            let words = part.as_str().trim();
            match part.as_rule() {
                // The directory derives it from what it lists: nobody else says so.
                Rule::status => self.says(
                    &part,
                    Some("Status"),
                    DocumentStatement { topic: Some(STATUS.to_owned()), ..status_word("Status", words) },
                ),
                Rule::sort => self.page.service_kind = Some(words.to_owned()),
                Rule::host => self.page.notes.push(format!("listed with the host {words}")),
                _ => self.open(&part, None, UNREAD),
            }
        }
    }

    fn check(&mut self, check: &Pair<'_, Rule>) {
        let mut parts = check.clone().into_inner();
        let name = parts.next().expect("a check has a name");
        let label = name.as_str().trim().to_owned();
        if name.into_inner().next().is_some() {
            // The directory shows this row only if there is none.
            self.says(
                check,
                Some(&label),
                DocumentStatement {
                    says: format!("{label}: none"),
                    stance: Some(ClaimStance::Denies),
                    ..DocumentStatement::default()
                },
            );
            return;
        }
        match parts.next() {
            Some(_) => self.says(check, Some(&label), no_value(&label)),
            None => self.open(check, Some(&label), TICK),
        }
    }

    fn badges(&mut self, badges: &Pair<'_, Rule>) {
        for badge in badges.clone().into_inner() {
            let words = badge.as_str().trim().to_owned();
            match (badge.as_rule(), words.as_str()) {
                (Rule::badge, "Training Unknown") => self.says(
                    &badge,
                    Some("Badge"),
                    DocumentStatement {
                        says: format!("Badge: {words}"),
                        topic: Some("no training on customer data".to_owned()),
                        no_value: true,
                        ..DocumentStatement::default()
                    },
                ),
                (Rule::badge, _) => self.says(
                    &badge,
                    Some("Badge"),
                    DocumentStatement { topic: Some(STATUS.to_owned()), ..status_word("Badge", &words) },
                ),
                _ => self.open(&badge, Some("Badge"), UNREAD),
            }
        }
    }

    fn read_labelled(&mut self, labelled: &Pair<'_, Rule>) {
        let mut label = String::new();
        let mut valued = false;
        self.heading = None;
        for part in labelled.clone().into_inner() {
            match part.as_rule() {
                Rule::certifications => {
                    self.certifications(&part);
                    "Certifications".clone_into(&mut label);
                    valued = true;
                }
                Rule::label => part.as_str().trim().clone_into(&mut label),
                Rule::value => {
                    self.value(&label, &part);
                    valued = true;
                }
                _ => {}
            }
        }
        if !valued {
            self.open(labelled, None, "a label without a value");
        }
        self.heading = Some(label).filter(|it| !it.is_empty());
    }

    fn value(&mut self, label: &str, value: &Pair<'_, Rule>) {
        let words = value.as_str().trim();
        if words.eq_ignore_ascii_case("unknown") {
            return self.says(value, Some(label), no_value(label));
        }
        if label == "EU AI Act Status" {
            return self.says(value, Some(label), status_word(label, words));
        }
        // The only value that gives a stance to an assurance.
        let disclosed = label == "Sub-processors" && words.starts_with("Disclosed");
        let linked = words.contains('↗');
        let plain: Vec<&str> = words.split('↗').map(str::trim).filter(|it| !it.is_empty()).collect();
        let entries = words.strip_suffix(" only").unwrap_or(words).split(',');
        let regions = (label == "Regions").then(|| entries.map(|it| it.trim().to_owned()).collect());
        self.says(
            value,
            Some(label),
            DocumentStatement {
                says: format!("{label}: {}", plain.join(" ")),
                topic: disclosed.then(|| "sub-processors named to customers".to_owned()),
                stance: disclosed.then_some(ClaimStance::Affirms),
                regions: regions.unwrap_or_default(),
                ..DocumentStatement::default()
            },
        );
        if linked {
            let why = "a link whose address the text does not show";
            self.open(value, Some(&format!("{label}, link")), why);
        }
    }

    fn certifications(&mut self, list: &Pair<'_, Rule>) {
        for part in list.clone().into_inner() {
            match part.as_rule() {
                Rule::certification => {
                    let says = format!("Certification: {}", part.as_str());
                    let certificate = Some(part.as_str().trim().to_owned());
                    self.says(
                        &part,
                        Some("Certification"),
                        DocumentStatement { says, certificate, ..DocumentStatement::default() },
                    );
                }
                Rule::unread => self.open(&part, Some("Certification"), UNREAD),
                _ => {}
            }
        }
    }

    fn fact(&mut self, fact: &Pair<'_, Rule>) {
        let mut parts = fact.clone().into_inner();
        let name = parts.next().map(|it| it.as_str().to_owned()).unwrap_or_default();
        let value = parts.next().map(|it| it.as_str().trim().to_owned()).unwrap_or_default();
        match (name.as_str(), Date::from_str(&value)) {
            ("Last verified", Ok(day)) if value.len() == 10 => self.page.date = Some(day),
            ("Last verified", _) => self.open(fact, Some(&name), "not a day of the calendar"),
            _ => {
                self.page.notes.push(format!("{}: {value}", name.to_lowercase()));
                if name == "Verified by" {
                    self.page.review = Some(value);
                }
            }
        }
    }

    fn address(&mut self, address: &Pair<'_, Rule>) {
        let mut parts = address.clone().into_inner();
        let url = parts.next().expect("an address has a URL");
        let cut = parts.next().is_some_and(|it| it.as_rule() == Rule::cut);
        match url.as_str() {
            _ if cut => self.open(&url, None, CUT),
            text if is_web(text) => self.item(&url, None, ItemContent::Address(text.to_owned())),
            _ => self.open(&url, None, "not a web address"),
        }
    }

    fn prose(&mut self, prose: &Pair<'_, Rule>) {
        let cut = prose.clone().into_inner().any(|it| it.as_rule() == Rule::cut);
        let whole = prose.as_str().trim_end();
        let text = if cut { whole.trim_end_matches('…').trim_end() } else { whole };
        let found = sentences(text);
        let last = found.len().saturating_sub(1);
        let begin = prose.as_span().start();
        for (at, sentence) in found.into_iter().enumerate() {
            let span = Span::new(begin + sentence.start, begin + sentence.end);
            let statement = DocumentStatement {
                says: self.page.source.slice(span).to_owned(),
                cut: cut && at == last,
                ..DocumentStatement::default()
            };
            self.push(span, None, ItemContent::Statement(Box::new(statement)));
        }
    }

    fn says(&mut self, part: &Pair<'_, Rule>, row: Option<&str>, statement: DocumentStatement) {
        self.item(part, row, ItemContent::Statement(Box::new(statement)));
    }

    fn open(&mut self, part: &Pair<'_, Rule>, row: Option<&str>, why: &str) {
        self.item(part, row, ItemContent::Unresolved(why.to_owned()));
    }

    fn item(&mut self, part: &Pair<'_, Rule>, row: Option<&str>, says: ItemContent) {
        let span = part.as_span();
        let span = trim_span(&self.page.source.text, span.start()..span.end());
        self.push(span, row, says);
    }

    fn push(&mut self, span: Span, row: Option<&str>, says: ItemContent) {
        let headings = [Some(self.section.clone()), self.heading.clone()];
        self.page.items.push(DocumentItem {
            place: ItemLocation::Text(span),
            exact: self.page.source.slice(span).to_owned(),
            headings: headings.into_iter().flatten().filter(|it| !it.is_empty()).collect(),
            row: row.map(str::to_owned),
            lead: None,
            content: says,
        });
    }
}

/// Error for a text that is not a page of the directory.
fn no_page(source: &Source) -> Diagnostic {
    let message = format!("`{}` is not a page of a known directory", source.name);
    let first = trim_span(&source.text, source.line_span(1).range());
    Diagnostic::new(Blame::Data, Code::NoProfile, message)
        .at(source, first, "expected the name of the vendor, and `GDPR Compliance` or `Data Handling` below it")
        .help("read Markdown with --layout markdown, and a table with --mapping")
}
