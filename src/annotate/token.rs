//! Stub replaced at once.
