//! Packed files: read to their end, checked against their checksums, never trusted with a flipped bit.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use caveat::base::Blame;
use caveat::store::{Dataset, Input, MAX_FILE, load};
use flate2::{Compression, GzBuilder};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use tempfile::{TempDir, tempdir};
use xxhash_rust::xxh64::xxh64;

use crate::cli::{caveat, run_command};
use crate::world::messages;

/// How many bits are flipped; `CAVEAT_FLIPS` says another number, for a long run.
const FLIPS: usize = 600;

/// The content of a packed file, in pieces of one fact each, so that no byte can change unnoticed.
fn pieces(count: usize, rng: &mut TestRng) -> Vec<String> {
    let word = |rng: &mut TestRng| format!("w{:x}", rng.next_u32() % 4096);
    let piece = |at: usize| {
        let words: Vec<String> = (0..1 + rng.next_u32() % 40).map(|_| word(rng)).collect();
        format!("<x:s{at}> <x:says> \"{}\" .\n", words.join(" "))
    };
    (0..count).map(piece).collect()
}

/// A member of a gzip file, packed in one of several ways.
fn member(text: &str, rng: &mut TestRng) -> Vec<u8> {
    let level = Compression::new(rng.next_u32() % 10);
    let builder = match rng.next_u32() % 3 {
        0 => GzBuilder::new(),
        1 => GzBuilder::new().filename("facts.nt").mtime(rng.next_u32()),
        _ => GzBuilder::new().comment("of a test").extra(vec![7; 9]),
    };
    let mut encoder = builder.write(Vec::new(), level);
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A frame of a zstd file as `zstd --no-check` writes it.
fn unchecked_frame(text: &str, rng: &mut TestRng) -> Vec<u8> {
    let level =
        if rng.next_u32().is_multiple_of(4) { CompressionLevel::Uncompressed } else { CompressionLevel::Fastest };
    compress_to_vec(text.as_bytes(), level)
}

/// A frame of a zstd file as zstd writes it: a bit of its header says that the lower half of XXH64 is at its end.
fn frame(text: &str, rng: &mut TestRng) -> Vec<u8> {
    let mut frame = unchecked_frame(text, rng);
    frame[4] |= 0b100;
    frame.extend(&xxh64(text.as_bytes(), 0).to_le_bytes()[..4]);
    frame
}

/// A frame with data for programs instead of facts.
fn skippable_frame(content: &[u8]) -> Vec<u8> {
    let mut frame = 0x184D_2A53_u32.to_le_bytes().to_vec();
    frame.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
    frame.extend(content);
    frame
}

/// One way of packing a piece.
type Pack = fn(&str, &mut TestRng) -> Vec<u8>;

/// Both ways of packing: the name of the file, and how to pack a piece.
const WAYS: [(&str, Pack); 2] = [("a.nt.gz", member), ("a.nt.zst", frame)];

/// `SAMPLE` as zstd 1.5 packs it at level 19.
const OF_ZSTD: &str = "28b52ffd641300e5030022c81716a0ab0324218980d5dc9e2b5fdeec3adc\
    be1ebf5fcf15679acd0232d1bdbff528aea76ae8a7d3b74cc6752b1e3906\
    31010607c32aa872f19eb9b1d33beffb292b2ef96d92711b3f9b15e5d65a\
    5131279531ae23b0b1d1ad8d859d9208a808090041e3a06885a176bd180a\
    128ad685d6b2e808010ba62950ba20084cf7";
const SAMPLE: &str = "<x:claim> <x:says> \"The provider shall not use customer data to train its models.\" .\n\
    <x:claim> <x:says> \"The provider shall not keep customer data after the contract ends.\" .\n\
    <x:other> <x:says> \"The provider shall not keep what customers type, nor use it to train models.\" .\n";

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// A folder for packed files under test.
struct Trial(TempDir);

impl Trial {
    fn new() -> Self {
        Self(tempdir().unwrap())
    }

    /// The facts of a file with these bytes, or the message.
    fn read(&self, name: &str, bytes: &[u8]) -> Result<String, String> {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        let loaded = load(&[Input::Path(path)], Some(self.0.path()), MAX_FILE);
        loaded.map(|it| text_of(&it)).map_err(|problems| {
            for problem in &problems {
                let refused = problem.blame == Blame::Data || problem.code.as_str() == "no-facts";
                assert!(refused, "{}", messages(&problems));
            }
            messages(&problems)
        })
    }

    fn read_error(&self, name: &str, bytes: &[u8]) -> String {
        match self.read(name, bytes) {
            Err(told) => told,
            Ok(read) => panic!("{name} is read as\n{read}"),
        }
    }
}

/// The facts as N-Triples, in the order of the lines that state them.
fn text_of(dataset: &Dataset) -> String {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for triple in dataset.matching(None, None, None) {
        let [s, p, o] = triple.map(|id| dataset.term(id).to_string());
        lines.extend(dataset.origins(triple).map(|it| (it.line, format!("{s} {p} {o} .\n"))));
    }
    lines.sort();
    lines.into_iter().fold(String::new(), |mut text, (_, line)| {
        write!(text, "{line}").unwrap();
        text
    })
}

fn seeded_rng() -> TestRng {
    TestRng::deterministic_rng(RngAlgorithm::ChaCha)
}

#[test]
fn reads_every_part_of_a_packed_file() {
    let trial = Trial::new();
    let mut rng = seeded_rng();
    for round in 0..60 {
        let pieces = pieces(1 + round % 5, &mut rng);
        for (name, pack) in WAYS {
            let mut bytes = Vec::new();
            for piece in &pieces {
                bytes.extend(pack(piece, &mut rng));
                if rng.next_u32().is_multiple_of(4) {
                    bytes.extend(pack("", &mut rng));
                }
            }
            if name.ends_with("zst") && rng.next_u32().is_multiple_of(2) {
                bytes.extend(skippable_frame(b"where each frame begins"));
            }
            assert_eq!(trial.read(name, &bytes).unwrap(), pieces.concat(), "{name}");
        }
    }
    assert_eq!(trial.read("a.nt.zst", &from_hex(OF_ZSTD)).unwrap(), SAMPLE);
}

#[test]
fn refuses_packed_files_cut_at_any_byte() {
    let trial = Trial::new();
    let mut rng = seeded_rng();
    let text = pieces(3, &mut rng).concat();
    for (name, pack) in WAYS {
        let mut bytes = pack(&text, &mut rng);
        let whole = bytes.len();
        bytes.extend(pack("<x:more> <x:says> \"more\" .\n", &mut rng));
        // Where a part ends, a file may end: no format of packed files counts its parts.
        for end in (0..bytes.len()).filter(|end| *end != whole) {
            trial.read_error(name, &bytes[..end]);
        }
        assert_eq!(trial.read(name, &bytes[..whole]).unwrap(), text);
    }
}

#[test]
fn refuses_data_after_the_packed_data() {
    let trial = Trial::new();
    let mut rng = seeded_rng();
    let behind: [&[u8]; 7] =
        [b"\0", b"\n", b"\0\0\0\0\0\0\0\0", b"text", &[0x1f, 0x8b], &[0x28, 0xb5, 0x2f], b"<x:a> <x:b> <x:c> .\n"];
    for (name, pack) in WAYS {
        let packed = pack(&pieces(2, &mut rng).concat(), &mut rng);
        assert!(trial.read(name, &packed).is_ok());
        for more in behind {
            trial.read_error(name, &[&packed, more].concat());
        }
        for (_, other) in WAYS.iter().filter(|(it, _)| *it != name) {
            let other = other("<x:a> <x:b> <x:c> .\n", &mut rng);
            trial.read_error(name, &[packed.clone(), other].concat());
        }
    }
}

#[test]
fn refuses_frames_without_a_checksum() {
    let trial = Trial::new();
    let mut rng = seeded_rng();
    let pieces = pieces(4, &mut rng);
    let checked: Vec<Vec<u8>> = pieces.iter().map(|it| frame(it, &mut rng)).collect();
    assert_eq!(trial.read("a.nt.zst", &checked.concat()).unwrap(), pieces.concat());
    for at in 0..pieces.len() {
        let mut frames = checked.clone();
        frames[at] = unchecked_frame(&pieces[at], &mut rng);
        let told = trial.read_error("a.nt.zst", &frames.concat());
        assert!(told.contains("without a checksum"), "{told}");
        // The size of a frame without data is not checked: nothing after it is trusted.
        frames[at] = [skippable_frame(b"index"), checked[at].clone()].concat();
        trial.read_error("a.nt.zst", &frames.concat());
    }
    insta::assert_snapshot!(trial.read_error("a.nt.zst", &unchecked_frame(SAMPLE, &mut rng)));
}

/// A file with a flipped bit is refused, or says exactly the same.
#[test]
fn no_flipped_bit_changes_a_fact() {
    let flips = std::env::var("CAVEAT_FLIPS").ok().and_then(|it| it.parse().ok()).unwrap_or(FLIPS);
    let trial = Trial::new();
    let mut rng = seeded_rng();
    let mut accepted = 0;
    for flip in 0..flips {
        let count = 1 + flip % 4;
        let pieces = pieces(count, &mut rng);
        let (name, pack) = WAYS[flip % 2];
        let mut bytes = match flip % 10 {
            9 => from_hex(OF_ZSTD),
            _ => pieces.iter().flat_map(|it| pack(it, &mut rng)).collect(),
        };
        if name.ends_with("zst") && flip % 3 == 0 {
            bytes.extend(skippable_frame(b"where each frame begins"));
        }
        let whole = trial.read(name, &bytes).unwrap();
        let at = rng.next_u32() as usize % bytes.len();
        bytes[at] ^= 1 << (rng.next_u32() % 8);
        if let Ok(read) = trial.read(name, &bytes) {
            assert_eq!(read, whole, "flip {flip}, byte {at} of {name}");
            accepted += 1;
        }
    }
    // Nothing depends on a time or a name in a header.
    assert!(accepted > 0 && accepted < flips / 2, "{accepted} of {flips} are read");
}

#[test]
fn a_damaged_file_is_malformed_data() {
    let folder = tempdir().unwrap();
    let mut bytes = from_hex(OF_ZSTD);
    bytes[60] ^= 1;
    fs::write(folder.path().join("a.nt.zst"), bytes).unwrap();
    let ran = run_command(caveat(folder.path()).args(["--data", "a.nt.zst", "ask", "which things"]));
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.starts_with("error[not-unpacked]: `a.nt.zst`"), "{}", ran.err);
}
