//! `caveat draw`: draws what a question finds, or one thing, with everything that supports it.

use std::path::Path;

use crate::app::exit::{ANSWERED, CommandResult};
use crate::app::input::question_source;
use crate::app::opening::{TIME_AT_PROMPT, open};
use crate::app::options::{FormatName, Options};
use crate::app::output::Output;
use crate::app::parameters::all_declared;
use crate::base::{Blame, Code, Diagnostic, Faults, restart_clock};
use crate::graph::Drawing;
use crate::lang::parse;
use crate::render::draw::paint_drawing;
use crate::render::{DrawFormat, write_drawing};
use crate::store::write_file;

/// How a picture is written.
#[derive(Debug, Clone, Copy)]
enum PictureFormat {
    Text(DrawFormat),
    Png,
}

/// Draws to a file, or to standard output.
pub(super) fn run(options: &Options, question: &[String], file: Option<&Path>, output: Output) -> CommandResult {
    let format = format(options)?;
    if matches!(format, PictureFormat::Png) {
        // Fails before a question is answered if painting is not possible at all.
        paint_drawing(&Drawing::default())?;
        if file.is_none() && output.is_terminal() {
            return Err(dots_on_terminal().into());
        }
    }
    let source = question_source(question, options)?;
    let session = open(options, TIME_AT_PROMPT, output)?;
    // The text may be a bare name, which does not parse as a statement and declares no parameter.
    all_declared(&session, &parse(&source).unwrap_or_default())?;
    let (drawing, bytes) = session.budget().within(|| {
        let drawing = session.drawing(&source)?;
        restart_clock();
        let bytes = match format {
            PictureFormat::Text(format) => write_drawing(&drawing, format).into_bytes(),
            PictureFormat::Png => paint_drawing(&drawing)?,
        };
        Ok::<_, Faults>((drawing, bytes))
    })?;
    match file {
        None => output.bytes(&bytes)?,
        Some(file) => {
            output.recoveries(&write_file(file, bytes)?);
            output.message(&format!("picture written: {}", file.display()));
        }
    }
    for note in &drawing.notes {
        output.message(note);
    }
    Ok(ANSWERED)
}

/// The one format that the picture is written in.
fn format(options: &Options) -> Result<PictureFormat, Diagnostic> {
    if options.format.is_empty() {
        return Ok(PictureFormat::Text(DrawFormat::Svg));
    }
    match options.one_format()? {
        FormatName::Svg => Ok(PictureFormat::Text(DrawFormat::Svg)),
        FormatName::Html => Ok(PictureFormat::Text(DrawFormat::Html)),
        FormatName::Dot => Ok(PictureFormat::Text(DrawFormat::Dot)),
        FormatName::Mermaid => Ok(PictureFormat::Text(DrawFormat::Mermaid)),
        FormatName::Png => Ok(PictureFormat::Png),
        other => Err(no_picture(other)),
    }
}

/// `draw "which claims" --format csv`
fn no_picture(format: FormatName) -> Diagnostic {
    let message = format!("pictures cannot be written as {}", format.word());
    Diagnostic::new(Blame::Question, Code::NoPictureFormat, message).help("use svg, png, dot, mermaid or html")
}

/// `draw "which claims" --format png` at a terminal
fn dots_on_terminal() -> Diagnostic {
    let message = "a terminal cannot show a PNG picture";
    Diagnostic::new(Blame::Question, Code::PngOnTerminal, message).help("write it to a file: --output picture.png")
}
