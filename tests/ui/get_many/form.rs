use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct User {
    id: String,
    name: String,
}

fn main() {
    let ids = ["ann", "bob"];
    // Cut short.
    let _ = ddbx::get_many!();
    let _ = ddbx::get_many!(User);
    let _ = ddbx::get_many!(User,);
    let _ = ddbx::get_many!(User ids);
    let _ = ddbx::get_many!(User { id: "ann" });
    let _ = ddbx::get_many!(User, ids consistent);
    let _ = ddbx::get_many!(User, consistent);
    // Options.
    let _ = ddbx::get_many!(User, ids, consistant);
    let _ = ddbx::get_many!(User, ids, index = "primary");
}
