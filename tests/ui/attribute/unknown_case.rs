use ddbx::Attribute;

#[derive(Attribute)]
#[attribute(rename_all = "snakecase")]
enum Status {
    Open,
}

#[derive(Attribute)]
#[attribute(rename_all = "train")]
enum Other {
    Open,
}

fn main() {}
