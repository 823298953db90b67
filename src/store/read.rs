//! Files → chunks to parse: whole files, or line-based files cut at line breaks as they are read. Compressed files are
//! unpacked at the same time.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use oxigraph::io::RdfFormat;
use sha2::{Digest, Sha256};

use crate::base::{Diagnostic, hexadecimal};
use crate::files::{file_too_large, unreadable};
use crate::store::file_kind::Packing;
use crate::store::parse::{ChunkEnd, InputChunk};
use crate::store::unpack::{not_unpacked, unpack};

/// The size in bytes of a chunk of a line-based file.
const PART: usize = 2 * 1024 * 1024;

/// A file to be read in chunks.
pub(super) struct ChunkReader<'a> {
    pub(super) name: Arc<str>,
    pub(super) format: RdfFormat,
    pub(super) packing: Packing,
    /// The maximum size in bytes of the file, packed and unpacked.
    pub(super) limit: u64,
    pub(super) bytes: Box<dyn Read + 'a>,
}

impl ChunkReader<'_> {
    /// Passes the chunks of the file to `give`, in order, each with the number of bytes of the file read so far. Stops
    /// when `give` returns false. `give` numbers the chunks.
    ///
    /// # Errors
    /// If the file cannot be read or unpacked, or is too large.
    pub(super) fn read_chunks(self, give: &mut dyn FnMut(InputChunk, u64) -> bool) -> Result<(), Diagnostic> {
        let name = Arc::clone(&self.name);
        let by_lines = matches!(self.format, RdfFormat::NTriples | RdfFormat::NQuads);
        let count = Rc::new(Cell::new(0));
        let failure = Rc::new(RefCell::new(None));
        let mut counted = HashingReader {
            inner: self.bytes,
            hash: Sha256::new(),
            count: Rc::clone(&count),
            failure: Rc::clone(&failure),
        };
        let mut first_line = 1;
        let mut unpacked: u64 = 0;
        let mut text: Vec<u8> = Vec::new();
        let mut source = unpack(self.packing, &mut counted);
        loop {
            let wanted = match by_lines {
                true => PART.max(text.len() + PART / 2) - text.len(),
                false => PART,
            } as u64;
            let before = text.len();
            let read = source.by_ref().take(wanted).read_to_end(&mut text);
            if let Err(error) = read {
                return Err(match failure.take() {
                    Some(failure) => unreadable(&name, &failure),
                    None => not_unpacked(&name, &error),
                });
            }
            let read = (text.len() - before) as u64;
            unpacked += read;
            if unpacked > self.limit {
                return Err(file_too_large(&name, unpacked, self.limit));
            }
            if read < wanted {
                break;
            }
            if let Some(end) = memchr::memrchr(b'\n', &text).filter(|_| by_lines) {
                let rest = text.split_off(end + 1);
                let bytes = std::mem::replace(&mut text, rest);
                let lines = memchr::memchr_iter(b'\n', &bytes).count();
                let part = InputChunk {
                    at: 0,
                    name: Arc::clone(&name),
                    format: self.format,
                    bytes,
                    first_line,
                    end: ChunkEnd::More,
                };
                first_line += u32::try_from(lines).unwrap_or(u32::MAX);
                if !give(part, count.get()) {
                    return Ok(());
                }
            }
        }
        drop(source);
        let digest = hexadecimal(&counted.hash.finalize());
        let part = InputChunk {
            at: 0,
            name: Arc::clone(&name),
            format: self.format,
            bytes: text,
            first_line,
            end: ChunkEnd::Last(digest),
        };
        give(part, count.get());
        Ok(())
    }
}

/// Counts and hashes the bytes of a file as they are read.
struct HashingReader<'a> {
    inner: Box<dyn Read + 'a>,
    hash: Sha256,
    count: Rc<Cell<u64>>,
    /// The error of the file itself, to tell it from an error of unpacking.
    failure: Rc<RefCell<Option<io::Error>>>,
}

impl Read for HashingReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.failure.replace(Some(error));
            }
            io::Error::from(kind)
        })?;
        self.hash.update(&buffer[..read]);
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}
