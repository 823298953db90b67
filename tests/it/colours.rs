//! The TextMate grammar for editors: its words are those of the language, and scripts get the right scopes. The tests
//! apply the patterns as an editor does, in a simple way.

use std::collections::BTreeSet;
use std::fs;

use caveat::lang::{audit_words, keywords};
use fancy_regex::{Captures, Regex};
use serde_json::Value;

use crate::world::root;

fn grammar() -> Value {
    let path = root().join("docs/editors/caveat.tmLanguage.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn regex(pattern: &Value) -> Regex {
    let pattern = pattern.as_str().unwrap();
    Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

/// The rules of a list with its includes expanded; other grammars are skipped.
fn rules<'a>(grammar: &'a Value, list: &'a Value) -> Vec<&'a Value> {
    let mut found = Vec::new();
    for rule in list.as_array().into_iter().flatten() {
        let included = rule["include"].as_str().map(|it| it.strip_prefix('#'));
        match included {
            Some(Some(name)) => {
                let rule = &grammar["repository"][name];
                assert!(rule.is_object(), "there is no #{name}");
                match rule["patterns"].is_array() && rule["begin"].is_null() {
                    true => found.extend(rules(grammar, &rule["patterns"])),
                    false => found.push(rule),
                }
            }
            Some(None) => {}
            None => found.push(rule),
        }
    }
    found
}

/// The coloured words of a script with their scopes.
fn colours(text: &str) -> Vec<(String, String)> {
    let grammar = grammar();
    let outer = rules(&grammar, &grammar["patterns"]);
    let mut open: Option<&Value> = None;
    let mut found = Vec::new();
    for line in text.lines() {
        let mut at = 0;
        loop {
            let inner = open.map(|rule| rules(&grammar, &rule["patterns"]));
            let mut best: Option<(Captures<'_, str>, &Value, bool)> = None;
            let end = open.map(|rule| (rule, "end"));
            let inside = inner.as_ref().unwrap_or(&outer).iter();
            let starts = inside.map(|rule| (*rule, if rule["match"].is_null() { "begin" } else { "match" }));
            for (rule, key) in end.into_iter().chain(starts) {
                let captures = regex(&rule[key]).captures_from_pos(line, at).unwrap();
                if let Some(captures) = captures
                    && best
                        .as_ref()
                        .is_none_or(|(other, ..)| captures.get(0).unwrap().start() < other.get(0).unwrap().start())
                {
                    best = Some((captures, rule, key == "end"));
                }
            }
            let next = best.as_ref().map_or(line.len(), |(it, ..)| it.get(0).unwrap().start());
            if let Some(scope) = open.and_then(|it| it["contentName"].as_str().or(it["name"].as_str())) {
                found.push((line[at..next].to_owned(), scope.to_owned()));
            }
            let Some((captures, rule, ends)) = best else {
                break;
            };
            if !ends {
                let name = if rule["match"].is_null() { &Value::Null } else { &rule["name"] };
                let captured = rule["captures"].as_object().or(rule["beginCaptures"].as_object());
                let captured = captured.into_iter().flatten();
                let named = captured.map(|(at, it)| (at.parse().unwrap(), &it["name"]));
                for (group, name) in named.chain([(0, name)]) {
                    if let Some(name) = name.as_str() {
                        found.push((captures[group].to_owned(), name.to_owned()));
                    }
                }
            }
            let whole = captures.get(0).unwrap();
            open = match rule["begin"].is_null() {
                _ if ends => None,
                true => open,
                false => Some(rule),
            };
            // Continue after the match; after an empty end, scan the line again from there.
            at = whole.end();
            assert!(at > whole.start() || ends, "{line}: {} finds nothing", rule["match"]);
        }
    }
    found.retain(|(text, _)| !text.trim().is_empty());
    found
}

/// Every pattern under a value.
fn patterns<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        if ["match", "begin", "end"].contains(&key.as_str()) {
            found.push(value);
        }
        patterns(value, found);
    }
    value.as_array().into_iter().flatten().for_each(|it| patterns(it, found));
}

#[test]
fn every_colour_pattern_is_a_valid_regex() {
    let grammar = grammar();
    let mut found = Vec::new();
    patterns(&grammar, &mut found);
    assert!(found.len() > 15);
    found.iter().for_each(|it| drop(regex(it)));
}

#[test]
fn coloured_words_match_the_language() {
    let grammar = grammar();
    let lists = grammar["repository"]["keyword"]["patterns"].as_array().unwrap();
    let mut coloured = Vec::new();
    for list in lists {
        let list = list["match"].as_str().unwrap();
        let words = list.strip_prefix(r"(?i)\b(?:").unwrap().strip_suffix(r")\b").unwrap();
        coloured.extend(words.split('|').map(|word| word.replace(r"\s+", " ")));
    }
    // Two spellings of one grammar rule.
    coloured.retain(|word| word != "itself or ultimately");
    let count = coloured.len();
    let coloured: BTreeSet<String> = coloured.into_iter().collect();
    assert_eq!(coloured.len(), count, "a word has two colours");
    assert_eq!(coloured, keywords().collect());
}

#[test]
fn audit_words_have_colours() {
    let grammar = grammar();
    let lists = grammar["repository"]["audit"]["patterns"].as_array().unwrap();
    let mut coloured = BTreeSet::new();
    for list in lists.iter().filter(|it| !it["captures"].is_null()) {
        let list = list["match"].as_str().unwrap();
        let (before, _) = list.split_once(")(?=").unwrap();
        let (_, words) = before.rsplit_once('(').unwrap();
        let words = words.split('|');
        coloured.extend(words.map(|word| word.replace(r"\s+", " ")));
    }
    // With the question word before it.
    assert!(coloured.remove("no new"));
    coloured.insert("new".to_owned());
    assert_eq!(coloured, audit_words().collect());
}

#[test]
fn colours_a_check() {
    let text = "parameter old: duration = 2 days\ncheck a/no-b\n  severity high\n  title \"Expect\"\n  \
        expect no new\n  may be empty\n  which claims older than $old showing title";
    let shown: Vec<String> = colours(text).into_iter().map(|(text, scope)| format!("{text} | {scope}")).collect();
    insta::assert_snapshot!("colours_of_a_check", shown.join("\n"));
}

#[test]
fn colours_the_saved_questions() {
    let texts =
        ["queries/definitions.cav", "queries/inferred.cav"].map(|name| fs::read_to_string(root().join(name)).unwrap());
    let text = texts.join("\n");
    let found = colours(&text);
    let scope = |word: &str| {
        let found = found.iter().find(|(text, _)| text == word);
        found.map(|(_, scope)| scope.as_str())
    };
    assert_eq!(scope("define"), Some("keyword.control.caveat"));
    assert_eq!(scope("showing"), Some("keyword.other.shaping.caveat"));
    assert_eq!(scope("only"), Some("storage.modifier.quantity.caveat"));
    assert_eq!(scope("self-certified"), None);
    assert_eq!(scope("claims"), None);
    let comments = text.lines().filter(|line| line.starts_with("--"));
    for comment in comments {
        assert_eq!(scope(comment), Some("comment.line.double-dash.caveat"));
    }
}

#[test]
fn each_kind_of_word_has_its_colour() {
    let text = "WHICH claims of ali:no-training.v2, <https://x.example/a>, “a \\” b” and no-training -- which\n\
        whose URL matches /a\\/b c/ and date >= 2026-01-01 or at  least 12.5 \"which \\\" days\" in the last 6 months\n\
        sparql SELECT ?which\n\n WHERE { ?a <b:c> \"x\" }\n\nlist round(x, 2)\nsparql ASK {}\n;\ndescribe x";
    let shown: Vec<String> = colours(text).into_iter().map(|(text, scope)| format!("{text} | {scope}")).collect();
    insta::assert_snapshot!("colours", shown.join("\n"));
}
