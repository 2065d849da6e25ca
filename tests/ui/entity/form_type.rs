use ddbx::Entity;
use std::time::SystemTime;

struct Unknown;

#[derive(Entity)]
#[entity(table = "things", booleans = text_bool)]
struct Thing {
    #[entity(pk)]
    id: String,
    #[entity(unix)]
    placed: String,
    #[entity(text_bool)]
    open: Option<u8>,
    #[entity(zone)]
    at: SystemTime,
    #[entity(json)]
    unknown: Unknown,
    #[entity(lenient)]
    list: Vec<u8>,
}

fn main() {
    let _ = ddbx::update::<Thing>("t1").set(|thing| thing.id, 5);
}
