//! Scripts that include one another: each is read once, and never from outside the workspace.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::audit::script_files::{ScriptFile, Scripts, include_target, text};
use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::files::Files;
use crate::lang::MAX_SCRIPT;

/// The maximum nesting depth of includes.
const MAX_INCLUDES: usize = 16;
/// The file name extension of scripts.
const ENDING: &str = "cav";

/// The scripts at a path, and those in its folder that are links out of the workspace.
pub(super) fn scripts_at(path: &Path, files: &Files) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Diagnostic> {
    if !files.find(path)?.folder {
        return Ok((vec![path.to_owned()], Vec::new()));
    }
    let mut scripts = files.list(path)?;
    scripts.retain(|it| it.extension().unwrap_or_default().eq_ignore_ascii_case(ENDING));
    // A link out of the workspace is not one of its scripts.
    let (scripts, outside): (Vec<PathBuf>, _) =
        scripts.into_iter().partition(|it| it.is_absolute() || files.is_inside(it));
    if scripts.is_empty() {
        return Err(no_scripts(path));
    }
    Ok((scripts, outside))
}

/// Scripts while they are being read.
pub(super) struct ScriptLoader<'a> {
    files: &'a Files,
    pub(super) scripts: Scripts,
    /// The index of each script, by its real path.
    known: BTreeMap<PathBuf, usize>,
    /// The scripts being read, each included by the previous one.
    stack: Vec<usize>,
}

impl<'a> ScriptLoader<'a> {
    pub(super) fn of(files: &'a Files) -> Self {
        Self { files, scripts: Scripts::default(), known: BTreeMap::new(), stack: Vec::new() }
    }

    /// Reads a script and what it includes, unless it is known already. Returns its index.
    pub(super) fn script(&mut self, path: &Path) -> usize {
        let name = self.files.display_name(path);
        let real = self.files.find(path).map(|found| found.real);
        if let Some(known) = real.as_ref().ok().and_then(|real| self.known.get(real)) {
            return *known;
        }
        let at = self.scripts.read.len();
        let script = real.and_then(|real| {
            self.known.insert(real, at);
            text(&name, &self.files.read(path, MAX_SCRIPT as u64)?)
        });
        self.scripts.read.push(match script {
            Ok(source) => ScriptFile::of(source),
            Err(fault) => ScriptFile::unreadable(&name, fault),
        });
        let included: Vec<(String, Span)> = self.scripts.read[at]
            .statements
            .iter()
            .filter_map(include_target)
            .map(|(file, span)| (file.to_owned(), span))
            .collect();
        self.stack.push(at);
        for (file, span) in included {
            let next = self.include(path, &file, span);
            let script = &mut self.scripts.read[at];
            match next {
                Ok(next) => script.includes.push(Some(next)),
                Err(fault) => {
                    script.includes.push(None);
                    script.faults.push(fault);
                }
            }
        }
        self.stack.pop();
        at
    }

    fn include(&mut self, path: &Path, file: &str, span: Span) -> Result<usize, Diagnostic> {
        let source = self.source().clone();
        let folder = path.parent().unwrap_or(Path::new(""));
        // A script outside the workspace may include files from its own folder.
        let files = if path.is_absolute() { self.files.with_root(folder) } else { self.files.clone() };
        let target = inside(folder, file).ok_or_else(|| outside(&source, span))?;
        let found = files.find(&target).map_err(|fault| {
            let help = format!("the path is relative to `{}`", source.name);
            Diagnostic { blame: Blame::Question, ..fault.at(&source, span, "").help(help) }
        })?;
        if !files.is_inside(&target) {
            return Err(outside(&source, span));
        }
        if found.folder {
            return Err(a_folder(&source, span));
        }
        let known = self.known.get(&found.real);
        if let Some(from) = self.stack.iter().position(|it| Some(it) == known) {
            let names = self.stack[from..].iter();
            let mut names: Vec<&str> = names.map(|it| &*self.scripts.read[*it].source.name).collect();
            names.push(names[0]);
            return Err(include_cycle(&source, span, &names));
        }
        if self.stack.len() >= MAX_INCLUDES {
            return Err(too_deep(&source, span));
        }
        Ok(self.script(&target))
    }

    /// The script that is being read.
    fn source(&self) -> &Source {
        let at = self.stack.last().expect("an include stands in a script");
        &self.scripts.read[*at].source
    }
}

/// A path relative to a folder, without `.` and `..`; `None` if it leaves the root.
fn inside(folder: &Path, file: &str) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    for part in folder.join(file).components() {
        match part {
            Component::ParentDir => {
                let popped = path.pop();
                popped.then_some(())?;
            }
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    let absolute = Path::new(file).is_absolute();
    (!absolute && (!folder.is_absolute() || path.starts_with(folder))).then_some(path)
}

/// The path of a file that a script names, relative to the script; `None` if it leaves the root.
pub(super) fn beside(script: &Path, file: &str) -> Option<PathBuf> {
    inside(script.parent().unwrap_or(Path::new("")), file)
}

// ------------------------------------------------------------------------------- faults

/// `caveat audit data`
fn no_scripts(path: &Path) -> Diagnostic {
    let message = format!("`{}` contains no script", path.display());
    Diagnostic::new(Blame::Question, Code::NoScripts, message).help("the names of scripts end in .cav")
}

/// `include "../../secrets.cav"`
fn outside(source: &Source, span: Span) -> Diagnostic {
    let message = "a script can only include files of the workspace";
    Diagnostic::new(Blame::Question, Code::OutsideTheWorkspace, message)
        .at(source, span, "outside the workspace")
        .help("copy the script into the workspace; a symbolic link to it is not enough")
}

/// `include "definitions"`
fn a_folder(source: &Source, span: Span) -> Diagnostic {
    let message = "only a script can be included, not a folder";
    Diagnostic::new(Blame::Question, Code::AFolder, message)
        .at(source, span, "a folder")
        .help("include its scripts one by one")
}

/// `a.cav` includes `b.cav`, which includes `a.cav`
fn include_cycle(source: &Source, span: Span, names: &[&str]) -> Diagnostic {
    let message = "scripts include one another in a cycle";
    Diagnostic::new(Blame::Question, Code::IncludeCircle, message)
        .at(source, span, names.join(" → "))
        .help("move what they share to another script")
}

/// 17 scripts, one inside the other
fn too_deep(source: &Source, span: Span) -> Diagnostic {
    let message = format!("includes are nested more than {MAX_INCLUDES} deep");
    Diagnostic::new(Blame::Question, Code::TooDeep, message).at(source, span, "one too many")
}
