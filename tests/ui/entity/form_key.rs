use ddbx::Entity;
use std::time::SystemTime;

#[derive(Entity)]
#[entity(table = "things", pk = "T#{bytes}", sk = "{at}#{seen}")]
struct Thing {
    #[entity(base64)]
    bytes: Vec<u8>,
    #[entity(unix)]
    at: SystemTime,
    #[entity(iso)]
    seen: Option<SystemTime>,
}

fn main() {}
