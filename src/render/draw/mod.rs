//! Drawings → text: a writer for each format. Writers read only the drawing and its layout; they escape names from the
//! data.

mod dot;
mod html;
mod mermaid;
#[cfg(feature = "png")]
mod png;
pub mod svg;
mod words;

use crate::base::{Code, Diagnostic};
use crate::graph::{Drawing, lay_out_drawing};

/// A format of drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DrawFormat {
    /// A picture as a document of its own.
    Svg,
    /// A page with the picture, and the same in words.
    Html,
    /// The language of Graphviz.
    Dot,
    /// A flowchart for Markdown.
    Mermaid,
}

impl DrawFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Svg, Self::Html, Self::Dot, Self::Mermaid];
}

/// The drawing as text, with a line break at its end. The same drawing gives the same bytes.
#[must_use]
pub fn write_drawing(drawing: &Drawing, format: DrawFormat) -> String {
    match format {
        DrawFormat::Svg => svg::svg(drawing, &lay_out_drawing(drawing)),
        DrawFormat::Html => html::write(drawing, &lay_out_drawing(drawing)),
        DrawFormat::Dot => dot::write(drawing),
        DrawFormat::Mermaid => mermaid::write(drawing),
    }
}

/// The drawing in pixels, as the bytes of a PNG file.
///
/// # Errors
/// If the program was built without the feature `png`, there is no font, or the picture is too large.
pub fn paint_drawing(drawing: &Drawing) -> Result<Vec<u8>, Diagnostic> {
    #[cfg(feature = "png")]
    return png::write(drawing);
    #[cfg(not(feature = "png"))]
    return Err(no_painter(drawing));
}

/// Error for `draw --format png` without the feature.
#[cfg(not(feature = "png"))]
fn no_painter(_: &Drawing) -> Diagnostic {
    let message = "this program was built without PNG support";
    Diagnostic::new(crate::base::Blame::Question, Code::NoPng, message)
        .help("draw with --format svg, which any browser shows, or build with `cargo install --path . --features png`")
}
