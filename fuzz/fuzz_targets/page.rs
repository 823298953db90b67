//! See `caveat_fuzz::TARGETS`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    caveat_fuzz::run("page", bytes);
});
