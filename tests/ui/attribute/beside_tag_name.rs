use ddbx::Attribute;

#[derive(Attribute)]
struct Card {
    kind: String,
}

#[derive(Attribute)]
#[attribute(tag = "kind")]
enum Payment {
    Card(Card),
}

fn main() {}
