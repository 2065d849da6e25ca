use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(number)]
enum Priority {
    Low,
    High(u8),
}

fn main() {}
