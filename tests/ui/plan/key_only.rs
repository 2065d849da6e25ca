#[path = "../../planner/entities.rs"]
mod entities;

use entities::Seat;

fn main() {
    // plan.toml: a list on a field in the key only has nothing to be a filter on
    let _ = ddbx::query!(Seat, event == "e1" && row.is_in([1, 2]));
    // plan.toml: key only: behind one that is not bound
    let _ = ddbx::query!(Seat, event == "e1" && seat == "A");
    // plan.toml: a field that is in the key only, in a filter
    let _ = ddbx::query!(Seat, event == "e1" && row != 7);
    // plan.toml: a field that is in the key only, inside `||`
    let _ = ddbx::query!(Seat, event == "e1" && (row == 7 || price > 5));
}
