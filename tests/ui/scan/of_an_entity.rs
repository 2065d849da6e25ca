struct User;

fn main() {
    let _ = ddbx::scan::<User>();
}
