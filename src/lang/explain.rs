//! pest's errors in words: rule names never reach the user.

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::lang::grammar::Rule;

/// The diagnostic for a text that the grammar does not accept.
pub(super) fn explain(error: &Error<Rule>, source: &Source) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    if let Some(fault) = without_sparql(source, at) {
        return fault;
    }
    let rest = &source.text[at..];
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => describe_rules(positives),
        ErrorVariant::CustomError { message } => message.clone(),
    };
    if rest.trim().is_empty() {
        return end_of_text(source, at, &expected);
    }
    let word = rest.split_whitespace().next().unwrap_or(rest);
    let span = Span::new(at, at + word.len());
    Diagnostic::new(Blame::Question, Code::Syntax, format!("`{word}` cannot be used here")).at(
        source,
        span,
        format!("expected {expected}"),
    )
}

/// `SELECT ?s { ?s a cv:Source }`
fn without_sparql(source: &Source, at: usize) -> Option<Diagnostic> {
    // An empty line ends a statement.
    let start = source.text[..at].rfind("\n\n").map_or(0, |it| it + 2);
    let begins_at = |(offset, _): (usize, &str)| {
        let begin = start + offset;
        (begin <= at && opens_sparql(&source.text[begin..])).then_some(begin)
    };
    let words = source.text[start..].split_inclusive(char::is_whitespace);
    let mut offset = 0;
    let placed = words.map(|word| {
        offset += word.len();
        (offset - word.len(), word)
    });
    let begin = placed.filter(|(_, word)| !word.trim().is_empty()).find_map(begins_at)?;
    let span = Span::new(begin, begin + source.text[begin..].find(char::is_whitespace)?);
    let line = source.text[begin..].lines().next()?.trim_end();
    let typed = if line.chars().count() > MAX_TYPED {
        format!("{}…", line.chars().take(MAX_TYPED).collect::<String>())
    } else {
        line.to_owned()
    };
    let fault =
        Diagnostic::new(Blame::Question, Code::WithoutSparql, "this is SPARQL: it needs the word `sparql` before it");
    Some(fault.at(source, span, "expected `sparql`").help(format!("type `sparql {typed}`")))
}

/// Most characters of a line that are quoted.
const MAX_TYPED: usize = 100;

/// True for a text that begins as SPARQL does, and a question does not.
fn opens_sparql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let is = |word: &str, among: &[&str]| among.iter().any(|it| word.eq_ignore_ascii_case(it));
    match first.to_ascii_lowercase().as_str() {
        "select" => second.starts_with(['?', '$', '*', '(']) || is(second, &["distinct", "reduced"]),
        "ask" | "construct" => second.starts_with('{') || is(second, &["where"]),
        "describe" => second.starts_with(['?', '$', '*', '<']),
        "prefix" => second.ends_with(':') && words.next().is_some_and(|it| it.starts_with('<')),
        "base" => second.starts_with('<'),
        _ => first.to_ascii_lowercase().strip_prefix("ask").is_some_and(|it| it.starts_with('{')),
    }
}

/// `define a weak claim as`
fn end_of_text(source: &Source, at: usize, expected: &str) -> Diagnostic {
    let end = source.text[..at].trim_end().len();
    let message = if end == 0 { "the question is empty" } else { "the question ends too early" };
    let fault = Diagnostic::new(Blame::Question, Code::Syntax, message)
        .at(source, Span::new(end, end), format!("expected {expected}"))
        .incomplete();
    if name(Rule::question_colon).as_deref() == Some(expected) {
        // The colon may be missing long before the end.
        return fault.help("write a colon after what is supposed: `suppose NAME is gone: which …`");
    }
    fault
}

fn describe_rules(rules: &[Rule]) -> String {
    let mut names: Vec<String> = rules.iter().filter_map(|rule| name(*rule)).collect();
    names.sort_unstable();
    names.dedup();
    // Many things can follow a supposition, but the colon must come.
    if names.len() > 6 && rules.contains(&Rule::question_colon) {
        return name(Rule::question_colon).unwrap_or_default();
    }
    if names.is_empty() || names.len() > 6 {
        return "a word, a name, a number or a date".to_owned();
    }
    names.join(" or ")
}

fn name(rule: Rule) -> Option<String> {
    let name = match rule {
        Rule::EOI => "the end".to_owned(),
        Rule::phrase | Rule::asked | Rule::statement => "a noun, like `claims`".to_owned(),
        Rule::keys => "a column, like `vendor.name`".to_owned(),
        Rule::supposed => "what is supposed, like `ali:regions-page is gone`".to_owned(),
        Rule::question_colon => "`:` and a question".to_owned(),
        Rule::compared => "names, like `one, other`".to_owned(),
        Rule::skip => "`skip`".to_owned(),
        Rule::per => "`per`".to_owned(),
        Rule::defined => "an adjective and a noun, like `weak claim`".to_owned(),
        Rule::set_name => "a new name of one word".to_owned(),
        Rule::sparql_text => "a SPARQL query".to_owned(),
        Rule::integer => "a whole number".to_owned(),
        Rule::unit => "`days`, `weeks`, `months` or `years`".to_owned(),
        Rule::sorted => "`sorted by`".to_owned(),
        Rule::first => "`first`".to_owned(),
        Rule::showing => "`showing`".to_owned(),
        Rule::word => "a word".to_owned(),
        Rule::id => "an id, like `no-public-source`".to_owned(),
        Rule::told => "a text in quotes".to_owned(),
        Rule::field => "a field, like `title \"…\"`".to_owned(),
        Rule::member => "a field, like `checks no-public-source`".to_owned(),
        Rule::own_question => "a question".to_owned(),
        Rule::said_word => "a word".to_owned(),
        Rule::expectation => "what is expected, like `none`".to_owned(),
        Rule::amount => "a whole number".to_owned(),
        Rule::held => "a noun, like `claims`".to_owned(),
        Rule::parameter_name => "the name of the parameter".to_owned(),
        Rule::colon => "`:` and a type, like `: number`".to_owned(),
        Rule::parameter_type => "a type, like `number`".to_owned(),
        Rule::equals => "`=`".to_owned(),
        Rule::value => "a value".to_owned(),
        rule => {
            let text = format!("{rule:?}");
            format!("`{}`", text.strip_prefix("kw_").or(text.strip_prefix("aw_"))?.replace('_', " "))
        }
    };
    Some(name)
}
