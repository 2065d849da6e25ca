use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(tag = "kind")]
enum Payment {
    Cash(String),
}

fn main() {}
