#[path = "../../planner/entities.rs"]
mod entities;

use entities::{Note, Order, Person, Place};

fn main() {
    // plan.toml: two lists leave the partition unbound
    let _ = ddbx::query!(Person, country.is_in(["at", "de"]) && tax.is_in(["1", "2"]));
    // plan.toml: several: one is not bound
    let _ = ddbx::query!(Place, country == "at");
    // plan.toml: an equality inside `||` binds nothing
    let _ = ddbx::query!(Order, (customer == "c1" || customer == "c2"));
    // plan.toml: nothing is bound
    let _ = ddbx::query!(Order, total > 100);
    // plan.toml: a partition key that is no equality
    let _ = ddbx::query!(Note, owner.begins_with("a"));
    // plan.toml: a sort key alone
    let _ = ddbx::query!(Note, name == "n1");
    // plan.toml: a part of a partition key
    let _ = ddbx::query!(Person, country == "at");
    // plan.toml: inside `!`
    let _ = ddbx::query!(Note, !(owner == "ann"));
    // plan.toml: unequal
    let _ = ddbx::query!(Note, owner != "ann");
}
