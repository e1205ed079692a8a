//! The command `rapporteur`: parse, dispatch, print the error chain, exit code.

use std::process::ExitCode;

/// Reading makes and drops many small strings, from several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rapporteur::cli::main()
}
