//! The files of one commit, as git lists them. Links are followed only inside the commit.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::{Blame, Code, Diagnostic};
use crate::files::git::{Git, GitObjects, Object};
use crate::files::resolved::{ResolvedPath, file_too_large};
use crate::files::revision::Revision;

/// The maximum number of links followed for one path.
const MAX_LINKS: usize = 40;
/// The maximum length in bytes of the target of a link.
const MAX_LINK: u64 = 4096;

/// The files of one commit, seen from a folder.
#[derive(Debug, Clone)]
pub struct Tree {
    shared: Arc<SharedTree>,
    /// The folder that paths are relative to, as it would be on disk.
    root: PathBuf,
}

#[derive(Debug)]
struct SharedTree {
    git: Git,
    revision: Revision,
    top: PathBuf,
    nodes: TreeFolder,
    /// The git process, started when the first file is read.
    objects: Mutex<Option<GitObjects>>,
}

type TreeFolder = BTreeMap<String, TreeEntry>;

/// What git stores at a path.
#[derive(Debug)]
enum TreeEntry {
    Folder(TreeFolder),
    File(String),
    Link(String),
    Submodule,
}

/// Why a path does not lead to a file or a folder.
enum PathError {
    NotThere,
    Outside,
    Submodule,
    Unreadable(Diagnostic),
}

impl Tree {
    /// Builds the tree from the output of `git ls-tree -r -z`.
    pub(super) fn new(git: &Git, revision: Revision, top: PathBuf, root: PathBuf, listed: &[u8]) -> Self {
        let mut nodes = TreeFolder::new();
        let lines = listed.split(|byte| *byte == 0);
        for line in lines.filter(|line| !line.is_empty()) {
            let line = String::from_utf8_lossy(line);
            let Some((about, path)) = line.split_once('\t') else {
                continue;
            };
            let mut about = about.split(' ');
            let (mode, id) = (about.next().unwrap_or_default(), about.nth(1));
            let id = id.unwrap_or_default().to_owned();
            let node = match mode {
                "160000" => TreeEntry::Submodule,
                "120000" => TreeEntry::Link(id),
                _ => TreeEntry::File(id),
            };
            insert(&mut nodes, path, node);
        }
        Self {
            shared: Arc::new(SharedTree { git: git.clone(), revision, top, nodes, objects: Mutex::new(None) }),
            root,
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn with_root(&self, root: &Path) -> Self {
        Self { shared: Arc::clone(&self.shared), root: root.to_owned() }
    }

    pub(super) fn revision(&self) -> &Revision {
        &self.shared.revision
    }

    pub(super) fn find(&self, path: &Path, name: &str) -> Result<ResolvedPath, Diagnostic> {
        let (parts, node) = self.resolve(path).map_err(|lost| self.path_diagnostic(lost, name))?;
        Ok(ResolvedPath {
            folder: matches!(node, PathTarget::Folder(_)),
            real: self.shared.top.join(parts.iter().collect::<PathBuf>()),
        })
    }

    pub(super) fn read(&self, path: &Path, limit: u64, name: &str) -> Result<Vec<u8>, Diagnostic> {
        let (_, node) = self.resolve(path).map_err(|lost| self.path_diagnostic(lost, name))?;
        match node {
            PathTarget::File(id) => self.object(id, limit, name),
            PathTarget::Folder(_) => Err(unreadable(name, "it is a folder")),
        }
    }

    /// The names in a folder.
    pub(super) fn names(&self, path: &Path, name: &str) -> Result<Vec<PathBuf>, Diagnostic> {
        let (_, node) = self.resolve(path).map_err(|lost| self.path_diagnostic(lost, name))?;
        match node {
            PathTarget::Folder(folder) => Ok(folder.keys().map(PathBuf::from).collect()),
            PathTarget::File(_) => Err(unreadable(name, "it is not a folder")),
        }
    }

    /// Resolves a path: its parts without links, `.` and `..`, and what is there.
    fn resolve(&self, path: &Path) -> Result<(Vec<String>, PathTarget<'_>), PathError> {
        let path = self.root.join(path);
        let below = match path.strip_prefix(&self.shared.top) {
            Ok(below) => below.to_owned(),
            Err(_) => self.without_links(&path).ok_or(PathError::Outside)?,
        };
        let mut waiting: VecDeque<String> = parts(&below).ok_or(PathError::Outside)?.into();
        let mut at: Vec<(String, PathTarget<'_>)> = Vec::new();
        let mut links = 0;
        while let Some(part) = waiting.pop_front() {
            if part == ".." {
                at.pop().ok_or(PathError::Outside)?;
                continue;
            }
            let here = at.last().map_or(PathTarget::Folder(&self.shared.nodes), |(_, node)| *node);
            let PathTarget::Folder(folder) = here else {
                return Err(PathError::NotThere);
            };
            match folder.get(&part).ok_or(PathError::NotThere)? {
                TreeEntry::Folder(folder) => at.push((part, PathTarget::Folder(folder))),
                TreeEntry::File(id) => at.push((part, PathTarget::File(id))),
                TreeEntry::Submodule => return Err(PathError::Submodule),
                TreeEntry::Link(id) => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Err(PathError::NotThere);
                    }
                    let target = self.object(id, MAX_LINK, &part).map_err(PathError::Unreadable)?;
                    let target = PathBuf::from(String::from_utf8_lossy(&target).as_ref());
                    for part in parts(&target).ok_or(PathError::Outside)?.into_iter().rev() {
                        waiting.push_front(part);
                    }
                }
            }
        }
        let node = at.last().map_or(PathTarget::Folder(&self.shared.nodes), |(_, node)| *node);
        Ok((at.into_iter().map(|(part, _)| part).collect(), node))
    }

    /// An absolute path that contains links, relative to the top; parts that no longer exist on disk stay as written.
    fn without_links(&self, path: &Path) -> Option<PathBuf> {
        path.ancestors().find_map(|above| {
            let real = above.canonicalize().ok()?;
            let real = real.join(path.strip_prefix(above).ok()?);
            Some(real.strip_prefix(&self.shared.top).ok()?.to_owned())
        })
    }

    fn object(&self, id: &str, limit: u64, name: &str) -> Result<Vec<u8>, Diagnostic> {
        let objects = self.shared.objects.lock();
        let mut objects = objects.unwrap_or_else(PoisonError::into_inner);
        if objects.is_none() {
            *objects = Some(self.shared.git.objects()?);
        }
        let running = objects.as_mut().expect("it has just been started");
        match running.read(id, limit) {
            Ok(Object::Bytes(bytes)) => Ok(bytes),
            Ok(Object::TooLarge(size)) => Err(file_too_large(name, size, limit)),
            Ok(Object::Missing) => Err(self.not_in_clone(name)),
            Err(error) => {
                // Its next output would belong to another request.
                *objects = None;
                Err(unreadable(name, &format!("git returned no file: {error}")))
            }
        }
    }

    fn path_diagnostic(&self, lost: PathError, name: &str) -> Diagnostic {
        let revision = self.revision();
        match lost {
            PathError::Unreadable(diagnostic) => diagnostic,
            PathError::NotThere => unreadable(name, &format!("it is not in {revision}")),
            PathError::Outside => outside(name, revision),
            PathError::Submodule => submodule(name),
        }
    }

    /// a file of a partial clone
    fn not_in_clone(&self, name: &str) -> Diagnostic {
        let message = format!("`{name}` of {} is not in this clone", self.revision());
        Diagnostic::new(Blame::Io, Code::NotInClone, message)
            .help("this is a partial clone, and caveat fetches nothing: `git fetch --refetch --no-filter` gets all")
    }
}

/// What a path leads to.
#[derive(Debug, Clone, Copy)]
enum PathTarget<'a> {
    Folder(&'a TreeFolder),
    File(&'a str),
}

fn insert(nodes: &mut TreeFolder, path: &str, node: TreeEntry) {
    let mut folder = nodes;
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            folder.insert(part.to_owned(), node);
            return;
        }
        let below = folder.entry(part.to_owned()).or_insert_with(|| TreeEntry::Folder(TreeFolder::new()));
        match below {
            TreeEntry::Folder(below) => folder = below,
            // Git does not list anything below a file.
            _ => return,
        }
    }
}

/// The parts of a relative path; none for an absolute one.
fn parts(path: &Path) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts)
}

fn unreadable(name: &str, reason: &str) -> Diagnostic {
    let message = format!("cannot read `{name}`: {reason}");
    Diagnostic::new(Blame::Io, Code::Unreadable, message)
}

/// `--at main --data /elsewhere/facts.ttl`; a link that leads out of the repository
fn outside(name: &str, revision: &Revision) -> Diagnostic {
    let message = format!("`{name}` is outside the repository: {revision} does not contain it");
    Diagnostic::new(Blame::Question, Code::OutsideRepository, message)
        .help("with a revision, all facts are read from it: leave out the revision or that path")
}

/// facts in a submodule
fn submodule(name: &str) -> Diagnostic {
    let message = format!("`{name}` is a submodule: its files are in another repository");
    Diagnostic::new(Blame::Io, Code::Submodule, message)
        .help("read the revision there, or name the other facts with --data PATH")
}
