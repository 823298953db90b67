//! The frame of a report or a picture as a page: it loads nothing and runs nothing.

use maud::{DOCTYPE, Markup, html};

/// The content security policy: nothing is loaded, nothing is run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A whole page; `generator` is what made it, if that is to be named.
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
