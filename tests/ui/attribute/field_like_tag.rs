use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(tag = "kind")]
enum Payment {
    Card { kind: String },
}

fn main() {}
