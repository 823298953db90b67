//! Runs the `git` program without the environment of the caller that could change what it does, and turns its errors
//! into diagnostics.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::base::{Blame, Code, Diagnostic};

/// The longest header line of `git cat-file`: an id, a type and a size.
const MAX_HEADER: u64 = 256;

/// The git variables that say where its settings are. Every other one could point git to another repository, or make
/// it run a program.
const KEPT: [&str; 3] = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"];

/// Git, run in a folder.
#[derive(Debug, Clone)]
pub(super) struct Git {
    folder: PathBuf,
}

/// What one run gave.
pub(super) struct GitOutput {
    pub(super) ok: bool,
    pub(super) out: Vec<u8>,
    pub(super) err: String,
}

impl GitOutput {
    /// The output as one line of text.
    pub(super) fn line(&self) -> String {
        let text = String::from_utf8_lossy(&self.out);
        text.strip_suffix('\n').unwrap_or(&text).to_owned()
    }
}

impl Git {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os() {
            let ours = name.to_str().is_some_and(|name| KEPT.contains(&name));
            if name.to_string_lossy().starts_with("GIT_") && !ours {
                command.env_remove(name);
            }
        }
        command
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .args(["--no-pager", "-c", "core.warnAmbiguousRefs=true", "-C"])
            .arg(&self.folder)
            .stdin(Stdio::null());
        command
    }

    /// Runs git to its end, whether it succeeds or not.
    pub(super) fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<GitOutput, Diagnostic> {
        let output = self.command().args(arguments).output();
        let output = output.map_err(|error| no_git(&error))?;
        Ok(GitOutput {
            ok: output.status.success(),
            out: output.stdout,
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Runs git and returns an error if it fails.
    pub(super) fn run_checked(
        &self,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Result<GitOutput, Diagnostic> {
        let ran = self.run(arguments)?;
        if ran.ok {
            return Ok(ran);
        }
        Err(git_failed(&ran.err))
    }

    /// Starts a process that reads objects.
    pub(super) fn objects(&self) -> Result<GitObjects, Diagnostic> {
        let mut child = self
            .command()
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| no_git(&error))?;
        let input = child.stdin.take().expect("it was piped");
        let output = child.stdout.take().expect("it was piped");
        Ok(GitObjects { child, input: Some(input), output: BufReader::new(output) })
    }
}

/// A running `git cat-file --batch`: one process for all objects.
#[derive(Debug)]
pub(super) struct GitObjects {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// An object, or why its bytes are not available.
pub(super) enum Object {
    Bytes(Vec<u8>),
    /// Its size in bytes, which is over the limit.
    TooLarge(u64),
    /// The clone does not have it.
    Missing,
}

impl GitObjects {
    /// Reads an object of at most `limit` bytes.
    pub(super) fn read(&mut self, id: &str, limit: u64) -> io::Result<Object> {
        let input = self.input.as_mut().expect("it is taken when this is dropped");
        input.write_all(format!("{id}\n").as_bytes())?;
        input.flush()?;
        let mut header = String::new();
        self.output.by_ref().take(MAX_HEADER).read_line(&mut header)?;
        let Some(size) = header.rsplit(' ').next().and_then(|it| it.trim().parse().ok()) else {
            return if header.trim_end().ends_with("missing") {
                Ok(Object::Missing)
            } else {
                Err(io::ErrorKind::UnexpectedEof.into())
            };
        };
        let size: u64 = size;
        // Also reads the line break after the object.
        let mut whole = self.output.by_ref().take(size + 1);
        if size > limit {
            io::copy(&mut whole, &mut io::sink())?;
            return Ok(Object::TooLarge(size));
        }
        let mut bytes = Vec::new();
        whole.read_to_end(&mut bytes)?;
        if bytes.pop().is_none() || bytes.len() as u64 != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Object::Bytes(bytes))
    }
}

impl Drop for GitObjects {
    fn drop(&mut self) {
        drop(self.input.take());
        // It ends when its input is closed; an error here cannot be reported to anybody.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `--at main` where git is not installed
fn no_git(error: &io::Error) -> Diagnostic {
    let diagnostic = if error.kind() == io::ErrorKind::NotFound {
        Diagnostic::new(Blame::Io, Code::NoGit, "`git` is not installed, or not in PATH")
    } else {
        let message = format!("`git` cannot be run: {error}");
        Diagnostic::new(Blame::Io, Code::NoGit, message)
    };
    diagnostic.help("the history of the facts is read with git: install it, or leave out the revision")
}

/// any error of git that is not expected
pub(super) fn git_failed(err: &str) -> Diagnostic {
    if err.contains("not a git repository") {
        return no_repository();
    }
    if err.contains("dubious ownership") {
        let message = "git does not trust this repository: it belongs to another user";
        return Diagnostic::new(Blame::Io, Code::UntrustedRepository, message)
            .help("if you trust it, type `git config --global --add safe.directory FOLDER`");
    }
    let line = err.lines().next().unwrap_or("it gave no reason");
    let reason = line.strip_prefix("fatal: ").unwrap_or(line);
    let message = format!("git failed: {reason}");
    Diagnostic::new(Blame::Io, Code::GitFailed, message)
}

/// `--at main` outside a repository
fn no_repository() -> Diagnostic {
    let message = "this folder is not in a git repository: there is no history to read";
    Diagnostic::new(Blame::Question, Code::NoRepository, message)
        .help("go to a folder of the repository that contains the facts")
}
