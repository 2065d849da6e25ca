use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(rename_al = "snake_case")]
enum Status {
    #[attribute(renamed = "OPEN")]
    Open,
}

#[derive(Attribute)]
struct Address {
    #[attribute(pk)]
    city: String,
}

#[derive(Attribute)]
#[attribute(rename_all = "snake_case")]
struct Email(#[attribute(rename = "mail")] String);

fn main() {}
