#[path = "../../planner/entities.rs"]
mod entities;

use entities::{Note, Person, Place};

fn main() {
    // plan.toml: a list on a sort key that is a field is no filter
    let _ = ddbx::query!(Note, owner == "ann" && name.is_in(["n1", "n2"]));
    // plan.toml: several: the second without the first
    let _ = ddbx::query!(Place, country == "at" && city == "Wien" && house == 3);
    // plan.toml: several: behind a range
    let _ = ddbx::query!(Place, country == "at" && city == "Wien" && road > "R" && house == 3);
    // plan.toml: several: the second of another index without the first
    let _ = ddbx::query!(Place, owner == "ann" && size > 80);
    // plan.toml: a key attribute inside `||`
    let _ = ddbx::query!(Note, owner == "ann" && (name == "a" || text == "x"));
    // plan.toml: a key attribute inside `!`
    let _ = ddbx::query!(Note, owner == "ann" && !(name == "a"));
    // plan.toml: a key attribute that is not equal
    let _ = ddbx::query!(Note, owner == "ann" && name != "a");
    // plan.toml: a key attribute that is null
    let _ = ddbx::query!(Note, owner == "ann" && name.is_null());
    // plan.toml: a key attribute that exists
    let _ = ddbx::query!(Note, owner == "ann" && name.exists());
    // plan.toml: a key attribute that contains
    let _ = ddbx::query!(Note, owner == "ann" && name.contains("a"));
    // plan.toml: the size of a key attribute
    let _ = ddbx::query!(Note, owner == "ann" && name.size() > 3);
    // plan.toml: the partition key, said again
    let _ = ddbx::query!(Note, owner == "ann" && owner == "bob");
    // plan.toml: two lower bounds of a key attribute
    let _ = ddbx::query!(Note, owner == "ann" && name > "a" && name > "b");
    // plan.toml: a prefix of a key attribute beside its range
    let _ = ddbx::query!(Note, owner == "ann" && name > "a" && name.begins_with("b"));
    // plan.toml: a range of a key attribute that is bound
    let _ = ddbx::query!(Note, owner == "ann" && name > "a" && name == "b");
    // plan.toml: the list of a partition key, and more of it
    let _ = ddbx::query!(Note, owner.is_in(["ann", "bob"]) && owner != "carl");
    // plan.toml: a key attribute of an index that is asked for
    let _ = ddbx::query!(Person, name == "Ann" && age != 30, index = "by_name_and_age");
}
