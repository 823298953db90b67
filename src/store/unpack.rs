//! Unpacks files to their end: every member of gzip, every frame of zstd, each verified against its checksum. Data
//! without a checksum is refused.

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use xxhash_rust::xxh64::Xxh64;

use crate::base::{Blame, Code, Diagnostic};
use crate::store::file_kind::Packing;

/// The unpacked bytes of a file. Reading fails if they are truncated, damaged, followed by something else, or not
/// protected by a checksum.
pub(super) fn unpack<'a>(packing: Packing, bytes: impl Read + 'a) -> Box<dyn Read + 'a> {
    match packing {
        Packing::None => Box::new(bytes),
        Packing::Gzip => Box::new(MultiGzDecoder::new(bytes)),
        Packing::Zstd => Box::new(Frames::of(bytes)),
    }
}

/// The frames of a zstd file, one after the other.
struct Frames<R> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    hash: Xxh64,
    at: FramePosition,
}

/// The position of the reader in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FramePosition {
    /// Before the first frame.
    Start,
    Frame,
    /// After a frame.
    Between,
    /// After a skippable frame. It must be the last: no checksum protects its size, and a wrong size would skip what
    /// follows.
    Skipped,
}

impl<R: Read> Frames<R> {
    fn of(source: R) -> Self {
        let (source, decoder) = (BufReader::new(source), FrameDecoder::new());
        Self { source, decoder, hash: Xxh64::new(0), at: FramePosition::Start }
    }

    /// Begins the next frame; false at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        if self.at != FramePosition::Start && self.source.fill_buf()?.is_empty() {
            return Ok(false);
        }
        if self.at == FramePosition::Skipped {
            return Err(io::Error::other("something follows a frame without data"));
        }
        self.at = match self.decoder.reset(&mut self.source) {
            Ok(()) => FramePosition::Frame,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                let length = u64::from(length);
                if io::copy(&mut self.source.by_ref().take(length), &mut io::sink())? < length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                FramePosition::Skipped
            }
            Err(error) => return Err(io::Error::other(error)),
        };
        self.hash.reset(0);
        Ok(true)
    }

    /// Verifies the frame just read against its checksum: the lower half of the XXH64 of its content.
    fn end(&mut self) -> io::Result<()> {
        self.at = FramePosition::Between;
        match self.decoder.get_checksum_from_data() {
            Some(told) if u64::from(told) == self.hash.digest() & u64::from(u32::MAX) => Ok(()),
            Some(_) => Err(io::Error::other("its checksum does not match")),
            None => Err(io::Error::other(NoChecksum)),
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.at != FramePosition::Frame {
                match self.begin()? {
                    true => continue,
                    false => return Ok(0),
                }
            }
            if self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, one).map_err(io::Error::other)?;
                continue;
            }
            match self.decoder.read(buffer)? {
                0 => self.end()?,
                read => {
                    self.hash.update(&buffer[..read]);
                    return Ok(read);
                }
            }
        }
    }
}

/// The error for a frame without a checksum.
#[derive(Debug)]
struct NoChecksum;

impl fmt::Display for NoChecksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it contains a frame without a checksum, so damage could not be detected")
    }
}

impl Error for NoChecksum {}

/// a `.nt.gz` that is not gzip, or is truncated or damaged; a `.nt.zst` without checksums
pub(super) fn not_unpacked(name: &str, error: &io::Error) -> Diagnostic {
    let message = format!("`{name}` cannot be unpacked: {error}");
    let help = match error.get_ref().is_some_and(|it| it.is::<NoChecksum>()) {
        true => "pack it again with `zstd --check`",
        false => "fetch it or pack it again: it is truncated or damaged, or not packed as its name says",
    };
    Diagnostic::new(Blame::Data, Code::NotUnpacked, message).help(help)
}
