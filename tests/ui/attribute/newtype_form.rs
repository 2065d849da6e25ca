use ddbx::Attribute;
use std::time::SystemTime;

#[derive(Attribute)]
#[attribute(timestamps = unix)]
struct Seen(SystemTime);

#[derive(Attribute)]
struct Home {
    #[attribute(unix)]
    city: String,
}

fn main() {}
