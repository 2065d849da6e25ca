use std::io::{Read, Write};
use super::*;
use crate::{read, send};

#[tokio::test]
async fn race() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.unwrap();
            std::thread::spawn(move || {
                socket.set_nodelay(true).unwrap();
                let mut buffer = [0; 8192];
                loop {
                    match socket.read(&mut buffer) { Ok(0) | Err(_) => return, Ok(_) => {} }
                    if socket.write_all(answer(200, GOOD).as_bytes()).is_err() { return; }
                    let spin: u64 = std::env::var("SPIN").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
                    for _ in 0..spin { std::hint::spin_loop(); }
                    if socket.write_all(answer(200, r#"{"Item":{"id":{"S":"evil"}}}"#).as_bytes()).is_err() { return; }
                }
            });
        }
    });
    let pool = PoolOptions::new().connect(&format!("dynamodb+http://127.0.0.1:{port}")).await.unwrap();
    let (mut good, mut evil, mut failed) = (0, 0, 0);
    for _ in 0..3000 {
        match send(&pool, read()).await {
            Ok(response) if response.body == GOOD => good += 1,
            Ok(_) => evil += 1,
            Err(_) => failed += 1,
        }
    }
    println!("good {good} evil {evil} failed {failed}");
}
