use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(content = "value")]
enum Payment {
    Card(String),
}

#[derive(Attribute)]
#[attribute(tag = "kind", content = "kind")]
enum Other {
    Card(String),
}

fn main() {}
