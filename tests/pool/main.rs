//! Pools: connecting, closing, layers, and futures that may go anywhere.

#![allow(clippy::unwrap_used, reason = "a test ends where its setup fails")]

#[path = "../engines/engine.rs"]
mod engine;

mod close;
mod connect;
mod layer;
mod load;
mod paused;
mod scope;
mod send;
mod unknown;

use ddbx::Entity;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(default)]
    visits: u32,
}

fn user(id: &str) -> User {
    User {
        id: id.into(),
        visits: 0,
    }
}
