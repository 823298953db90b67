//! Checks of citations, so that they can be compared with their documents: a digest is valid and has a length, a quote
//! matches its digest, no day lies in the future, and a document applies to what is claimed with it.

use std::collections::BTreeSet;

use oxigraph::model::TermRef;
use oxsdatatypes::Date;

use crate::base::{Blame, Code, Diagnostic};
use crate::passage::{Anchor, is_digest};
use crate::store::{Dataset, Id};
use crate::words::check_records::extend_limited;
use crate::words::lexicon::Lexicon;
use crate::words::{Anchoring, ComparisonRules, Path, Step};

/// The least length, in code points, of a normal form that can be found again.
const LEAST_LENGTH: usize = crate::passage::LEAST_SIGNS;

/// The faults of citations that do not depend on the day.
pub(super) fn check_citations(lexicon: &Lexicon, dataset: &Dataset) -> Vec<Diagnostic> {
    let Some(terms) = lexicon.anchoring() else {
        return Vec::new();
    };
    let checker = CitationChecker { lexicon, dataset, terms };
    // Everything with such a property is checked, whether or not it is a citation.
    let having = |paths: &[Option<&Path>]| paths.iter().flatten().flat_map(|it| checker.subjects_with(it)).collect();
    let anchored: BTreeSet<Id> = having(&[Some(&terms.digest), Some(&terms.length)]);
    let found: BTreeSet<Id> = having(&[terms.copy.as_ref()]);
    let seen: BTreeSet<Id> = having(&[terms.last.as_ref()]);
    let mut problems = Vec::new();
    extend_limited(anchored.iter().filter_map(|it| checker.bad_anchor(*it)), &mut problems);
    extend_limited(found.iter().filter_map(|it| checker.copy_of_another(*it)), &mut problems);
    extend_limited(seen.iter().filter_map(|it| checker.last_before_first(*it)), &mut problems);
    if let Some(rules) = lexicon.comparison() {
        extend_limited(
            checker.records_to_check(rules).into_iter().flat_map(|it| checker.misapplied_documents(rules, it)),
            &mut problems,
        );
    }
    problems
}

/// The days of sightings that lie after `day`; if there are none, the sources that do not know of the newest day on
/// which they were seen.
#[must_use]
pub fn days_seen(lexicon: &Lexicon, dataset: &Dataset, day: Date) -> Vec<Diagnostic> {
    let Some(terms) = lexicon.anchoring() else {
        return Vec::new();
    };
    let checker = CitationChecker { lexicon, dataset, terms };
    let mut problems = Vec::new();
    let properties = terms.days.iter().filter_map(|path| checker.property(path));
    // Each day is read once, however many things were seen on it.
    let late = properties.flat_map(|property| {
        let links = dataset.adjacency(property, true);
        let days = links.nodes_with_links().filter(|it| checker.day(*it).is_some_and(|it| it > day));
        let late = days.flat_map(|value| links.of_node_lazy(value).iter().map(move |thing| [*thing, property, value]));
        late.collect::<Vec<[Id; 3]>>()
    });
    extend_limited(late.map(|link| checker.future_day(link, day)), &mut problems);
    if problems.is_empty() {
        extend_limited(checker.sources().into_iter().filter_map(|it| checker.newer_copy(it)), &mut problems);
    }
    problems
}

struct CitationChecker<'a> {
    lexicon: &'a Lexicon,
    dataset: &'a Dataset,
    terms: &'a Anchoring,
}

impl CitationChecker<'_> {
    /// An invalid digest, a second digest or length, one without the other, or a digest that the quote does not have.
    fn bad_anchor(&self, citation: Id) -> Option<Diagnostic> {
        let terms = self.terms;
        let [digests, lengths, quotes] = [&terms.digest, &terms.length, &terms.quote].map(|it| self.ends(it, citation));
        let told = |code, message, path, value| Some(self.fault(code, message, citation, path, value));
        if let Some(two) = digests.get(1) {
            let message = format!("{} has two digests", self.name(citation));
            return told(Code::TwoDigests, message, &terms.digest, *two)
                .map(|it| it.help("a citation names one passage: make a citation for each"));
        }
        if let Some(two) = lengths.get(1) {
            let message = format!("the digest of {} has two lengths", self.name(citation));
            return told(Code::TwoLengths, message, &terms.length, *two)
                .map(|it| it.help("`caveat anchor FILE` prints the digest and the length of a passage"));
        }
        match (digests.first(), lengths.first()) {
            (None, None) => None,
            (Some(digest), _) if !self.literal(*digest).is_some_and(is_digest) => {
                let message = match self.literal(*digest) {
                    Some(found) => format!("`{found}` is not a digest: {}", what_is_wrong(found)),
                    None => format!("the digest of {} is not a text", self.name(citation)),
                };
                told(Code::BadDigest, message, &terms.digest, *digest).map(|it| it.help(EXPECTED_DIGEST))
            }
            (Some(digest), None) => {
                let message = format!("the digest of {} has no length", self.name(citation));
                told(Code::DigestWithoutLength, message, &terms.digest, *digest).map(|it| {
                    let length = self.short(&terms.length);
                    it.help(format!(
                        "write `{length}` with the length of the passage's normal form; `caveat anchor FILE` prints both"
                    ))
                })
            }
            (None, Some(length)) => {
                let message = format!("{} has the length of a passage, but no digest", self.name(citation));
                told(Code::LengthWithoutDigest, message, &terms.length, *length).map(|it| it.help(EXPECTED_DIGEST))
            }
            (Some(digest), Some(length)) => {
                let written = self.literal(*length).unwrap_or_default();
                let Some(count) = written.parse::<usize>().ok().filter(|it| *it >= LEAST_LENGTH) else {
                    let message = format!("`{written}` is not the length of a passage that can be found again");
                    let help = format!("write a whole number of code points, at least {LEAST_LENGTH}; blanks count");
                    return told(Code::BadLength, message, &terms.length, *length).map(|it| it.help(help));
                };
                let anchor = Anchor { digest: self.literal(*digest).unwrap_or_default().to_owned(), length: count };
                let quoted = quotes.iter().filter_map(|it| Some((*it, Anchor::of(self.literal(*it)?))));
                let (quote, found) = quoted.filter(|(_, found)| *found != anchor).min_by_key(|it| it.0)?;
                let message = format!("the quote of {} does not match its digest and length", self.name(citation));
                let help = format!("the quote has the digest {}, and the length {}", found.digest, found.length);
                told(Code::QuoteAgainstDigest, message, &terms.quote, quote)
                    .map(|it| it.help(help).help("remove one of the two, or read the passage again"))
            }
        }
    }

    /// A citation whose copy is not a copy of its source.
    fn copy_of_another(&self, citation: Id) -> Option<Diagnostic> {
        let terms = self.terms;
        let path = terms.copy.as_ref()?;
        let copy_of = terms.copy_of.as_ref()?;
        let sources = self.ends(&terms.source, citation);
        let is_one = |copy: &Id| self.ends(copy_of, *copy).iter().any(|it| sources.contains(it));
        let copy = self.ends(path, citation).into_iter().find(|it| !is_one(it))?;
        let source = sources.first().map_or_else(|| "no source".to_owned(), |it| self.name(*it));
        let message = format!(
            "{} points to {source}, but was found in {}, which is not a copy of it",
            self.name(citation),
            self.name(copy)
        );
        let fault = self.fault(Code::CopyOfAnother, message, citation, path, copy);
        let copy_of = self.short(copy_of);
        Some(fault.help(format!("name a copy of that source, or state in the copy what it is a copy of (`{copy_of}`)")))
    }

    /// What was last seen before it was first seen.
    fn last_before_first(&self, thing: Id) -> Option<Diagnostic> {
        let (first, last) = (self.terms.first.as_ref()?, self.terms.last.as_ref()?);
        let days = self.ends(first, thing).into_iter().filter_map(|it| self.day(it));
        let earliest = days.reduce(|one, other| if other < one { other } else { one })?;
        let is_before = |it: &Id| self.day(*it).is_some_and(|day| day < earliest);
        let early = self.ends(last, thing).into_iter().find(is_before)?;
        let message = format!("{} was last seen before it was first seen, {earliest}", self.name(thing));
        let fault = self.fault(Code::LastBeforeFirst, message, thing, last, early);
        Some(
            fault.help(
                "check the history of the document: the first day is that of the oldest version that contains it",
            ),
        )
    }

    /// A source whose last day seen is before the version of one of its copies, or before one of its passages was seen:
    /// questions about sources not seen for long go by that day.
    fn newer_copy(&self, source: Id) -> Option<Diagnostic> {
        let (copy_of, version_day, last) =
            (self.terms.copy_of.as_ref()?, self.terms.version_day.as_ref()?, self.terms.last.as_ref()?);
        let seen = |path: &Path, from: Id| -> Vec<(Id, Id)> {
            self.ends(path, from).into_iter().map(|it| (from, it)).collect()
        };
        let copies = self.ends(&copy_of.inverse(), source).into_iter().flat_map(|it| seen(version_day, it));
        let passages = self.ends(&self.terms.source.inverse(), source).into_iter().flat_map(|it| seen(last, it));
        let days = copies.map(|it| (it, version_day)).chain(passages.map(|it| (it, last)));
        let days = days.filter_map(|((thing, value), path)| Some((thing, value, path, self.day(value)?)));
        let (thing, value, path, newest) = days.reduce(|one, other| if one.3 < other.3 { other } else { one })?;
        if self.ends(last, source).into_iter().filter_map(|it| self.day(it)).any(|it| it >= newest) {
            return None;
        }
        let message =
            format!("{} does not state that it was seen on {newest}, but {} does", self.name(source), self.name(thing));
        let fault = self.fault(Code::NewerCopy, message, thing, path, value);
        Some(fault.help(format!("in the source, write `{}` with the day of the newest version", self.short(last))))
    }

    /// Everything that has copies, and everything of which a passage was seen.
    fn sources(&self) -> BTreeSet<Id> {
        let copies = self.terms.copy_of.iter().flat_map(|path| self.subjects_with(path));
        let originals = copies.flat_map(|it| self.terms.copy_of.iter().flat_map(move |path| self.ends(path, it)));
        let passages = self.terms.last.iter().flat_map(|path| self.subjects_with(path));
        originals.chain(passages.flat_map(|it| self.ends(&self.terms.source, it))).collect()
    }

    /// The subjects of the property that a path ends with.
    fn subjects_with(&self, path: &Path) -> Vec<Id> {
        let links = self.property(path).map(|it| self.dataset.matching(None, Some(it), None).map(|link| link[0]));
        links.into_iter().flatten().collect()
    }

    /// The records that depend on a document that says what it applies to: those that cite it, also in their fine
    /// print, and those that record a search of it.
    fn records_to_check(&self, rules: &ComparisonRules) -> BTreeSet<Id> {
        let terms = self.terms;
        let back = |path: &Path, from: Id| self.ends(&path.inverse(), from);
        let mut records = BTreeSet::new();
        for source in terms.speaks_for.iter().flat_map(|path| self.subjects_with(path)) {
            let citing = back(&terms.source, source).into_iter().flat_map(|it| back(&terms.citations, it));
            for citing in citing {
                records.insert(citing);
                records.extend(rules.limits.into_iter().flat_map(|it| back(&self.lexicon.path(it), citing)));
            }
            records.extend(terms.searched.iter().flat_map(|path| back(path, source)));
        }
        records
    }

    /// Documents that a record or its fine print cites and that do not apply to what it is about; for a search in vain,
    /// one fault if none of the documents applies.
    fn misapplied_documents(&self, rules: &ComparisonRules, record: Id) -> Vec<Diagnostic> {
        let Some(speaks_for) = &self.terms.speaks_for else {
            return Vec::new();
        };
        let things = self.ends(&self.lexicon.path_within_kind(rules.things), record);
        let parts = rules.parts.map_or_else(Vec::new, |it| self.ends(&self.lexicon.path_within_kind(it), record));
        // What the record is about and no document applies to; a document that does not say what it applies to, applies
        // to all.
        let strange = |sources: &[Id]| -> Vec<Id> {
            let whom: Vec<Vec<Id>> = sources.iter().map(|it| self.ends(speaks_for, *it)).collect();
            if whom.iter().any(Vec::is_empty) {
                return Vec::new();
            }
            let is_for = |wholes: &[Id]| whom.iter().flatten().any(|it| wholes.contains(it));
            if parts.is_empty() {
                return if is_for(&things) { Vec::new() } else { things.clone() };
            }
            let wholes =
                |part: Id| self.wholes(rules, part).into_iter().chain(things.iter().copied()).collect::<Vec<Id>>();
            parts.iter().copied().filter(|part| !is_for(&wholes(*part))).collect()
        };
        let mut faults = Vec::new();
        let fine_print = rules.limits.map_or_else(Vec::new, |it| self.ends(&self.lexicon.path(it), record));
        for citing in std::iter::once(record).chain(fine_print) {
            for citation in self.ends(&self.terms.citations, citing) {
                for source in self.ends(&self.terms.source, citation) {
                    let place = [citing, citation];
                    faults.extend(self.misapplied_fault(
                        (record, "cites"),
                        place,
                        &self.terms.citations,
                        source,
                        &strange(&[source]),
                    ));
                }
            }
        }
        if let Some(path) = &self.terms.searched {
            let searched = self.ends(path, record);
            if let Some(first) = searched.first() {
                let strange = strange(&searched);
                faults.extend(self.misapplied_fault(
                    (record, "records a search of"),
                    [record, *first],
                    path,
                    *first,
                    &strange,
                ));
            }
        }
        faults
    }

    fn misapplied_fault(
        &self,
        (record, does): (Id, &str),
        [citing, link]: [Id; 2],
        path: &Path,
        source: Id,
        strange: &[Id],
    ) -> Option<Diagnostic> {
        if strange.is_empty() {
            return None;
        }
        let whom = self.terms.speaks_for.as_ref().map_or_else(Vec::new, |it| self.ends(it, source));
        let [strange, whom] = [strange, &whom].map(|it| self.names(it));
        let label = self.lexicon.label(self.dataset, source);
        let message = format!("{} is about {strange}, but {does} “{label}”, which is for {whom}", self.name(record));
        let fault = self.fault(Code::DocumentForAnother, message, citing, path, link);
        Some(fault.help(format!(
            "name a document for {strange}, or for what that is part of; if “{label}” is one, state it there"
        )))
    }

    /// A part, the parts that contain it, and the things that offer them.
    fn wholes(&self, rules: &ComparisonRules, part: Id) -> BTreeSet<Id> {
        let mut wholes = BTreeSet::new();
        let mut waiting = vec![part];
        while let Some(next) = waiting.pop() {
            if wholes.insert(next) {
                let above = [&rules.within, &rules.offered].into_iter().flatten();
                waiting.extend(above.flat_map(|path| self.ends(path, next)));
            }
        }
        wholes
    }

    fn future_day(&self, link: [Id; 3], day: Date) -> Diagnostic {
        let [thing, property, value] = link;
        let message = format!(
            "{} was seen on a day in the future: {} {}",
            self.name(thing),
            self.dataset.short(self.dataset.term(property)),
            self.literal(value).unwrap_or_default()
        );
        let fault =
            Diagnostic::new(Blame::Data, Code::DayToCome, message).at_location(self.dataset.source_location(link));
        fault.help(format!("write a day that is not later than today, {day}"))
    }

    fn names(&self, things: &[Id]) -> String {
        let mut names: Vec<String> =
            things.iter().map(|it| format!("“{}”", self.lexicon.label(self.dataset, *it))).collect();
        names.sort();
        names.join(", ")
    }

    fn name(&self, thing: Id) -> String {
        format!("`{}`", self.dataset.short(self.dataset.term(thing)))
    }

    fn short(&self, path: &Path) -> String {
        let property = self.property(path);
        property.map_or_else(String::new, |it| self.dataset.short(self.dataset.term(it)))
    }

    /// The property that a path ends with, if the facts have it.
    fn property(&self, path: &Path) -> Option<Id> {
        match path.0.last() {
            Some(Step::Forward(property)) => self.dataset.iri_id(property.as_ref()),
            _ => None,
        }
    }

    fn ends(&self, path: &Path, from: Id) -> Vec<Id> {
        path.walk(self.dataset, from).into_iter().collect()
    }

    fn literal(&self, id: Id) -> Option<&str> {
        match self.dataset.term(id) {
            TermRef::Literal(literal) => Some(literal.value()),
            _ => None,
        }
    }

    fn day(&self, id: Id) -> Option<Date> {
        self.literal(id)?.parse().ok()
    }

    fn fault(&self, code: Code, message: String, thing: Id, path: &Path, value: Id) -> Diagnostic {
        let triple = self.property(path).map(|property| [thing, property, value]);
        let place = triple.and_then(|it| self.dataset.source_location(it));
        Diagnostic::new(Blame::Data, code, message).at_location(place)
    }
}

const EXPECTED_DIGEST: &str =
    "a digest is SHA-256: 64 hexadecimal digits in lower case; `caveat anchor FILE` prints it";

/// The reason why a text is not a digest.
fn what_is_wrong(text: &str) -> String {
    let strange = text.chars().find(|it| !matches!(it, '0'..='9' | 'a'..='f'));
    match strange {
        Some(letter @ 'A'..='F') => format!("`{letter}` is a capital letter"),
        Some(letter) => format!("`{}` is not a hexadecimal digit", letter.escape_debug()),
        None => format!("it has {} of 64 digits", text.len()),
    }
}
