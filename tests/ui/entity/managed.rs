use ddbx::Entity;
use std::time::SystemTime;

#[derive(Entity)]
#[entity(table = "t")]
struct VersionOfText {
    #[entity(pk)]
    id: String,
    #[entity(version)]
    version: String,
}

#[derive(Entity)]
#[entity(table = "t")]
struct OptionalVersion {
    #[entity(pk)]
    id: String,
    #[entity(version)]
    version: Option<u64>,
}

#[derive(Entity)]
#[entity(table = "t", pk = "T#{id}#{version:05}")]
struct VersionInKey {
    id: String,
    #[entity(version)]
    version: u64,
}

#[derive(Entity)]
#[entity(table = "t", by_version(pk = version))]
struct VersionInIndex {
    #[entity(pk)]
    id: String,
    #[entity(version)]
    version: u64,
}

#[derive(Entity)]
#[entity(table = "t")]
struct TwoVersions {
    #[entity(pk)]
    id: String,
    #[entity(version)]
    version: u64,
    #[entity(version)]
    revision: u64,
}

#[derive(Entity)]
#[entity(table = "t")]
struct BothAtOnce {
    #[entity(pk)]
    id: String,
    #[entity(created_at, updated_at)]
    time: SystemTime,
}

#[derive(Entity)]
#[entity(table = "t", pk = "T#{id}", sk = "{updated}")]
struct UpdatedInKey {
    id: String,
    #[entity(updated_at)]
    updated: SystemTime,
}

#[derive(Entity)]
#[entity(table = "t")]
struct TimeOfText {
    #[entity(pk)]
    id: String,
    #[entity(created_at)]
    created: String,
}

#[derive(Entity)]
#[entity(table = "t")]
struct NotStored {
    #[entity(pk)]
    id: String,
    #[entity(updated_at, skip)]
    updated: Option<SystemTime>,
}

#[derive(Entity)]
#[entity(table = "t")]
struct NumberId {
    #[entity(pk, id = uuid)]
    id: u64,
}

#[derive(Entity)]
#[entity(table = "t")]
struct OtherId {
    #[entity(pk, id = serial)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "t")]
struct WithValue {
    #[entity(pk)]
    id: String,
    #[entity(version = 3)]
    version: u64,
}

fn main() {}
