use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(tag = "kind")]
enum Payment {
    Cash,
}

#[derive(ddbx::Entity)]
#[entity(table = "payments")]
struct Paid {
    #[entity(pk)]
    by: Payment,
}

fn main() {}
