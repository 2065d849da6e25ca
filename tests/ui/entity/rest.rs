use ddbx::{Entity, Item};

#[derive(Entity)]
#[entity(table = "users", deny_unknown = true)]
struct DenyUnknownValue {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct TwoRests {
    #[entity(pk)]
    id: String,
    #[entity(rest)]
    rest: Item,
    #[entity(rest)]
    more: Item,
}

#[derive(Entity)]
#[entity(table = "users", deny_unknown)]
struct RestThatIsDenied {
    #[entity(pk)]
    id: String,
    #[entity(rest)]
    rest: Item,
}

#[derive(Entity)]
#[entity(table = "users")]
struct RestWithOptions {
    #[entity(pk)]
    id: String,
    #[entity(rest = "rest", rename = "others", default)]
    rest: Item,
}

#[derive(Entity)]
#[entity(table = "users")]
struct RestAsKey {
    #[entity(pk, rest)]
    rest: Item,
}

fn main() {}
