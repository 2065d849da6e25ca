use ddbx::Attribute;

#[derive(Attribute)]
struct Card {
    number: String,
}

#[derive(Attribute)]
#[attribute(tag = "kind")]
enum Payment {
    Card(Option<Card>),
}

fn main() {}
