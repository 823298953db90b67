//! Parts that all pages share: escaped texts, and addresses that are links only if they lead to the web.

use maud::{Markup, html};

use crate::base::{is_web, visible};

/// Text from the data: hostile characters shown as escapes; the template escapes markup.
pub(super) fn text(text: &str) -> Markup {
    html! { (visible(text)) }
}

/// An address as a link if it leads to the web, else as text.
pub(super) fn web_address(address: &str) -> Markup {
    html! {
        @if is_web(address) {
            a.web href=(address) rel="noopener noreferrer" { (address) }
        } @else { span.address { (text(address)) } }
    }
}
