//! Files → dataset, all or nothing. One thread reads, all cores parse, one thread numbers the terms and keeps the facts
//! in the order of the files, so that the same files give the same dataset.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use oxigraph::io::RdfFormat;

use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::files::Files;
use crate::store::blank::BlankNames;
use crate::store::build::DatasetBuilder;
use crate::store::data_file::DataFile;
use crate::store::dataset::Dataset;
use crate::store::file_kind::Packing;
use crate::store::find::{DataPath, Input, MAX_FILE, find};
use crate::store::interner::too_many;
use crate::store::parse::{InputChunk, MOST_PROBLEMS, ParsedChunk, parse};
use crate::store::prefixes::Prefixes;
use crate::store::read::ChunkReader;
use crate::store::sizes::{Sizes, too_large};

/// Bytes of stack of a parsing thread: the JSON-LD processor is recursive over nested objects.
const STACK: usize = 64 * 1024 * 1024;

/// The progress of loading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub read: u64,
    /// Bytes of all files.
    pub of: u64,
}

/// Loads the inputs from disk.
///
/// `root` is the workspace: file names are displayed relative to it. `sizes` are the limits; a number limits the size
/// of one file.
///
/// # Errors
/// As [`load_from`].
pub fn load(inputs: &[Input], root: Option<&Path>, sizes: impl Into<Sizes>) -> Result<Dataset, Faults> {
    let root = root.unwrap_or(Path::new(""));
    load_from(&Files::Disk(root.to_owned()), inputs, sizes, &mut |_| {})
}

/// Loads a text in Turtle.
///
/// # Errors
/// As [`load_from`].
pub fn load_turtle(text: &str) -> Result<Dataset, Faults> {
    let input = Input::Stdin(text.as_bytes().to_vec(), RdfFormat::Turtle);
    load(&[input], None, MAX_FILE)
}

/// Loads the inputs from disk or from a revision: the same content gives the same dataset.
///
/// File names are displayed relative to the root of the files. `sizes` are the limits; a number limits the size of one
/// file. `watch` is called with the progress. The IRI of a blank node depends on the relative path of its file within
/// all that is loaded and its rank there, so that loading twice gives the same facts, however the files are named.
///
/// # Errors
/// One diagnostic or more, with file, line and column, if anything cannot be read, changes while it is read, is not of
/// the format that its name says, or contains an impossible literal; or if there are no facts.
pub fn load_from(
    files: &Files,
    inputs: &[Input],
    sizes: impl Into<Sizes>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Dataset, Faults> {
    let sizes = sizes.into();
    let (sources, passed_over) = sources(files, inputs)?;
    let places = relative_paths(&sources);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let loaded = thread::scope(|scope| {
        let (to_parse, waiting) = sync_channel::<InputChunk>(cores);
        let (to_keep, parsed) = sync_channel(2 * cores);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..cores {
            let (waiting, to_keep) = (Arc::clone(&waiting), to_keep.clone());
            let parsing = thread::Builder::new().stack_size(STACK);
            parsing.spawn_scoped(scope, move || parse_all(&waiting, &to_keep)).expect("a thread can be started");
        }
        // Only the parsing threads hold the receiver now: once they have ended, sending to them fails instead of
        // blocking.
        drop(waiting);
        let keeping = scope.spawn(move || keep_all(&parsed, places, sizes));
        read_all(files, &sources, sizes.file, (&to_parse, &to_keep), watch);
        drop((to_parse, to_keep));
        keeping.join().expect("keeping facts does not panic")
    });
    if !loaded.problems.is_empty() {
        return Err(loaded.problems.into());
    }
    if loaded.building.is_empty() {
        return Err(no_facts(inputs, files).into());
    }
    let dataset = loaded.building.finish(loaded.files, loaded.prefixes);
    Ok(dataset.of_revision(files.revision().cloned()).with_passed_over(passed_over))
}

/// An input that is read as one file.
enum InputSource<'a> {
    /// A file, and where it was found.
    File(DataPath, FileLocation),
    Stdin(&'a [u8], RdfFormat),
}

/// Where a file was found: the input with symbolic links resolved, and the path below it.
struct FileLocation {
    input: PathBuf,
    below: PathBuf,
}

/// The inputs to read, and the files that hold no facts.
type Sources<'a> = (Vec<InputSource<'a>>, Vec<String>);

fn sources<'a>(files: &Files, inputs: &'a [Input]) -> Result<Sources<'a>, Faults> {
    let mut seen = HashSet::new();
    let mut passed_over = Vec::new();
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    for input in inputs {
        match input {
            Input::Path(path) => match find(files, path) {
                Ok(found) => {
                    let new = found.data.into_iter().filter(|it| seen.insert(it.real.clone()));
                    sources.extend(new.map(|file| {
                        let below = file.path.strip_prefix(path).unwrap_or(&file.path).to_owned();
                        InputSource::File(file, FileLocation { input: found.real.clone(), below })
                    }));
                    passed_over.extend(found.passed_over);
                }
                Err(found) => problems.extend(found),
            },
            Input::Stdin(bytes, format) => sources.push(InputSource::Stdin(bytes, *format)),
        }
    }
    passed_over.sort();
    passed_over.dedup();
    if problems.is_empty() { Ok((sources, passed_over)) } else { Err(problems.into()) }
}

/// The path of each file from the nearest folder that contains all inputs: independent of how the inputs are spelled,
/// and the same on every machine.
fn relative_paths(sources: &[InputSource<'_>]) -> Vec<Vec<u8>> {
    let mut base: Option<PathBuf> = None;
    for source in sources {
        if let InputSource::File(_, found) = source {
            let holder = found.input.parent().unwrap_or(&found.input);
            base = Some(base.map_or_else(|| holder.to_owned(), |base| common_folder(&base, holder)));
        }
    }
    let base = base.unwrap_or_default();
    let place = |source: &InputSource<'_>| match source {
        InputSource::File(_, found) => {
            let place = found.input.strip_prefix(&base).unwrap_or(&found.input).join(&found.below);
            let parts: Vec<&[u8]> = place.iter().map(|it| it.as_encoded_bytes()).collect();
            parts.join(&b'/')
        }
        InputSource::Stdin(..) => source.name().into(),
    };
    sources.iter().map(place).collect()
}

/// The nearest folder that contains both.
fn common_folder(one: &Path, other: &Path) -> PathBuf {
    let same = one.components().zip(other.components()).take_while(|(one, other)| one == other);
    same.map(|(part, _)| part).collect()
}

/// The position of a chunk, its file, and what was parsed or why not.
type ChunkResult = (usize, Arc<str>, Result<ParsedChunk, Diagnostic>);

/// Reads the files one after the other, and sends their chunks to be parsed.
fn read_all(
    files: &Files,
    sources: &[InputSource<'_>],
    max_file: u64,
    (to_parse, to_keep): (&SyncSender<InputChunk>, &SyncSender<ChunkResult>),
    watch: &mut dyn FnMut(Progress),
) {
    let mut at = 0;
    let mut before = 0;
    let of = sources.iter().map(|source| source.size(files)).sum();
    for source in sources {
        let name: Arc<str> = source.name().into();
        let mut size = 0;
        let mut give = |mut part: InputChunk, read: u64| {
            part.at = at;
            at += 1;
            size = read;
            watch(Progress { read: before + read, of });
            to_parse.send(part).is_ok()
        };
        if let Err(problem) = source.read_chunks(files, max_file, &mut give) {
            // Sending fails only when a thread has panicked.
            let _ = to_keep.send((at, name, Err(problem)));
            at += 1;
        }
        before += size;
    }
}

impl InputSource<'_> {
    fn name(&self) -> &str {
        match self {
            Self::File(file, _) => &file.name,
            Self::Stdin(..) => "<stdin>",
        }
    }

    fn size(&self, files: &Files) -> u64 {
        match self {
            Self::File(file, _) => files.size(&file.path),
            Self::Stdin(bytes, _) => bytes.len() as u64,
        }
    }

    fn read_chunks(
        &self,
        files: &Files,
        limit: u64,
        give: &mut dyn FnMut(InputChunk, u64) -> bool,
    ) -> Result<(), Diagnostic> {
        let name = self.name();
        match self {
            Self::File(file, _) => {
                let (bytes, unchanged) = files.open(&file.path, limit)?.into_parts();
                let reading =
                    ChunkReader { name: name.into(), format: file.format, packing: file.packing, limit, bytes };
                reading.read_chunks(give)?;
                unchanged.check(name)
            }
            Self::Stdin(bytes, format) => {
                let reading = ChunkReader {
                    name: name.into(),
                    format: *format,
                    packing: Packing::None,
                    limit,
                    bytes: Box::new(Cursor::new(bytes)),
                };
                reading.read_chunks(give)
            }
        }
    }
}

/// Parses chunks until there are no more.
fn parse_all(waiting: &Mutex<Receiver<InputChunk>>, to_keep: &SyncSender<ChunkResult>) {
    loop {
        let part = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(part) = part else { return };
        let parsed = parse(&part);
        if to_keep.send((part.at, part.name, Ok(parsed))).is_err() {
            return;
        }
    }
}

/// The result of loading so far.
#[derive(Default)]
struct Loading {
    /// The relative path of each file.
    places: Vec<Vec<u8>>,
    building: DatasetBuilder,
    files: Vec<DataFile>,
    prefixes: Prefixes,
    problems: Vec<Diagnostic>,
    /// The file whose chunks are being kept.
    open: Option<CurrentFile>,
}

struct CurrentFile {
    name: Arc<str>,
    blank: BlankNames,
    facts: usize,
    /// True after an error in it: only the errors of one chunk are reported.
    broken: bool,
}

/// Keeps the parsed chunks in the order in which they were read.
fn keep_all(parsed: &Receiver<ChunkResult>, places: Vec<Vec<u8>>, sizes: Sizes) -> Loading {
    let mut loading = Loading { places, building: DatasetBuilder::of(sizes.ids), ..Loading::default() };
    let mut early: BTreeMap<usize, (Arc<str>, Result<ParsedChunk, Diagnostic>)> = BTreeMap::new();
    let mut next = 0;
    for (at, name, outcome) in parsed {
        early.insert(at, (name, outcome));
        while let Some((name, outcome)) = early.remove(&next) {
            loading.keep(&name, outcome, sizes);
            next += 1;
        }
    }
    loading
}

impl Loading {
    fn keep(&mut self, name: &Arc<str>, outcome: Result<ParsedChunk, Diagnostic>, sizes: Sizes) {
        let file = u32::try_from(self.files.len()).expect("fewer than 2^32 files are loaded");
        let open = self.open.get_or_insert_with(|| CurrentFile {
            name: Arc::clone(name),
            blank: BlankNames::new(self.places.get(self.files.len()).map_or(&[], Vec::as_slice)),
            facts: 0,
            broken: false,
        });
        let parsed = match outcome {
            Ok(parsed) => parsed,
            Err(problem) => {
                self.problems.push(problem);
                self.open = None;
                return;
            }
        };
        open.facts += parsed.facts.len();
        if !open.broken {
            open.broken = !parsed.problems.is_empty();
            if self.problems.len() <= MOST_PROBLEMS {
                self.problems.extend(parsed.problems.iter().cloned());
            }
        }
        // After an error nothing will be loaded: the rest is only searched for more errors.
        if self.problems.is_empty() {
            if self.building.add_chunk(&parsed, file, &mut open.blank).is_err() {
                open.broken = true;
                self.problems.push(too_many());
            } else if let Err(most) = sizes.allow(self.building.needs()) {
                open.broken = true;
                self.problems.push(too_large(most));
                // Frees the memory: the dataset will not be built.
                self.building = DatasetBuilder::default();
            }
            for (prefix, iri) in &parsed.prefixes {
                self.prefixes.declare_in(prefix, iri, &open.name);
            }
        }
        let Some(digest) = parsed.digest else { return };
        let Some(open) = self.open.take() else { return };
        self.files.push(DataFile { name: open.name.to_string(), digest, facts: open.facts });
    }
}

/// a folder without data
fn no_facts(inputs: &[Input], files: &Files) -> Diagnostic {
    let names: Vec<String> = inputs
        .iter()
        .map(|input| match input {
            Input::Path(path) => format!("`{}`", files.display_name(path)),
            Input::Stdin(..) => "standard input".to_owned(),
        })
        .collect();
    let message = format!("there are no facts in {}", names.join(", "));
    Diagnostic::new(Blame::Undetermined, Code::NoFacts, message)
        .help("data files end in .ttl, .trig, .nt, .nq or .jsonld")
}
