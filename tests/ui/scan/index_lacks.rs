use ddbx::{Entity, Table};

#[derive(Table)]
#[table(name = "jobs")]
#[table(index(name = "by_state", pk = "state", projection = include("note")))]
struct Jobs;

#[derive(Entity)]
#[entity(table = Jobs, pk = "JOB#{id}")]
#[entity(by_state(pk = "{phase}"))]
struct Job {
    id: String,
    phase: String,
    note: String,
    cost: u32,
}

fn main() {
    // There, it is missing of every job: the filter would find none, or, with `!`, all of them.
    let _ = ddbx::scan!(Job, note == "a" && cost > 3, index = "by_state");
    let _ = ddbx::scan!(Job, !(cost > 3), index = "by_state");
    // The table has it.
    let _ = ddbx::scan!(Job, cost > 3);
}
