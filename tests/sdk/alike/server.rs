use std::net::SocketAddr;

use ddbx::Operation;
use dynoxide::Database;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::exchange::Answer;

/// Starts dynoxide's HTTP server on a free port of this machine, with a database of its own.
pub(super) async fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the runtime of the test.
    tokio::spawn(dynoxide::server::serve_on(listener, Database::memory().unwrap()));
    address
}

/// A bare connection to such a server.
pub(super) struct Server {
    connection: TcpStream,
    read: Vec<u8>,
}

impl Server {
    pub(super) async fn start() -> Self {
        Self {
            connection: TcpStream::connect(start().await).await.unwrap(),
            read: Vec::new(),
        }
    }

    /// Sends a request and reads its answer.
    pub(super) async fn answer(&mut self, operation: Operation, body: &[u8]) -> Answer {
        // The server looks at the form of a signature, and not whether it is right.
        let head = format!(
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-amz-json-1.0\r\n\
             x-amz-target: {}\r\nx-amz-date: 20260101T000000Z\r\n\
             authorization: AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/dynamodb/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=00\r\ncontent-length: {}\r\n\r\n",
            operation.target(),
            body.len(),
        );
        // In one piece: the end of one that is sent in two waits for the other side's acknowledgement.
        self.connection
            .write_all(&[head.as_bytes(), body].concat())
            .await
            .unwrap();
        self.read.clear();
        let end = loop {
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            self.read_more().await;
        };
        let head = String::from_utf8(self.read[..end].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .unwrap();
        let whole = end + length.parse::<usize>().unwrap();
        while self.read.len() < whole {
            self.read_more().await;
        }
        Answer {
            status,
            body: self.read[end..whole].to_vec().into(),
        }
    }

    async fn read_more(&mut self) {
        let read = self.connection.read_buf(&mut self.read).await.unwrap();
        assert_ne!(read, 0, "the server closed the connection");
    }
}
