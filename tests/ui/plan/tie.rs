#[path = "../../planner/entities.rs"]
mod entities;

use entities::Person;

fn main() {
    // plan.toml: two indexes, each with a bound sort key, tie
    let _ = ddbx::query!(Person, name == "Ann" && city == "Wien" && age < 30);
    // plan.toml: a tie of two indexes
    let _ = ddbx::query!(Person, street == "Ring");
    // plan.toml: both sort keys tie
    let _ = ddbx::query!(Person, street == "Ring" && age > 30 && name > "A");
    // plan.toml: indexes that mirror each other tie
    let _ = ddbx::query!(Person, phone == "1");
}
