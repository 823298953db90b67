//! Git repositories for tests: in a folder of their own, with nothing of the caller's settings, and the
//! same commits each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use tempfile::TempDir;

use crate::cli::{RunOutput, caveat, run_command};
use crate::tools::skip_or_fail;
use crate::world::root;

/// The environment of git, so that a commit has the same id everywhere.
pub(crate) const ENVIRONMENT: [(&str, &str); 9] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_AUTHOR_NAME", "Ada"),
    ("GIT_AUTHOR_EMAIL", "ada@example.org"),
    ("GIT_COMMITTER_NAME", "Ada"),
    ("GIT_COMMITTER_EMAIL", "ada@example.org"),
    ("GIT_DEFAULT_HASH", "sha1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("LC_ALL", "C"),
];

/// True where git is installed; reports where it is not.
pub(crate) fn has_git() -> bool {
    let there = Process::new("git").arg("--version").output().is_ok();
    if !there {
        skip_or_fail("there is no git");
    }
    there
}

/// A repository in a folder of its own.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    /// An empty one, its branch called `main`.
    pub(crate) fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, with its folders.
    pub(crate) fn write(&self, name: &str, text: &str) -> &Self {
        let file = self.file(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// Copies a file of the project.
    pub(crate) fn copy(&self, from: &str, name: &str) -> &Self {
        self.write(name, &fs::read_to_string(root().join(from)).unwrap())
    }

    /// Replaces a text that occurs once.
    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {name}:\n{text}");
        self.write(name, &text.replace(from, to))
    }

    /// Commits everything at noon of a day.
    pub(crate) fn commit(&self, day: &str) -> &Self {
        self.commit_at(&format!("{day}T12:00:00Z"))
    }

    pub(crate) fn commit_at(&self, time: &str) -> &Self {
        self.git(&["add", "--all"]);
        let message = format!("As of {time}");
        self.git_at(time, &["commit", "--quiet", "--allow-empty", "-m", &message]);
        self
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_at("2026-01-01T12:00:00Z", arguments)
    }

    /// Runs git as if it were that time.
    pub(crate) fn git_at(&self, time: &str, arguments: &[&str]) -> String {
        let output = Process::new("git")
            .args(arguments)
            .current_dir(self.path())
            .env("HOME", self.path())
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_AUTHOR_DATE", time)
            .env("GIT_COMMITTER_DATE", time)
            .envs(ENVIRONMENT)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "git {arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs caveat in the repository.
    pub(crate) fn caveat(&self, arguments: &[&str]) -> RunOutput {
        self.caveat_in("", arguments)
    }

    /// Runs caveat in a folder of the repository.
    pub(crate) fn caveat_in(&self, folder: &str, arguments: &[&str]) -> RunOutput {
        let mut command = caveat(&self.file(folder));
        run_command(command.envs(ENVIRONMENT).args(arguments))
    }
}
