//! The names of blank nodes: IRIs made from the file and the rank in it, so that loading twice gives the same
//! facts, after RDF 1.1 section 3.5 (skolemization).

use std::collections::HashMap;

use oxigraph::model::TermRef;
use sha2::{Digest, Sha256};

use crate::base::hexadecimal;

/// Where blank nodes get their IRIs.
const GENID: &str = "https://w3id.org/caveat/.well-known/genid/";

/// What stands for a blank node of a part of a file until its rank in the file is known: no IRI begins so.
pub(super) const LABEL: &str = "_:";

/// True for a node that had no name in its file.
pub(crate) fn was_blank(term: TermRef<'_>) -> bool {
    matches!(term, TermRef::NamedNode(iri) if iri.as_str().starts_with(GENID))
}

/// Gives the blank nodes of one file their IRIs, in the order in which they occur.
pub(super) struct BlankNames {
    /// Where the file lies among all that is loaded, however that was spelled.
    file: Vec<u8>,
    names: HashMap<String, String>,
}

impl BlankNames {
    /// No node has been met yet.
    pub(super) fn new(file: &[u8]) -> Self {
        Self { file: file.to_owned(), names: HashMap::new() }
    }

    /// The IRI of the node with a label.
    pub(super) fn name(&mut self, label: &str) -> &str {
        let Self { file, names } = self;
        let rank = names.len();
        names.entry(label.to_owned()).or_insert_with(|| {
            let hash = Sha256::new().chain_update(file).chain_update(format!("\0{rank}"));
            format!("{GENID}{}", &hexadecimal(&hash.finalize())[..16])
        })
    }
}
