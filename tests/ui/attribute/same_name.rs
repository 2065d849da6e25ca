use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(rename_all = "lowercase")]
enum Status {
    Open,
    #[attribute(rename = "open")]
    Opened,
    #[attribute(rename = "")]
    None,
}

#[derive(Attribute)]
struct Address {
    city: String,
    #[attribute(rename = "city")]
    town: String,
}

fn main() {}
