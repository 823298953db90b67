//! The scripts of an audit: files and folders → statements, including those of included scripts. A script that cannot
//! be read is kept with its faults; the others run without it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::audit::include::{ScriptLoader, scripts_at};
use crate::audit::script_files::{ScriptFile, ScriptItem, Scripts, digest_of, include_target};
use crate::base::{Blame, Code, Diagnostic, Faults, Source, Span, nearest};
use crate::files::Files;
use crate::lang::{Check, Statement, StatementKind, SuiteBlock, parse};

// ------------------------------------------------------------------------------- faults

/// two checks, or two suites, of one id
fn duplicate_id(id: &str, again: (&Source, Span), first: (&Source, Span)) -> Diagnostic {
    let message = format!("the id `{id}` is already used");
    Diagnostic::new(Blame::Question, Code::TakenId, message)
        .at(again.0, again.1, "again")
        .at(first.0, first.1, "first")
        .help("give each its own id: waivers, baselines and reports refer to it")
}

/// `--check no-publik-source`, `checks no-publik-source`
pub(super) fn no_such(what: &str, word: &str, known: &[&str]) -> Diagnostic {
    let message = format!("there is no {what} `{word}` in the scripts that were read");
    let fault = Diagnostic::new(Blame::Question, Code::NoSuchCheck, message);
    let near = nearest(word, known.iter().copied());
    if near.is_empty() {
        fault.help("`caveat audit --list` shows checks, tags and suites")
    } else {
        fault.help(format!("nearest: `{}`", near.join("`, `")))
    }
}

/// `include "broken.cav"`
fn faulty_include(source: &Source, span: Span, other: &Source) -> Diagnostic {
    let message = format!("`{}` cannot be understood", other.name);
    Diagnostic::new(Blame::Question, Code::FaultyInclude, message).at(source, span, "included here")
}

/// a script on standard input that includes another
fn includes_from_nowhere(source: &Source, span: Span) -> Diagnostic {
    let message = "a script on standard input cannot include other scripts";
    Diagnostic::new(Blame::Question, Code::OutsideTheWorkspace, message)
        .at(source, span, "")
        .help("save the script to a file in the workspace")
}

impl Scripts {
    /// Reads files, and all scripts in folders. Paths are relative to the root of the workspace. Faults of a script are
    /// kept with it.
    ///
    /// # Errors
    /// When a path does not exist, or a folder has no script.
    pub fn read(paths: &[PathBuf], files: &Files) -> Result<Self, Faults> {
        let mut reading = ScriptLoader::of(files);
        let mut faults = Vec::new();
        for path in paths {
            match scripts_at(path, files) {
                Ok((scripts, outside)) => {
                    reading.scripts.outside.extend(outside.iter().map(|it| files.display_name(it)));
                    for script in scripts {
                        let at = reading.script(&script);
                        if !reading.scripts.named.contains(&at) {
                            reading.scripts.named.push(at);
                        }
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let mut scripts = reading.scripts;
        scripts.add_duplicate_id_faults();
        scripts.add_unknown_member_faults();
        scripts.propagate_faults();
        Ok(scripts)
    }

    /// Scripts given as texts with names, which can include nothing.
    #[must_use]
    pub fn of(sources: Vec<Source>) -> Self {
        let mut scripts = Self {
            named: (0..sources.len()).collect(),
            read: sources.into_iter().map(ScriptFile::of).collect(),
            outside: Vec::new(),
        };
        for script in &mut scripts.read {
            let includes = script.statements.iter().filter_map(include_target);
            let faults: Vec<Diagnostic> =
                includes.map(|(_, span)| includes_from_nowhere(&script.source, span)).collect();
            script.includes = vec![None; faults.len()];
            script.faults.extend(faults);
        }
        scripts.add_duplicate_id_faults();
        scripts.add_unknown_member_faults();
        scripts
    }

    /// Every check.
    pub fn checks(&self) -> impl Iterator<Item = ScriptItem<'_, Check>> {
        let scripts = self.read.iter().enumerate();
        scripts.flat_map(|(script, it)| it.checks().map(move |it| ScriptItem { script, it }))
    }

    /// Every suite, with its sections.
    pub fn suites(&self) -> Vec<(ScriptItem<'_, SuiteBlock>, Vec<&SuiteBlock>)> {
        let mut suites: Vec<(ScriptItem<'_, SuiteBlock>, Vec<&SuiteBlock>)> = Vec::new();
        for (script, read) in self.read.iter().enumerate() {
            for statement in &read.statements {
                match &statement.kind {
                    StatementKind::Suite(it) => suites.push((ScriptItem { script, it }, Vec::new())),
                    StatementKind::Section(section) => {
                        let suite = suites.last_mut().filter(|it| it.0.script == script);
                        if let Some((_, sections)) = suite {
                            sections.push(section);
                        }
                    }
                    _ => {}
                }
            }
        }
        suites
    }

    /// The statements of a script, with those of included scripts in place of the includes, each script once. Each
    /// statement comes with the index of its script.
    #[must_use]
    pub fn statements_with_includes(&self, script: usize) -> Vec<(usize, &Statement)> {
        let mut spliced = Vec::new();
        self.splice(script, &mut Vec::new(), &mut spliced);
        spliced
    }

    pub(super) fn splice<'a>(&'a self, script: usize, met: &mut Vec<usize>, spliced: &mut Vec<(usize, &'a Statement)>) {
        met.push(script);
        let read = &self.read[script];
        let mut includes = read.includes.iter();
        for statement in &read.statements {
            if include_target(statement).is_none() {
                spliced.push((script, statement));
                continue;
            }
            if let Some(Some(next)) = includes.next()
                && !met.contains(next)
            {
                self.splice(*next, met, spliced);
            }
        }
    }

    /// Adds a fault to a script that reuses an id: a waiver must name exactly one check.
    pub(super) fn add_duplicate_id_faults(&mut self) {
        let mut known: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        let mut faults = Vec::new();
        for check in self.checks() {
            let id = &check.it.id;
            match known.get(id.text.as_str()) {
                None => drop(known.insert(&id.text, (check.script, id.span))),
                Some((first, span)) => faults.push((
                    check.script,
                    duplicate_id(
                        &id.text,
                        (&self.read[check.script].source, id.span),
                        (&self.read[*first].source, *span),
                    ),
                )),
            }
        }
        let mut suites: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        for (suite, _) in self.suites() {
            let id = &suite.it.id;
            match suites.get(id.text.as_str()) {
                None => drop(suites.insert(&id.text, (suite.script, id.span))),
                Some((first, span)) => faults.push((
                    suite.script,
                    duplicate_id(
                        &id.text,
                        (&self.read[suite.script].source, id.span),
                        (&self.read[*first].source, *span),
                    ),
                )),
            }
        }
        for (script, fault) in faults {
            self.read[script].faults.push(fault);
        }
    }

    /// Adds a fault to a suite that names an unknown check or tag, which would otherwise be skipped silently.
    pub(super) fn add_unknown_member_faults(&mut self) {
        let ids: Vec<&str> = self.checks().map(|it| it.it.id.text.as_str()).collect();
        let tags: Vec<&str> = self.checks().flat_map(|it| it.it.tags.iter().map(|tag| tag.text.as_str())).collect();
        let mut faults = Vec::new();
        for (suite, sections) in self.suites() {
            let source = &self.read[suite.script].source;
            for group in std::iter::once(suite.it).chain(sections) {
                let strange = |known: &[&str], word: &str| !known.contains(&word);
                let checks = group.checks.iter();
                for id in checks.filter(|it| strange(&ids, &it.text)) {
                    let fault = no_such("check", &id.text, &ids).at(source, id.span, "");
                    faults.push((suite.script, fault));
                }
                let tagged = group.tagged.iter();
                for tag in tagged.filter(|it| strange(&tags, &it.text)) {
                    let fault = no_such("tag", &tag.text, &tags).at(source, tag.span, "");
                    faults.push((suite.script, fault));
                }
            }
        }
        for (script, fault) in faults {
            self.read[script].faults.push(fault);
        }
    }

    /// Marks scripts that include a faulty one as faulty, too.
    pub(super) fn propagate_faults(&mut self) {
        // A repeated id is a fault of checks only: the definitions in the script are understood.
        let is_at_fault = |it: &ScriptFile| it.faults.iter().any(|fault| fault.code != Code::TakenId);
        let mut at_fault: Vec<bool> = self.read.iter().map(is_at_fault).collect();
        loop {
            let mut told = Vec::new();
            for (script, read) in self.read.iter().enumerate().filter(|(at, _)| !at_fault[*at]) {
                let includes = read.statements.iter().filter_map(include_target);
                let mut includes = includes.zip(&read.includes);
                let faulty = includes.find_map(|((_, span), next)| {
                    let next = next.filter(|next| at_fault[*next])?;
                    Some(faulty_include(&read.source, span, &self.read[next].source))
                });
                told.extend(faulty.map(|fault| (script, fault)));
            }
            if told.is_empty() {
                return;
            }
            for (script, fault) in told {
                at_fault[script] = true;
                self.read[script].faults.push(fault);
            }
        }
    }
}

impl ScriptFile {
    /// Its checks, in order.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.statements.iter().filter_map(Statement::check)
    }

    /// The number of its questions that are not checks.
    #[must_use]
    pub fn questions(&self) -> usize {
        let asks = |it: &&Statement| it.asks() && it.check().is_none();
        self.statements.iter().filter(asks).count()
    }
}

impl ScriptFile {
    /// A script, parsed on its own, without what it includes.
    pub(super) fn of(source: Source) -> Self {
        let parsed = parse(&source);
        let (statements, faults) = match parsed {
            Ok(statements) => (statements, Vec::new()),
            Err(fault) => (Vec::new(), vec![fault]),
        };
        Self { digest: digest_of(&source), statements, includes: Vec::new(), faults, source }
    }

    /// A script whose bytes could not be read, or are not text.
    pub(super) fn unreadable(name: &str, fault: Diagnostic) -> Self {
        Self {
            source: Source::new(name, ""),
            digest: String::new(),
            statements: Vec::new(),
            includes: Vec::new(),
            faults: vec![fault],
        }
    }
}
