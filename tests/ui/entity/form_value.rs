use ddbx::Entity;
use std::time::SystemTime;

#[derive(Entity)]
#[entity(table = "things")]
struct Thing {
    #[entity(pk)]
    id: String,
    #[entity(unix)]
    at: Option<SystemTime>,
    #[entity(base64)]
    bytes: Vec<u8>,
}

fn main() {
    let _ = ddbx::delete::<Thing>("t1").when(|thing| thing.at.gt(5));
    let _ = ddbx::delete::<Thing>("t1").when(|thing| thing.bytes.gt(vec![1]));
    let _ = ddbx::update::<Thing>("t1").add(|thing| thing.at, SystemTime::UNIX_EPOCH);
}
