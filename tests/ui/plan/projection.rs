#[path = "../../planner/entities.rs"]
mod entities;

use entities::{Job, JobKey, JobNote, JobNotes, JobState, Sale, SaleTotal, Session, SessionId};

fn main() {
    // plan.toml: keys only lacks the rest
    let _ = ddbx::query!(Job, state == "done");
    // plan.toml: keys only: a template's fields are not in it
    let _ = ddbx::query!(Job, state == "done", select = JobKey);
    // plan.toml: keys only, with more selected
    let _ = ddbx::query!(Job, state == "done", select = JobNote);
    // plan.toml: keys only and a filter on a field of its key, which has no attribute there
    let _ = ddbx::query!(Job, state == "done" && id != "j1", hydrate);
    // plan.toml: keys only and a filter on what it lacks
    let _ = ddbx::query!(Job, state == "done" && length > 3, hydrate);
    // plan.toml: keys only and a filter: what is read matters less
    let _ = ddbx::query!(Job, state == "done" && length > 3);
    // plan.toml: a view with a filter on what the index lacks
    let _ = ddbx::query!(Job, state == "done" && length > 3, index = "by_state", select = JobState);
    // plan.toml: a view of more than the index that is asked for
    let _ = ddbx::query!(Job, id == "j1" && length > 3, index = "by_length", select = JobNotes);
    // plan.toml: include lacks a field
    let _ = ddbx::query!(Job, worker == "w1");
    // plan.toml: a local index that lacks fields is asked for
    let _ = ddbx::query!(Job, id == "j1" && length > 3, index = "by_length");
    // plan.toml: an index that lacks fields is asked for by name
    let _ = ddbx::query!(Job, state == "done", index = "by_state");
    // plan.toml: an index without the tag and what is selected
    let _ = ddbx::query!(Sale, day == "monday", select = SaleTotal);
    // plan.toml: an index without the time that ends it
    let _ = ddbx::query!(Session, id == "s1", select = SessionId);
    // plan.toml: an index without its entity's time, among all that it lacks
    let _ = ddbx::query!(Session, id == "s1");
}
