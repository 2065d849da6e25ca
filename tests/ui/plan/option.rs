#[path = "../../planner/entities.rs"]
mod entities;

use entities::{Order, Place};

fn main() {
    // plan.toml: consistent: no global index
    let _ = ddbx::query!(Order, status == "open", consistent);
    // plan.toml: consistent: a global index by its name
    let _ = ddbx::query!(Order, status == "open", index = "by_status", consistent);
    // plan.toml: an index that there is not
    let _ = ddbx::query!(Order, customer == "c1", index = "by_total");
    // plan.toml: an index whose partition is not bound
    let _ = ddbx::query!(Order, customer == "c1", index = "by_status");
    // plan.toml: an index of several attributes, of which one is not bound
    let _ = ddbx::query!(Place, country == "at", index = "by_place");
}
