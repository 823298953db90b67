//! The clock of the benchmarks.

use std::time::Duration;

/// The CPU time of this process so far.
#[cfg(unix)]
pub(crate) fn cpu() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Where nothing tells CPU time, the time of day.
#[cfg(not(unix))]
pub(crate) fn cpu() -> Duration {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.expect("it is after 1970")
}
