use ddbx::Attribute;

#[derive(Attribute, Clone, Copy)]
#[attribute(number)]
enum Priority {
    Low,
    High,
}

#[derive(ddbx::Entity)]
#[entity(table = "jobs")]
struct Job {
    #[entity(pk)]
    id: String,
    priority: Priority,
}

fn sum() {
    let _ = ddbx::update::<Job>("j1").add(|job| job.priority, Priority::High);
}

fn main() {}
