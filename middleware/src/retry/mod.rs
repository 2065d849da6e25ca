//! Repeats: which failed attempts are worth another one, when, and how many in all.
