//! Names blank nodes by IRIs made from the position of the file and the rank in it, so that loading twice gives the
//! same facts, as in RDF 1.1 section 3.5 (skolemization).

use std::collections::HashMap;

use oxigraph::model::TermRef;
use sha2::{Digest, Sha256};

use crate::base::hexadecimal;

/// The namespace of the IRIs of blank nodes.
const GENID: &str = "https://w3id.org/caveat/.well-known/genid/";

/// The prefix of a blank node in a parsed chunk, until its rank in the file is known. No IRI begins with it.
pub(super) const LABEL: &str = "_:";

/// True for the IRI of a blank node.
pub(crate) fn was_blank(term: TermRef<'_>) -> bool {
    matches!(term, TermRef::NamedNode(iri) if iri.as_str().starts_with(GENID))
}

/// Assigns IRIs to the blank nodes of one file, in the order in which they occur.
pub(super) struct BlankNames {
    /// The position of the file in all that is loaded, independent of how its path is spelled.
    file: Vec<u8>,
    names: HashMap<String, String>,
}

impl BlankNames {
    pub(super) fn new(file: &[u8]) -> Self {
        Self { file: file.to_owned(), names: HashMap::new() }
    }

    /// The IRI of the node with this label.
    pub(super) fn name(&mut self, label: &str) -> &str {
        let Self { file, names } = self;
        let rank = names.len();
        names.entry(label.to_owned()).or_insert_with(|| {
            let hash = Sha256::new().chain_update(file).chain_update(format!("\0{rank}"));
            format!("{GENID}{}", &hexadecimal(&hash.finalize())[..16])
        })
    }
}
