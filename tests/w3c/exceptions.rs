//! Cases that fail, each with the reason. A case that is listed and passes is a failure of the test.

/// The case, and why it fails.
pub(crate) const EXCEPTIONS: &[(&str, &str)] = &[];
