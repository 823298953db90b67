//! What can be wrong with a vocabulary, each fault beside the input that causes it.

use crate::base::{Blame, Code, Diagnostic};

/// `--data facts-without-vocabulary.ttl`
pub(super) fn no_vocabulary() -> Diagnostic {
    Diagnostic::new(
        Blame::Data,
        Code::NoVocabulary,
        "the data has no vocabulary: no class in it has a noun (`say:noun`)",
    )
    .help("load the vocabulary with the facts, as in --data data/vocabulary.ttl --data facts.ttl")
}

/// `say:preposistion "of"`
pub(super) fn unknown_term(local: &str, near: &[&str], place: &str) -> Diagnostic {
    let message = format!("`say:{local}` is not a term of the vocabulary of words");
    let diagnostic = Diagnostic::new(Blame::Data, Code::UnknownSay, message).help(place);
    match near.first() {
        Some(near) => diagnostic.help(format!("nearest: `say:{near}`")),
        None => diagnostic,
    }
}

/// a file for another version of the vocabulary of words, with very many unknown terms
pub(super) fn more_unknown_terms(more: u64) -> Diagnostic {
    let message = format!("{more} more terms are not in the vocabulary of words");
    Diagnostic::new(Blame::Data, Code::UnknownSay, message).help("fix those that are shown")
}

/// `x:one a cv:claim`, where there is `cv:Claim`
pub(super) fn unknown_name(name: &str, namespace: &str, near: Option<&str>, count: usize, place: &str) -> Diagnostic {
    let message =
        format!("`{name}` is not a term of the vocabulary that <{namespace}> belongs to: {}", usage(count, place));
    let fault = Diagnostic::new(Blame::Data, Code::UnknownName, message);
    match near {
        Some(near) => fault.help(format!("nearest: `{near}`")),
        None => fault.help("describe it in the vocabulary, or use a namespace of your own for what has no term there"),
    }
}

/// facts of another vocabulary, in the namespace of this one
pub(super) fn more_unknown_names(more: u64) -> Diagnostic {
    let message = format!("{more} more names are not terms of the vocabularies that they seem to belong to");
    Diagnostic::new(Blame::Data, Code::UnknownName, message).help("fix those that are shown")
}

/// `:a <ex:size> 12` or `"ex:size": 12`, where `ex:` is a prefix elsewhere
pub(super) fn prefix_in_address(name: &str, prefix: &str, count: usize, place: &str) -> Diagnostic {
    let message = format!("<{name}> is read as a whole address, but `{prefix}:` is a prefix: {}", usage(count, place));
    let help = match place.contains(".jsonld") {
        true => format!("map `{prefix}` in the `@context` of the file, or write the whole address that is meant"),
        false => format!("write `{name}` without angle brackets, in a file that declares `{prefix}:`"),
    };
    Diagnostic::new(Blame::Data, Code::PrefixInAddress, message).help(help)
}

/// `http://w3id.org/caveat/ns#Claim`, where terms begin with `https:`
pub(super) fn another_namespace(name: &str, right: &str, count: usize, place: &str) -> Diagnostic {
    let message = format!("<{name}> is not a term of any vocabulary: {}", usage(count, place));
    Diagnostic::new(Blame::Data, Code::AnotherNamespace, message)
        .help(format!("the terms of the vocabulary begin with <{right}>"))
}

fn usage(count: usize, place: &str) -> String {
    match count {
        1 => format!("1 fact uses it, in {place}"),
        count => format!("{count} facts use it, first in {place}"),
    }
}

/// `cv:cites a say:Relation` without `say:to`
pub(super) fn missing(name: &str, property: &str, what: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` lacks {property}: {what}");
    Diagnostic::new(Blame::Data, Code::IncompleteVocabulary, message).help(place)
}

/// `say:noun [ say:singular "analysis" ]`
pub(super) fn missing_form(place: &str) -> Diagnostic {
    let message = "an irregular word needs both forms, say:singular and say:plural";
    Diagnostic::new(Blame::Data, Code::MissingForm, message).help(place)
}

/// `say:of cv:Claim, cv:Source` of an adjective
pub(super) fn second_value(name: &str, property: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` has `say:{property}` more than once, but can have only one");
    Diagnostic::new(Blame::Data, Code::SaidTwice, message).help(place)
}

/// `say:participle [ say:singular "fan of" ]`
pub(super) fn unread(name: &str, term: &str, why: &str, place: &str) -> Diagnostic {
    let message = format!("`{term}` of `{name}` has no effect here: no question can use it");
    Diagnostic::new(Blame::Data, Code::UnreadStatement, message).help(place).help(why)
}

/// `say:wholly true`, where the path does not end with a repetition
pub(super) fn no_parts(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` has `say:wholly`, but its path does not lead from parts to what they lie within");
    Diagnostic::new(Blame::Data, Code::NoParts, message)
        .help(place)
        .help("such a path ends with [ sh:zeroOrMorePath … ], from a part to the whole")
}

/// `say:to cv:Sorce`
pub(super) fn no_kind(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` is not a kind: it is not a class with a noun (`say:noun`)");
    Diagnostic::new(Blame::Data, Code::NoKind, message).help(place)
}

/// `say:path [ cv:odd 1 ]`
pub(super) fn bad_path(place: &str) -> Diagnostic {
    Diagnostic::new(Blame::Data, Code::BadPath, "this is not a property path")
        .help(place)
        .help("a path is a property, a list of paths, or a SHACL path such as [ sh:inversePath p ]")
        .help("a repeated path cannot contain [ say:where … ]")
}

/// `say:type xsd:gDay`
pub(super) fn unknown_type(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` is not a type that an attribute can have");
    Diagnostic::new(Blame::Data, Code::UnknownType, message)
        .help(place)
        .help("the types are xsd:string, xsd:anyURI, xsd:decimal, xsd:integer, xsd:double, xsd:date and xsd:dateTime")
}

/// `say:shows ( "vendor.nmae" )`
pub(super) fn no_trail(trail: &str, part: &str, of: Option<String>, place: &str) -> Diagnostic {
    let of = of.unwrap_or_else(|| "a value".to_owned());
    let message = format!("`{trail}` cannot be followed: {of} has no `{part}`");
    Diagnostic::new(Blame::Data, Code::NoTrail, message).help(place)
}

/// `say:leavesOut cv:Nothing`
pub(super) fn leaves_out_nothing(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` cannot be left out: it is neither an adjective nor a value with words");
    Diagnostic::new(Blame::Data, Code::LeavesOutNothing, message).help(place)
}

/// `say:partlyFor cv:Nothing`, or for a closed relation
pub(super) fn no_completeness(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` does not state for which things a relation is on record in part, or not at all");
    Diagnostic::new(Blame::Data, Code::NoCompleteness, message)
        .help("`say:partlyFor` and `say:noneFor` each name one adjective of the kind where an open relation starts")
        .help(place)
}

/// `say:belongs ( "citatoin" )`
pub(super) fn belongs_nothing(word: &str, of: &str, near: &[&str], place: &str) -> Diagnostic {
    let message = format!("`{word}` cannot belong to {of}: it is not the noun of a link from there");
    with_nearest(Diagnostic::new(Blame::Data, Code::BelongsNothing, message).help(place), near)
}

/// `say:audits ( "recrod" )`
pub(super) fn audits_nothing(word: &str, of: &str, near: &[&str], place: &str) -> Diagnostic {
    let message = format!("`{word}` cannot be audited with {of}: it is not the noun of a link from there");
    with_nearest(Diagnostic::new(Blame::Data, Code::AuditsNothing, message).help(place), near)
}

fn with_nearest(diagnostic: Diagnostic, near: &[&str]) -> Diagnostic {
    match near.first() {
        Some(near) => diagnostic.help(format!("nearest: `{near}`")),
        None => diagnostic,
    }
}

/// `caveat ask … --at REVISION`, where the vocabulary was of an older version; a vocabulary with `say:version "3"`
pub(super) fn another_version(version: &str, known: &str, at_a_revision: bool, place: &str) -> Diagnostic {
    let blame = if at_a_revision { Blame::Undetermined } else { Blame::Data };
    let message = format!("the vocabulary has version {version}; this program reads version {known}");
    let fault = Diagnostic::new(blame, Code::AnotherVersion, message).help(place);
    if at_a_revision {
        fault.help("what was recorded then cannot be compared with what is recorded now: name a later revision")
    } else {
        fault.help("load the facts with a vocabulary of that version; it names the replacement of each removed term")
    }
}

/// `cv:stance cv:affirms`
pub(super) fn term_replaced(name: &str, instead: &str, count: usize, place: &str) -> Diagnostic {
    Diagnostic::new(
        Blame::Data,
        Code::ReplacedTerm,
        format!("`{name}` was removed from the vocabulary: {}", usage(count, place)),
    )
    .help(format!("write {instead}"))
}

/// two `say:Comparison`
pub(super) fn second_comparison(place: &str) -> Diagnostic {
    let message = "a vocabulary can have only one `say:Comparison`";
    Diagnostic::new(Blame::Data, Code::ComparedTwice, message).help(place)
}

/// `say:structure say:ownSource`, where no `say:Comparison` says what is compared
pub(super) fn no_comparison(analysis: &str, place: &str) -> Diagnostic {
    let message = format!("`say:{analysis}` has a word, but there is no `say:Comparison`");
    Diagnostic::new(Blame::Data, Code::NoComparison, message).help(place).help(
        "a say:Comparison names the records, the things that they are about, what they cite and who publishes that",
    )
}

/// two `say:Anchoring`
pub(super) fn second_anchoring(place: &str) -> Diagnostic {
    let message = "a vocabulary can have only one `say:Anchoring`";
    Diagnostic::new(Blame::Data, Code::AnchoredTwice, message).help(place)
}

/// two `say:Support`
pub(super) fn second_support(place: &str) -> Diagnostic {
    let message = "a vocabulary can have only one `say:Support`";
    Diagnostic::new(Blame::Data, Code::SupportTwice, message).help(place)
}

/// `say:structure say:depth`, where no `say:Support` says what supports what
pub(super) fn no_support(analysis: &str, place: &str) -> Diagnostic {
    let message = format!("`say:{analysis}` has a word, but there is no `say:Support`");
    Diagnostic::new(Blame::Data, Code::NoSupport, message)
        .help(place)
        .help("a say:Support names the kind of what depends on something, with say:rests and say:grounds")
}

/// `say:grounds cv:ciets`
pub(super) fn no_relation(name: &str, of: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` is not a relation of {of}");
    Diagnostic::new(Blame::Data, Code::NoRelation, message).help(place)
}

/// `say:structure say:dept`
pub(super) fn no_analysis(name: &str, numbers: bool, near: &[&str], place: &str) -> Diagnostic {
    let finds = if numbers { "numbers" } else { "things" };
    let message = format!("`say:{name}` is not an analysis that finds {finds}");
    let fault = Diagnostic::new(Blame::Data, Code::NoAnalysis, message).help(place);
    match near.first() {
        Some(near) => fault.help(format!("nearest: `say:{near}`")),
        None => fault,
    }
}

/// `say:open true` of a class
pub(super) fn opens_nothing(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` cannot be open: it is neither a relation nor an attribute");
    Diagnostic::new(Blame::Data, Code::OpensNothing, message).help(place)
}

/// `say:open "maybe"`
pub(super) fn open_or_closed(name: &str, place: &str) -> Diagnostic {
    let message = format!("`say:open` of `{name}` must have one value, true or false");
    Diagnostic::new(Blame::Data, Code::OpenOrClosed, message).help(place)
}

/// `say:lookedUpFor cv:Vendor` without `say:open true`
pub(super) fn lookup_of_closed(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` has `say:lookedUpFor`, but is not open: nothing in it needs to be looked up");
    Diagnostic::new(Blame::Data, Code::LookedUpButClosed, message).help(place).help("add `say:open true`")
}

/// two `say:Opposition`
pub(super) fn second_opposition(place: &str) -> Diagnostic {
    let message = "a vocabulary can have only one `say:Opposition`";
    Diagnostic::new(Blame::Data, Code::OpposedTwice, message).help(place)
}

/// `say:structure say:contradiction`, where no `say:Opposition` says what is opposite
pub(super) fn no_opposition(analysis: &str, place: &str) -> Diagnostic {
    let message = format!("`say:{analysis}` has a word, but there is no `say:Opposition`");
    Diagnostic::new(Blame::Data, Code::NoOpposition, message)
        .help(place)
        .help("a say:Opposition names the kind of what says something, with say:things, say:yes and say:no")
}

/// `say:settles cv:contradicts`
pub(super) fn not_from_facts(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` is the result of an analysis: an opposition must depend on facts");
    Diagnostic::new(Blame::Data, Code::WorkedOut, message).help(place)
}

/// `say:within cv:offeredBy`, from a service to a vendor
pub(super) fn leads_elsewhere(name: &str, to: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` does not lead to {to}, from which it can be followed again");
    Diagnostic::new(Blame::Data, Code::LeadsElsewhere, message).help(place)
}

/// `say:yes cv:affirm ; say:no cv:service`
pub(super) fn no_common_topic(yes: [&str; 2], no: [&str; 2], place: &str) -> Diagnostic {
    let message = format!(
        "`{}` leads to {}, but `{}` to {}: nothing can be both affirmed and denied",
        yes[0], yes[1], no[0], no[1]
    );
    Diagnostic::new(Blame::Data, Code::NoCommonTopic, message).help(place)
}

/// `say:scope "vendor.name"`
pub(super) fn not_its_own(name: &str, of: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` is not a value of {of} itself");
    Diagnostic::new(Blame::Data, Code::NotItsOwn, message).help(place)
}

/// `say:begins "scope"`
pub(super) fn no_day(name: &str, place: &str) -> Diagnostic {
    let message = format!("`{name}` is not a date (`say:type xsd:date`)");
    Diagnostic::new(Blame::Data, Code::NoDay, message).help(place)
}
