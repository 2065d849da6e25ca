use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(number, rename_all = "lowercase")]
enum Priority {
    Low,
    #[attribute(rename = "2")]
    High,
}

fn main() {}
