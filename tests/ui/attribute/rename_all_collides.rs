use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(rename_all = "camelCase")]
struct Address {
    zip_code: String,
    #[attribute(rename = "zipCode")]
    other: String,
}

fn main() {}
