//! The command `rapporteur`: parse, dispatch, print the error chain, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    rapporteur::cli::main()
}
