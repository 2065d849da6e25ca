use ddbx::{Entity, Item};

#[derive(Entity)]
#[entity(table = "t", schema_version = 0)]
struct VersionZero {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "t", schema_version = 2)]
struct Taken {
    #[entity(pk)]
    id: String,
    #[entity(rename = "_v")]
    volume: u32,
}

#[derive(Entity)]
#[entity(table = "t", upcast = upcast)]
struct NoVersion {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "t", schema_version = 1, upcast = upcast)]
struct NothingOlder {
    #[entity(pk)]
    id: String,
}

fn upcast(_: u32, item: Item) -> Result<Item, String> {
    Ok(item)
}

#[derive(Entity)]
#[entity(table = "t", schema_version = 2, upcast = of_one)]
struct OtherArguments {
    #[entity(pk)]
    id: String,
}

fn of_one(item: Item) -> Result<Item, String> {
    Ok(item)
}

#[derive(Entity)]
#[entity(table = "t", hooks)]
struct NoHooks {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "t", validate = "check")]
struct QuotedFunction {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "t")]
struct OtherType {
    #[entity(pk)]
    id: String,
    #[entity(validate = of_text)]
    age: u8,
}

fn of_text(_: &String) -> Result<(), String> {
    Ok(())
}

#[derive(Entity)]
#[entity(table = "t", garde)]
struct NoRules {
    #[entity(pk)]
    id: String,
}

fn main() {}
