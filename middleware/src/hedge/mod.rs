//! A second attempt at a read that takes unusually long.
