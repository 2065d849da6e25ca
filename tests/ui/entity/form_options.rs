use ddbx::{Entity, Number};
use std::time::SystemTime;

mod cents {}

#[derive(Entity)]
#[entity(table = "things", timestamps = seconds, booleans = iso, binary = "base64")]
struct Thing {
    #[entity(pk)]
    id: String,
    #[entity(unix, iso)]
    twice: SystemTime,
    #[entity(native, unix)]
    neither: SystemTime,
    #[entity(unix(floor))]
    floor: SystemTime,
    #[entity(iso = true)]
    iso: SystemTime,
    #[entity(with = "cents")]
    quoted: Number,
    #[entity(null)]
    null: String,
    #[entity(skip, unix)]
    skipped: Option<SystemTime>,
    #[entity(unix_milis)]
    spelling: SystemTime,
}

fn main() {}
