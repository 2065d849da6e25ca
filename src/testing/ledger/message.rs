//! As much of HTTP/1.1 as clients of DynamoDB speak, and the ways to break it off.

use std::io;

use ddbx_core::request::{TableName, Tables};
use ddbx_core::{Operation, Request, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::fate::Ending;

/// More than any client sends before its body.
const HEAD_BYTES: usize = 64 * 1024;

/// More than DynamoDB takes.
const BODY_BYTES: usize = 32 * 1024 * 1024;

/// The server's end of a connection.
#[derive(Debug)]
pub(super) struct Wire {
    socket: TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    pub(super) fn new(socket: TcpStream) -> Self {
        Self {
            socket,
            buffer: Vec::new(),
        }
    }

    /// The next request that can be understood; `None` when the client has closed, or speaks of something else.
    pub(super) async fn request(&mut self) -> Option<Request> {
        let head = loop {
            match self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break end,
                None if self.buffer.len() > HEAD_BYTES => return None,
                None => self.more().await?,
            }
        };
        let (operation, length) = read_head(&self.buffer[..head])?;
        let end = head + 4 + length;
        while self.buffer.len() < end {
            self.more().await?;
        }
        let body = self.buffer[head + 4..end].to_vec();
        self.buffer.drain(..end);
        let tables = tables(&body);
        Some(Request::new(operation, body).on(tables))
    }

    async fn more(&mut self) -> Option<()> {
        self.buffer.reserve(16 * 1024);
        let read = self.socket.read_buf(&mut self.buffer).await.ok()?;
        (read > 0).then_some(())
    }

    /// Ends an attempt; whether another one can follow on the connection.
    pub(super) async fn end(&mut self, ending: Ending) -> bool {
        match ending {
            Ending::Closed => false,
            Ending::Half(mut response) => {
                let announced = response.body.len() + 1;
                response.body.truncate(announced / 2);
                let _ = self.send(&write(&response, announced)).await;
                false
            }
            Ending::Reset => {
                let _ = self.socket.set_zero_linger();
                false
            }
            Ending::Silence => {
                // Until the client has had enough.
                while self.more().await.is_some() {
                    self.buffer.clear();
                }
                false
            }
            Ending::Whole(response) => self.send(&write(&response, response.body.len())).await.is_ok(),
        }
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.socket.write_all(bytes).await
    }
}

/// What a head asks for, and the length of the body behind it.
fn read_head(head: &[u8]) -> Option<(Operation, usize)> {
    let head = std::str::from_utf8(head).ok()?;
    let (mut operation, mut length) = (None, 0);
    for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if name.eq_ignore_ascii_case("x-amz-target") {
            operation = Operation::from_target(value);
        } else if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().ok().filter(|length| *length <= BODY_BYTES)?;
        }
    }
    Some((operation?, length))
}

/// An answer that announces a body of this length.
fn write(response: &Response, length: usize) -> Vec<u8> {
    let mut message = format!(
        "HTTP/1.1 {} \r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {length}\r\n",
        response.status
    );
    if let Some(id) = &response.request_id {
        message += &format!("x-amzn-requestid: {id}\r\n");
    }
    if let Some(checksum) = response.checksum {
        message += &format!("x-amz-crc32: {checksum}\r\n");
    }
    if let Some(wait) = response.retry_after {
        message += &format!("x-amz-retry-after: {}\r\n", wait.as_millis());
    }
    message += "\r\n";
    let mut message = message.into_bytes();
    message.extend_from_slice(&response.body);
    message
}

/// The tables that a body names.
fn tables(body: &[u8]) -> Tables {
    let Ok(body) = serde_json::from_slice::<Value>(body) else {
        return Tables::none();
    };
    let mut names: Vec<String> = Vec::new();
    let mut name = |of: &Value| names.extend(of.get("TableName").and_then(Value::as_str).map(str::to_owned));
    name(&body);
    let actions = body.get("TransactItems").and_then(Value::as_array);
    for action in actions.into_iter().flatten().filter_map(Value::as_object) {
        action.values().for_each(&mut name);
    }
    if let Some(requests) = body.get("RequestItems").and_then(Value::as_object) {
        names.extend(requests.keys().cloned());
    }
    names.into_iter().map(TableName::from).collect()
}
