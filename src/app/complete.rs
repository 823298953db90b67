//! The helper of the line editor: completion, hints, colours.

use std::borrow::Cow;
use std::rc::Rc;
use std::time::Duration;

use anstyle::{AnsiColor, Effects, Style};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use crate::app::damage::unless_damaged;
use crate::app::dot_commands::DOT_COMMANDS;
use crate::app::interrupt::SharedSession;
use crate::app::pace::Pace;
use crate::session::{Offer, WordRole};

/// Bytes of a line that is coloured and hinted at, at most; longer ones can only be pasted.
const MAX_LINE: usize = 2000;

/// How long Tab may take.
const AFTER_TAB: Duration = Duration::from_secs(1);
/// How long a hint may delay the echo of a key.
const AFTER_A_KEY: Duration = Duration::from_millis(50);

/// Provides the line editor with completion, hints, colours, and whether a line is complete.
pub(super) struct LineHelper {
    pub(super) session: Rc<SharedSession>,
    /// True when the terminal may show colours.
    pub(super) coloured: bool,
    pub(super) pace: Pace,
}

impl Completer for LineHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, position: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let text = &line[..position];
        if let Some(command) = text.strip_prefix('.') {
            return Ok((0, commands(command)));
        }
        let Ok(found) = unless_damaged(|| self.session.borrow().offers(text, Some(AFTER_TAB))) else {
            return Ok((position, Vec::new()));
        };
        let typed = &text[found.start..];
        let pairs = found.offers.into_iter().map(|offer| Pair {
            display: offer_text(&offer),
            replacement: if offer.not_insertable { typed.to_owned() } else { offer.text },
        });
        let untried = (found.untried > 0).then(|| Pair {
            display: format!("… {} more not checked: type a letter", found.untried),
            replacement: typed.to_owned(),
        });
        Ok((found.start, pairs.chain(untried).collect()))
    }
}

impl Hinter for LineHelper {
    type Hint = String;

    /// The rest of the likeliest word, if one has been started or follows a blank.
    fn hint(&self, line: &str, position: usize, _: &Context<'_>) -> Option<String> {
        let ends = position == line.len() && line.len() < MAX_LINE;
        if !ends || line.trim().is_empty() || line.starts_with('.') {
            return None;
        }
        let likeliest = || unless_damaged(|| self.session.borrow().likeliest(line, Some(AFTER_A_KEY))).ok().flatten();
        let (start, offer) = self.pace.within_patience(likeliest)??;
        let typed = line.get(start..)?;
        let same = offer.text.get(..typed.len())?.eq_ignore_ascii_case(typed);
        let rest = same.then(|| offer.text[typed.len()..].to_owned())?;
        Some(rest).filter(|rest| !rest.is_empty())
    }
}

impl Highlighter for LineHelper {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.coloured || line.starts_with('.') || line.len() > MAX_LINE {
            return Cow::Borrowed(line);
        }
        let roles = || unless_damaged(|| self.session.borrow().roles(line)).unwrap_or_default();
        let Some(roles) = self.pace.within_patience(roles) else {
            return Cow::Borrowed(line);
        };
        let mut text = String::with_capacity(line.len() * 2);
        let mut at = 0;
        for (span, role) in roles {
            // A word still being typed does not count as unknown yet.
            let typing = role == WordRole::Unknown && span.end == line.len();
            let style = if typing { Style::new() } else { style(role) };
            text.push_str(&line[at..span.start]);
            text.push_str(&format!("{style}{}{style:#}", &line[span.start..span.end]));
            at = span.end;
        }
        text.push_str(&line[at..]);
        Cow::Owned(text)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        let dim = Style::new().effects(Effects::DIMMED);
        if self.coloured { Cow::Owned(format!("{dim}{hint}{dim:#}")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.coloured
    }
}

/// The style of a word: roles differ in colour, and unknown words are underlined.
fn style(role: WordRole) -> Style {
    let coloured = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match role {
        WordRole::Keyword => coloured(AnsiColor::Blue),
        WordRole::Kind => Style::new().effects(Effects::BOLD),
        WordRole::Relation => coloured(AnsiColor::Cyan),
        WordRole::Attribute => coloured(AnsiColor::Yellow),
        WordRole::Adjective => coloured(AnsiColor::Magenta),
        WordRole::Name => coloured(AnsiColor::Green),
        WordRole::Literal => coloured(AnsiColor::BrightYellow),
        WordRole::Unknown => coloured(AnsiColor::Red).effects(Effects::UNDERLINE),
    }
}

impl Validator for LineHelper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        self.pace.key();
        let text = last_block(context.input());
        // An empty line ends an open statement, so that its fault can be reported.
        let open =
            !text.ends_with('\n') && unless_damaged(|| self.session.borrow().is_incomplete(text)).unwrap_or(false);
        Ok(if open { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Helper for LineHelper {}

/// The lines after the last empty line or command: what precedes was pasted, and is complete.
fn last_block(text: &str) -> &str {
    let mut begin = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let ends = line.trim().is_empty() || line.starts_with('.');
        if ends && at < text.len() {
            begin = at;
        }
    }
    &text[begin..]
}

/// The commands that begin with `typed`, which lacks the dot.
fn commands(typed: &str) -> Vec<Pair> {
    let found = DOT_COMMANDS.iter().filter(|(name, _)| name[1..].starts_with(typed));
    let pair = |(name, _): &(&str, &str)| Pair { display: (*name).to_owned(), replacement: (*name).to_owned() };
    found.map(pair).collect()
}

/// An offer as listed, with the number of its occurrences.
fn offer_text(offer: &Offer) -> String {
    match (offer.not_insertable, offer.count) {
        (true, _) => format!("‹{}›", offer.text),
        (false, Some(count)) => format!("{} ({count})", offer.text),
        (false, None) => offer.text.clone(),
    }
}
