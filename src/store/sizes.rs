//! Limits on how much may be read: the size of a file, and the memory for all facts.

use std::sync::OnceLock;

use indicatif::HumanBytes;
use sysinfo::{MemoryRefreshKind, System};

use crate::base::{Blame, Code, Diagnostic};
use crate::store::id::MOST_IDS;

/// Limits on what is read: bytes of a file and in memory, and numbers of terms and facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Bytes of one file, also when unpacked.
    pub file: u64,
    /// Bytes for the facts while their index is built; none for the memory of the machine or of the control group.
    pub memory: Option<u64>,
    /// Terms, and facts of one predicate: at most as many as ids and offsets of 32 bits can number.
    pub ids: usize,
}

impl From<u64> for Sizes {
    /// This limit for one file, and all the memory of the machine.
    fn from(file: u64) -> Self {
        Self { file, memory: None, ids: MOST_IDS }
    }
}

/// Facts that need less are not compared with the memory of the machine.
const SMALL: u64 = 256 * 1024 * 1024;

impl Sizes {
    /// Whether facts that need this many bytes may be built.
    ///
    /// # Errors
    /// The limit in bytes.
    pub(super) fn allow(self, needed: u64) -> Result<(), u64> {
        let most = match self.memory {
            Some(most) => most,
            None if needed < SMALL => return Ok(()),
            None => machine_memory(),
        };
        if needed > most { Err(most) } else { Ok(()) }
    }
}

/// The memory of the machine, or of the control group that the process is in, if that is less.
fn machine_memory() -> u64 {
    // Cached, because it is requested for every chunk that is kept.
    static MEMORY: OnceLock<u64> = OnceLock::new();
    *MEMORY.get_or_init(detect_memory)
}

fn detect_memory() -> u64 {
    let mut system = System::new();
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    let group = system.cgroup_limits().map(|limits| limits.total_memory);
    let limits = [Some(system.total_memory()), group];
    let limits = limits.into_iter().flatten().filter(|limit| *limit > 0);
    // If the memory is unknown, nothing is refused.
    limits.min().unwrap_or(u64::MAX)
}

/// facts that would not leave the machine enough memory to build their index
pub(super) fn too_large(most: u64) -> Diagnostic {
    let message = format!("building the index of these facts needs more memory than the limit of {}", HumanBytes(most));
    Diagnostic::new(Blame::Undetermined, Code::GraphTooLarge, message).help(
        "load a part of them, or set another limit with --max-memory MIB; \
         later starts map the index, which needs less memory",
    )
}
