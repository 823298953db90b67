//! JSON-LD to RDF. A document is given its address as the base of its context, since caveat knows no other base.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::Quad;
use serde_json::{Value, json};

use crate::w3c::isomorphism::compare_facts;
use crate::w3c::{compare_with_list, expect_malformed, read, suites};

/// The document with a base in front of each context.
fn with_base(text: &[u8], base: &str) -> Vec<u8> {
    let Ok(mut document) = serde_json::from_slice::<Value>(text) else {
        return text.to_vec();
    };
    let give = |node: &mut Value| {
        let Value::Object(object) = node else { return };
        let own = object.shift_remove("@context");
        let context = match own {
            None => json!({ "@base": base }),
            Some(Value::Array(all)) => [vec![json!({ "@base": base })], all].concat().into(),
            Some(one) => json!([{ "@base": base }, one]),
        };
        object.shift_insert(0, "@context".to_owned(), context);
    };
    match &mut document {
        Value::Array(nodes) => nodes.iter_mut().for_each(give),
        one => give(one),
    }
    serde_json::to_vec(&document).unwrap()
}

fn run(folder: &Path, test: &Value, base: &str) -> Result<(), String> {
    let format = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    let input = test["input"].as_str().unwrap();
    let text = fs::read(folder.join(input)).map_err(|error| format!("{input}: {error}"))?;
    let base = test["option"]["base"].as_str().map_or_else(|| format!("{base}{input}"), str::to_owned);
    let kinds = test["@type"].to_string();
    if kinds.contains("Negative") {
        return expect_malformed(text, format);
    }
    let dataset = read(with_base(&text, &base), format)?;
    let Some(expected) = test["expect"].as_str() else {
        return Ok(());
    };
    let expected = fs::read(folder.join(expected)).unwrap();
    let expected = RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(&expected);
    compare_facts(&dataset, &expected.map(Result::unwrap).collect::<Vec<Quad>>())
}

#[test]
fn json_ld_passes_the_w3c_suite() {
    let Some(folder) = suites() else { return };
    let folder = folder.join("json-ld");
    let manifest = fs::read(folder.join("toRdf-manifest.jsonld")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let base = manifest["baseIri"].as_str().unwrap();
    let tests = manifest["sequence"].as_array().unwrap();
    let mut failed = BTreeMap::new();
    let mut tried = 0;
    for test in tests {
        // Whatever is for JSON-LD 1.0 only is otherwise in 1.1.
        let option = &test["option"];
        if option["specVersion"] == "json-ld-1.0" || option["processingMode"] == "json-ld-1.0" {
            continue;
        }
        tried += 1;
        if let Err(why) = run(&folder, test, base) {
            failed.insert(format!("toRdf{}", test["@id"].as_str().unwrap()), why);
        }
    }
    compare_with_list("toRdf", tried, &failed);
}
