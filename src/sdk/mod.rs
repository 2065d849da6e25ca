//! The official SDK's client over a pool: [`Pool::sdk`](crate::Pool::sdk).
//!
//! Its requests go through the pool's stack as all others do, so existing code shares connections, time limits and
//! layers with the rest of a program. Its answers and errors are the SDK's own; [`error`] finds ours behind them.

mod answer;
mod bridge;
mod client;
mod failure;
mod retry;
mod tables;

pub use client::config;
pub use failure::error;
