//! The least that a call can cost: bytes made beforehand, on one socket, and an answer that nobody looks at.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::BytesMut;
use ddbx::transport::sign::{CONTENT_TYPE, Credentials, Signable, Signer};
use ddbx::{Operation, ops};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::Result;
use crate::order::TABLE;

/// One connection, and one request to send over it again and again.
#[derive(Debug)]
pub struct Floor<S> {
    stream: S,
    request: Vec<u8>,
    buffer: Vec<u8>,
    /// How long an answer is; known after the first.
    answer: usize,
}

/// Over TCP.
///
/// # Errors
///
/// Those of the network.
pub async fn plain(port: u16) -> Result<Floor<impl AsyncRead + AsyncWrite + Unpin>> {
    Floor::new(connect(port).await?, port).await
}

/// Over TLS 1.3.
///
/// # Errors
///
/// Those of the network, and a file that holds no certificate.
pub async fn tls(port: u16, authority_file: &Path) -> Result<Floor<impl AsyncRead + AsyncWrite + Unpin>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority_file)?)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    let name = ServerName::try_from("localhost")?;
    Floor::new(connector.connect(name, connect(port).await?).await?, port).await
}

async fn connect(port: u16) -> Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl<S: AsyncRead + AsyncWrite + Unpin> Floor<S> {
    async fn new(stream: S, port: u16) -> Result<Self> {
        let mut floor = Self {
            stream,
            request: request(port)?,
            buffer: vec![0; 1 << 14],
            answer: 0,
        };
        floor.stream.write_all(&floor.request).await?;
        floor.stream.flush().await?;
        while !floor.buffer[..floor.answer].ends_with(b"}}") {
            floor.answer += floor.stream.read(&mut floor.buffer[floor.answer..]).await?;
        }
        Ok(floor)
    }

    /// A request and its answer.
    ///
    /// # Errors
    ///
    /// Those of the network.
    pub async fn exchange(&mut self) -> Result<()> {
        self.stream.write_all(&self.request).await?;
        self.stream.flush().await?;
        self.stream.read_exact(&mut self.buffer[..self.answer]).await?;
        Ok(())
    }
}

/// The same `GetItem` that the contenders send.
fn request(port: u16) -> Result<Vec<u8>> {
    let get = ops::GetItem::new(TABLE).key("customer", "c-000001").key("number", 1);
    let (host, target, body) = (
        format!("localhost:{port}"),
        Operation::GetItem.target(),
        get.into_request()?.body,
    );
    let mut buffer = BytesMut::new();
    let signable = Signable {
        host: &host,
        target,
        body: &body,
        at: UNIX_EPOCH + Duration::from_secs(1_440_938_160),
    };
    let headers = Signer::new("us-east-1").sign(&Credentials::new("akid", "secret"), signable, &mut buffer);
    let [date, authorization] = [headers.date, headers.authorization].map(|range| buffer[range].to_vec());
    let mut request = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: {CONTENT_TYPE}\r\nx-amz-target: {target}\r\n\
         x-amz-date: {}\r\nauthorization: {}\r\ncontent-length: {}\r\n\r\n",
        String::from_utf8(date)?,
        String::from_utf8(authorization)?,
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(&body);
    Ok(request)
}
