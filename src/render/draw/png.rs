//! A drawing in pixels: its SVG in plain light colours, painted with the fonts of the system.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::base::{Blame, Code, Diagnostic};
use crate::graph::{Drawing, lay_out_drawing};
use crate::render::draw::svg::{style, svg};

/// Pixels for each unit of the layout: letters stay sharp on paper.
const SCALE: f32 = 2.0;
/// The most pixels of a picture, about 400 MB.
const MAX_DOTS: f64 = 1e8;
/// Preferred font families, the best first.
const FAMILIES: [&str; 7] = ["Noto Sans", "Liberation Sans", "DejaVu Sans", "Segoe UI", "Arial", "Helvetica", "Roboto"];

/// The picture as the bytes of a PNG file.
///
/// # Errors
/// If there is no font, or the picture is too large.
pub(super) fn write(drawing: &Drawing) -> Result<Vec<u8>, Diagnostic> {
    let text = svg(drawing, &lay_out_drawing(drawing)).replacen(style(), &plain(style()), 1);
    let mut options = Options::default();
    let fonts = Arc::make_mut(&mut options.fontdb);
    fonts.load_system_fonts();
    options.font_family = family(fonts).ok_or_else(no_font)?;
    let tree = Tree::from_str(&text, &options).map_err(|error| defect(&error.to_string()))?;
    let size = tree.size();
    let [width, height] = [size.width(), size.height()].map(|it| it * SCALE);
    if f64::from(width) * f64::from(height) > MAX_DOTS {
        return Err(too_large());
    }
    // The size was checked above.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are positive and small")]
    let dots = Pixmap::new(width.ceil() as u32, height.ceil() as u32);
    let mut dots = dots.ok_or_else(too_large)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut dots.as_mut());
    dots.encode_png().map_err(|error| defect(&error.to_string()))
}

/// The first installed family of those that the layout is made for, else any.
fn family(fonts: &fontdb::Database) -> Option<String> {
    let known = |name: &str| {
        let mut faces = fonts.faces();
        faces.any(|face| face.families.iter().any(|(family, _)| family == name))
    };
    let any = || Some(fonts.faces().next()?.families.first()?.0.clone());
    let found = FAMILIES.into_iter().find(|name| known(name));
    found.map(str::to_owned).or_else(any)
}

/// A style without what the painter cannot read: variables become their first values, those for light; rules for dark
/// and for paper go, and so do font families.
fn plain(style: &str) -> String {
    let light = match style.split_once("@media") {
        Some((light, rest)) => match rest.rfind("}\n}\n") {
            Some(end) => format!("{light}{}", &rest[end + 4..]),
            None => light.to_owned(),
        },
        None => style.to_owned(),
    };
    let is_family = |line: &&str| !line.trim_start().starts_with("font-family");
    let mut text: String = light.lines().filter(is_family).map(|line| format!("{line}\n")).collect();
    let mut values: Vec<(String, String)> = Vec::new();
    for part in light.split(['{', ';']) {
        let named = part.trim().strip_prefix("--");
        if let Some((name, value)) = named.and_then(|it| it.split_once(':')) {
            values.push((name.to_owned(), value.trim().to_owned()));
        }
    }
    for (name, value) in values {
        text = text.replace(&format!("var(--{name})"), &value).replace(&format!("--{name}: {value};"), "");
    }
    text
}

/// Error for a system without fonts.
fn no_font() -> Diagnostic {
    let message = "no font for the text of the picture was found on this system";
    Diagnostic::new(Blame::Io, Code::NoFont, message).help("install one, such as Noto Sans, or draw with --format svg")
}

/// Error for ten thousand boxes.
fn too_large() -> Diagnostic {
    let message = "this picture is too large for PNG";
    Diagnostic::new(Blame::Question, Code::TooLarge, message).help("draw fewer things, or draw with --format svg")
}

/// Error for our own SVG, if it cannot be read.
fn defect(reason: &str) -> Diagnostic {
    let message = format!("the picture cannot be written as PNG: {reason}");
    Diagnostic::new(Blame::Bug, Code::Unpaintable, message)
}
