//! The commands of the prompt, which begin with a dot.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum as _;

use crate::app::conversation::Conversation;
use crate::app::dot_commands::DOT_COMMANDS;
use crate::app::input::{at_terminal, script};
use crate::app::options::FormatName;
use crate::app::schema::print_schema;
use crate::app::{help, load_remarks};
use crate::base::{Blame, Code, Diagnostic, Faults, Source, nearest, restart_clock};
use crate::lang::{format, parse};
use crate::render::{DrawFormat, write_drawing};
use crate::store::{Workspace, create_file, make_folder, remove_empty_folder, unwritable};

/// Characters in the file name of a picture, at most.
const MAX_NAME: usize = 60;

/// Whether the prompt continues.
pub(super) enum PromptFlow {
    Go,
    Quit,
}

impl Conversation {
    /// Executes a command, given without its dot.
    pub(super) fn dot(&mut self, command: &str) -> Result<PromptFlow, Faults> {
        let (name, rest) = command.split_once(' ').unwrap_or((command, ""));
        let rest = rest.trim();
        match name {
            "help" if rest.is_empty() => self.retry_if_damaged(|it| it.print(&help::help(&it.session.borrow())))?,
            "help" => match help::topic(rest) {
                Some(text) => self.print(text)?,
                None => return Err(no_topic(rest).into()),
            },
            "schema" => {
                let kind = Some(rest).filter(|kind| !kind.is_empty());
                self.retry_if_damaged(|it| {
                    it.within_budget(|session| print_schema(&session.borrow(), kind, it.output))
                })?;
            }
            "data" => self.retry_if_damaged(|it| it.print(&help::data(&it.session.borrow())))?,
            "define" => {
                let lines: Vec<String> = self.defined.iter().map(|it| format!("{it}\n")).collect();
                self.print(&lines.concat())?;
            }
            "draw" => self.retry_if_damaged(|it| it.draw(rest))?,
            "explain" => self.retry_if_damaged(|it| it.explain(rest))?,
            "format" => {
                let format = format_named(rest).and_then(FormatName::answer_format);
                self.output.format = format?;
            }
            "width" => self.output.width = width(rest)?,
            "why" => self.remarks(),
            "timer" => self.timer = switch(rest)?,
            "save" => self.save(rest)?,
            "run" => {
                let path = question_file(rest, "run")?;
                let text = script(&path)?;
                self.answer(&text.text)?;
            }
            "edit" => {
                let text = edit_text(self.last.as_deref().unwrap_or_default())?;
                self.answer(&text)?;
            }
            "reload" => {
                self.reload()?;
                self.output.message(&help::welcome(&self.session.borrow()));
                load_remarks::print_remarks(&self.session.borrow(), self.output);
            }
            "quit" | "exit" => return Ok(PromptFlow::Quit),
            _ => return Err(unknown_command(name).into()),
        }
        Ok(PromptFlow::Go)
    }

    fn print(&self, text: &str) -> Result<(), Faults> {
        self.output.data(text).map_err(Faults::from)
    }

    fn explain(&self, question: &str) -> Result<(), Faults> {
        if question.is_empty() {
            return Err(needs("explain", "a question", "which claims lack a source").into());
        }
        let source = Source::new("question", question);
        let mut told = String::new();
        let explained = self.within_budget(|session| {
            for statement in parse(&source)? {
                told += &help::explanation(&session.borrow_mut().explain(&statement, &source)?);
            }
            Ok(())
        });
        // What precedes a fault is still printed.
        self.print(&told)?;
        explained
    }

    /// Draws to a new file in the current folder.
    fn draw(&self, text: &str) -> Result<(), Faults> {
        if text.is_empty() {
            let what = "a name or a question";
            return Err(needs("draw", what, "which claims lack a source").into());
        }
        let (drawing, picture) = self.within_budget(|session| {
            let drawing = session.borrow().drawing(&Source::new("question", text))?;
            restart_clock();
            let picture = write_drawing(&drawing, DrawFormat::Svg);
            Ok((drawing, picture))
        })?;
        let name = slug(text);
        let numbered = (2..1000).map(|number| format!("{name}-{number}.svg"));
        let names = std::iter::once(format!("{name}.svg")).chain(numbered);
        let (path, endings) = create_file(Path::new(""), names, picture.as_bytes())?;
        self.output.recoveries(&endings);
        let path =
            path.ok_or_else(|| unwritable(Path::new(&format!("{name}.svg")), &io::ErrorKind::AlreadyExists.into()))?;
        self.output.message(&format!("picture written: {}", path.display()));
        for note in &drawing.notes {
            self.output.message(note);
        }
        Ok(())
    }

    /// Writes the last question and the definitions before it to a new file in `queries`.
    fn save(&self, name: &str) -> Result<(), Diagnostic> {
        let path = question_file(name, "save")?;
        if self.unanswered {
            let message = "the last question was not answered, so it cannot be saved";
            return Err(Diagnostic::new(Blame::Question, Code::NotAnswered, message)
                .help("correct it and ask it again, then save it"));
        }
        let Some(last) = &self.last else {
            let message = "no question has been asked yet";
            return Err(
                Diagnostic::new(Blame::Question, Code::NothingAsked, message).help("ask a question, then save it")
            );
        };
        let mut text = self.defined.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(last);
        text.push('\n');
        let text = format(&Source::new("question", text.as_str()))?;
        let shown = path.display().to_string();
        let folder = path.parent().unwrap_or(Path::new("."));
        let made = make_folder(folder).map_err(|error| unwritable(folder, &error))?;
        let file = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let created = create_file(folder, file, text.as_bytes());
        if made && created.is_err() {
            remove_empty_folder(folder);
        }
        let (created, endings) = created?;
        self.output.recoveries(&endings);
        if created.is_none() {
            return Err(is_taken(&path));
        }
        self.output.message(&format!("saved: {shown}"));
        Ok(())
    }
}

/// A file name made of the words of a text: `which-claims-lack-a-source`.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let name: String = words.join("-").chars().take(MAX_NAME).collect();
    match name.trim_end_matches('-') {
        "" => "picture".to_owned(),
        name => name.to_owned(),
    }
}

/// The file of a saved question: `queries/NAME.cav` of the workspace.
fn question_file(name: &str, command: &str) -> Result<PathBuf, Diagnostic> {
    let name = name.strip_suffix(".cav").unwrap_or(name);
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        let what = "a name of letters, digits and hyphens";
        return Err(needs(command, what, "no-public-source"));
    }
    let here = std::env::current_dir().unwrap_or_default();
    let root = Workspace::find(&here).map_or_else(|_| here.clone(), |workspace| workspace.root);
    let path = root.join("queries").join(format!("{name}.cav"));
    Ok(path.strip_prefix(&here).map_or(path.clone(), PathBuf::from))
}

/// Lets the user edit a text in an editor.
fn edit_text(text: &str) -> Result<String, Diagnostic> {
    let editor = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok());
    let editor = editor.filter(|editor| !editor.trim().is_empty());
    let (Some(editor), true) = (editor, at_terminal()) else {
        let message = "no editor can be opened";
        return Err(Diagnostic::new(Blame::Question, Code::NoEditor, message)
            .help("set $VISUAL or $EDITOR, and run the prompt at a terminal"));
    };
    let run = || -> io::Result<String> {
        let mut file = tempfile::Builder::new().suffix(".cav").tempfile()?;
        file.write_all(text.as_bytes())?;
        let mut words = editor.split_whitespace();
        let program = words.next().unwrap_or("vi");
        let ended = Command::new(program).args(words).arg(file.path()).status()?;
        if !ended.success() {
            return Err(io::Error::other("the editor failed"));
        }
        fs::read_to_string(file.path())
    };
    run().map_err(|error| {
        let message = format!("`{editor}` cannot be used: {error}");
        Diagnostic::new(Blame::Io, Code::NoEditor, message)
    })
}

fn format_named(name: &str) -> Result<FormatName, Diagnostic> {
    FormatName::from_str(name, true).map_err(|_| {
        let names: Vec<String> =
            FormatName::value_variants().iter().filter_map(|format| format.answer().map(|_| format.word())).collect();
        needs("format", &format!("one of {}", names.join(", ")), "csv")
    })
}

fn width(text: &str) -> Result<Option<u16>, Diagnostic> {
    let number = text.parse().ok().filter(|columns| *columns >= 20);
    match (text, number) {
        ("auto", _) => Ok(None),
        (_, Some(columns)) => Ok(Some(columns)),
        _ => Err(needs("width", "20 columns or more, or `auto`", "100")),
    }
}

fn switch(text: &str) -> Result<bool, Diagnostic> {
    match text {
        "on" | "" => Ok(true),
        "off" => Ok(false),
        _ => Err(needs("timer", "`on` or `off`", "on")),
    }
}

// --------------------------------------------------------------------------------- faults

/// `.hlep`
fn unknown_command(name: &str) -> Diagnostic {
    let message = format!("`.{name}` is not a command");
    let known = DOT_COMMANDS.map(|(command, _)| &command[1..]);
    let near = nearest(name, known);
    let help = match near.first() {
        Some(near) => format!("nearest: `.{near}`"),
        None => {
            let names: Vec<&str> = DOT_COMMANDS.iter().map(|(name, _)| *name).collect();
            format!("commands: {}", names.join(", "))
        }
    };
    Diagnostic::new(Blame::Question, Code::UnknownCommand, message).help(help)
}

/// `.explain` alone, `.width 3`
fn needs(command: &str, what: &str, example: &str) -> Diagnostic {
    let message = format!("`.{command}` needs {what}");
    Diagnostic::new(Blame::Question, Code::CommandNeeds, message).help(format!("as in .{command} {example}"))
}

/// `.help cheese`
fn no_topic(name: &str) -> Diagnostic {
    let message = format!("there is no help on `{}`", crate::base::visible(name));
    let topics: Vec<&str> = help::TOPICS.iter().map(|(topic, _)| *topic).collect();
    Diagnostic::new(Blame::Question, Code::NoTopic, message).help(format!("topics: {}", topics.join(", ")))
}

/// `.save books` a second time
fn is_taken(path: &Path) -> Diagnostic {
    let message = format!("`{}` already exists", path.display());
    Diagnostic::new(Blame::Question, Code::NameIsTaken, message)
        .help("save the question under another name, or remove the file")
}
