//! `caveat site`: makes a web site of the facts in a folder, and leaves nothing half done or stale.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::app::exit::{ANSWERED, CommandResult};
use crate::app::opening::{TIME_IN_SCRIPT, open};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::base::{Blame, Code, Diagnostic};
use crate::files::open_file;
use crate::render::{SiteFile, write_site};
use crate::site::site;
use crate::store::{
    FileChange, Recoveries, is_temporary, make_folder, recover, remove_empty_folder, unwritable, write_files,
};

/// The file that lists which files of a folder belong to a site made by this program.
const MARKER: &str = ".caveat-site";
/// The first line of the marker.
const HEADING: &str = "made by caveat site; it replaces and removes the files named here, and no others";

/// Makes the site and writes it to its folder.
pub(super) fn run(options: &Options, folder: &Path, output: Output) -> CommandResult {
    // Finishes what a killed run began.
    let finished = recover(folder)?;
    finished.iter().for_each(|it| output.message(&it.message()));
    // Fails before the facts are read if the folder cannot be used.
    earlier_files(folder)?;
    let session = open(options, TIME_IN_SCRIPT, output)?;
    let site = site(&session)?;
    let files = write_site(&site);
    output.recoveries(&put(folder, &files)?);
    let pages = files.iter().filter(|it| it.name.ends_with(".html")).count();
    output.message(&format!("site written: {}, {pages} pages in {} files", folder.display(), files.len()));
    Ok(ANSWERED)
}

/// The files of an earlier site in the folder; empty if the folder is missing or empty.
fn earlier_files(folder: &Path) -> Result<BTreeSet<String>, Diagnostic> {
    if folder.join(MARKER).is_symlink() {
        // caveat makes no links: the target of this one speaks of another folder.
        return Err(not_a_site(folder));
    }
    match open_file(&folder.join(MARKER)).and_then(io::read_to_string) {
        Ok(text) if text.starts_with(HEADING) => {
            Ok(text.lines().skip(1).filter(|it| is_ours(it)).map(str::to_owned).collect())
        }
        Ok(_) => Err(not_a_site(folder)),
        Err(error) if error.kind() == ErrorKind::NotFound => match is_free(folder) {
            Ok(true) => Ok(BTreeSet::new()),
            Ok(false) => Err(not_a_site(folder)),
            Err(error) => Err(unwritable(folder, &error)),
        },
        Err(error) => Err(unwritable(folder, &error)),
    }
}

/// True if the folder is missing, or holds only remains of a killed run.
fn is_free(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(inside) => {
            let names: Vec<_> = inside.map(|it| Ok(it?.file_name())).collect::<io::Result<_>>()?;
            Ok(names.iter().all(|it| it.to_str().is_some_and(is_temporary)))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// True for a name that the site could have given: a marker must not cause the removal of anything else.
fn is_ours(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

/// Writes all files, and removes those that only the earlier site had: all or nothing. A link with the name of a page
/// is itself replaced or removed; its target is not part of this folder.
fn put(folder: &Path, files: &[SiteFile]) -> Result<Recoveries, Diagnostic> {
    let before = earlier_files(folder)?;
    let now: BTreeSet<String> = files.iter().map(|it| it.name.clone()).collect();
    let mut others = now.difference(&before);
    if let Some(other) = others.find(|it| folder.join(it).symlink_metadata().is_ok()) {
        return Err(in_the_way(&folder.join(other)));
    }
    let made = make_folder(folder).map_err(|error| unwritable(folder, &error))?;
    let names: Vec<&str> = now.iter().map(String::as_str).collect();
    let marker = format!("{HEADING}\n{}\n", names.join("\n"));
    let mut changes = vec![FileChange::replace(folder.join(MARKER), marker)];
    changes.extend(files.iter().map(|it| FileChange::replace(folder.join(&it.name), it.content.as_bytes())));
    changes.extend(before.difference(&now).map(|it| FileChange::remove(folder.join(it))));
    let written = write_files(&changes);
    if written.is_err() && made {
        remove_empty_folder(folder);
    }
    written
}

/// `caveat site .` in a folder with files of other people
fn not_a_site(folder: &Path) -> Diagnostic {
    let message = format!("`{}` contains files that are not a caveat site", folder.display());
    Diagnostic::new(Blame::Question, Code::NotASite, message)
        .help("name a new or empty folder, or one with a site that caveat made")
}

/// a file put by a person into the folder of a site, where a page belongs
fn in_the_way(file: &Path) -> Diagnostic {
    let message = format!("`{}` was not made by caveat, but the site has a page of that name", file.display());
    Diagnostic::new(Blame::Question, Code::InTheWay, message).help("move the file elsewhere, or name another folder")
}
