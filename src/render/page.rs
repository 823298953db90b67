//! The frame of every page: it needs nothing but itself, and runs nothing.

use maud::{DOCTYPE, Markup, html};

/// Nothing is fetched, nothing is run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A whole page; `generator` says what made it, where it is to be said.
pub(super) fn page(title: &Markup, generator: Option<&Markup>, style: &Markup, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if let Some(generator) = generator { meta name="generator" content=(generator); }
                title { (title) }
                style { (style) }
            }
            body { (body) }
        }
    };
    page.into_string() + "\n"
}
