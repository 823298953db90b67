//! Where generated facts go: one file of N-Triples, and a CSV file for each table.

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

const WORDS: &str = "https://caveat.example/ns#";
const THINGS: &str = "https://caveat.example/id/";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DATE: &str = "http://www.w3.org/2001/XMLSchema#date";

/// A thing: what sort it is, and its number.
pub(crate) type Thing = (&'static str, u64);

/// N-Triples, counted even where none are wanted.
pub(crate) struct Facts {
    file: Option<BufWriter<File>>,
    pub(crate) count: u64,
}

impl Facts {
    pub(crate) fn new(folder: &Path, wanted: bool) -> Result<Self> {
        let file = wanted.then(|| File::create(folder.join("data.nt"))).transpose()?;
        let file = file.map(|it| BufWriter::with_capacity(1 << 20, it));
        Ok(Self { file, count: 0 })
    }

    pub(crate) fn is_a(&mut self, (sort, id): Thing, class: &str) -> Result<()> {
        self.line(format_args!("<{THINGS}{sort}/{id}> <{TYPE}> <{WORDS}{class}> ."))
    }

    pub(crate) fn link(&mut self, (sort, id): Thing, word: &str, to: Thing) -> Result<()> {
        let (other, number) = to;
        self.line(format_args!("<{THINGS}{sort}/{id}> <{WORDS}{word}> <{THINGS}{other}/{number}> ."))
    }

    /// One of the values that the vocabulary lists.
    pub(crate) fn value(&mut self, (sort, id): Thing, word: &str, value: &str) -> Result<()> {
        self.line(format_args!("<{THINGS}{sort}/{id}> <{WORDS}{word}> <{WORDS}{value}> ."))
    }

    pub(crate) fn text(&mut self, (sort, id): Thing, word: &str, text: &str) -> Result<()> {
        self.line(format_args!("<{THINGS}{sort}/{id}> <{WORDS}{word}> \"{text}\" ."))
    }

    pub(crate) fn date(&mut self, (sort, id): Thing, word: &str, day: &str) -> Result<()> {
        self.line(format_args!("<{THINGS}{sort}/{id}> <{WORDS}{word}> \"{day}\"^^<{DATE}> ."))
    }

    pub(crate) fn finish(&mut self) -> Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }

    fn line(&mut self, fact: std::fmt::Arguments<'_>) -> Result<()> {
        self.count += 1;
        match &mut self.file {
            Some(file) => writeln!(file, "{fact}"),
            None => Ok(()),
        }
    }
}

/// The tables of the peers that do not speak RDF.
pub(crate) struct Tables {
    pub(crate) vendors: BufWriter<File>,
    pub(crate) topics: BufWriter<File>,
    pub(crate) claims: BufWriter<File>,
    pub(crate) sources: BufWriter<File>,
    pub(crate) citations: BufWriter<File>,
    pub(crate) caveats: BufWriter<File>,
    pub(crate) caveat_sources: BufWriter<File>,
    pub(crate) rests: BufWriter<File>,
}

impl Tables {
    pub(crate) fn new(folder: &Path) -> Result<Self> {
        let table = |name: &str, head: &str| {
            let file = File::create(folder.join(name).with_extension("csv"))?;
            let mut file = BufWriter::with_capacity(1 << 18, file);
            writeln!(file, "{head}")?;
            Ok::<_, std::io::Error>(file)
        };
        Ok(Self {
            vendors: table("vendors", "id,name,country")?,
            topics: table("topics", "id,parent,name")?,
            claims: table("claims", "id,vendor,service,topic,statement,stance,status,asserted")?,
            sources: table("sources", "id,url,publisher,kind,access")?,
            citations: table("citations", "id,claim,source,retrieved")?,
            caveats: table("caveats", "id,claim,kind,text")?,
            caveat_sources: table("caveat_sources", "caveat,source")?,
            rests: table("rests", "claim,target")?,
        })
    }

    pub(crate) fn finish(&mut self) -> Result<()> {
        let files = [
            &mut self.vendors,
            &mut self.topics,
            &mut self.claims,
            &mut self.sources,
            &mut self.citations,
            &mut self.caveats,
            &mut self.caveat_sources,
            &mut self.rests,
        ];
        files.into_iter().try_for_each(Write::flush)
    }
}
