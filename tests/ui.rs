//! What the macros' users read when something is wrong, and that right code compiles in any surroundings.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages anew; read every one that changed. They are those of
//! the toolchain in `rust-toolchain.toml`.

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    for topic in [
        "attribute",
        "collection",
        "entity",
        "get",
        "get_many",
        "ops",
        "plan",
        "query",
        "scan",
        "table",
        "test",
        "view",
    ] {
        cases.compile_fail(format!("tests/ui/{topic}/*.rs"));
    }
}
