use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(tag = "kind")]
enum Payment {
    Card(String, u32),
}

fn main() {}
