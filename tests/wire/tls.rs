//! TLS, whom it trusts, and the proxy in between.

use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::server::{Server, answer};
use crate::{read, send, write};

/// TLS in front of a server, with a certificate for `localhost` that is its own authority.
pub(crate) struct Front {
    pub(crate) port: u16,
    pub(crate) certificate: String,
}

impl Front {
    pub(crate) async fn of(server: &Server) -> Self {
        let (acceptor, certificate) = acceptor();
        let inner = server.port();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    if let Ok(mut outside) = acceptor.accept(socket).await {
                        let mut inside = TcpStream::connect(("127.0.0.1", inner)).await.unwrap();
                        let _ = copy_bidirectional(&mut outside, &mut inside).await;
                    }
                });
            }
        });
        Self { port, certificate }
    }

    pub(crate) fn url(&self) -> String {
        format!("dynamodb+https://localhost:{}", self.port)
    }
}

/// TLS for `localhost`, and the certificate to trust.
fn acceptor() -> (TlsAcceptor, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem())
}

/// The server says goodbye over TLS after each answer, and the next request comes before the runtime has looked at its
/// sockets. What TLS answers to a goodbye is none of the request's bytes.
#[tokio::test]
async fn a_connection_closed_over_tls_is_not_noticed() {
    let (acceptor, certificate) = acceptor();
    let (closed, news) = std::sync::mpsc::channel();
    let (address, port) = std::sync::mpsc::channel();
    let (answered, mut was_answered) = tokio::sync::mpsc::unbounded_channel::<()>();
    // In a runtime of its own, so that waiting for it here does not let this one look.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            address.send(listener.local_addr().unwrap().port()).unwrap();
            while let Ok((socket, _)) = listener.accept().await {
                let mut stream = acceptor.accept(socket).await.unwrap();
                let mut read = Vec::new();
                while !read.ends_with(b"}}}") {
                    read.push(stream.read_u8().await.unwrap());
                }
                stream.write_all(answer(200, "{}").as_bytes()).await.unwrap();
                // Not together with the answer: that would be read with it.
                was_answered.recv().await;
                stream.shutdown().await.unwrap();
                if closed.send(()).is_err() {
                    return;
                }
            }
        });
    });
    let url = format!("dynamodb+https://localhost:{}", port.recv().unwrap());
    let pool = crate::single()
        .root_certificates(certificate)
        .connect_lazy(&url)
        .unwrap();
    for _ in 0..50 {
        send(&pool, write()).await.unwrap();
        answered.send(()).unwrap();
        news.recv().unwrap();
    }
}

#[tokio::test]
async fn requests_go_over_tls_to_whom_the_pool_trusts() {
    let server = Server::answering("{}").await;
    let front = Front::of(&server).await;
    let pool = crate::single()
        .root_certificates(front.certificate.clone())
        .connect(&front.url())
        .await
        .unwrap();
    for _ in 0..10 {
        send(&pool, read()).await.unwrap();
    }
    assert_eq!((server.accepted(), server.requests()), (1, 10));

    let error = crate::single().connect(&front.url()).await.unwrap_err();
    assert!(
        crate::chain(&error).contains("TLS failed: invalid peer certificate"),
        "{}",
        crate::chain(&error)
    );
    assert_eq!(server.accepted(), 1, "nobody got past the handshake");
    let error = crate::single()
        .root_certificates("no certificate")
        .connect(&front.url())
        .await
        .unwrap_err();
    assert!(
        crate::chain(&error).contains("the PEM given to `root_certificates` holds no certificate that can be read"),
        "{}",
        crate::chain(&error)
    );
}

#[tokio::test]
async fn a_server_without_tls_is_called_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let _ = peer.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            while peer.read_u8().await.is_ok() {}
        }
    });
    let front = Front::of(&Server::answering("{}").await).await;
    let error = crate::single()
        .root_certificates(front.certificate.clone())
        .connect(&format!("dynamodb+https://localhost:{port}"))
        .await
        .unwrap_err();
    assert!(
        crate::chain(&error).contains("the server does not speak TLS on this port; is it `dynamodb+http://`?"),
        "{}",
        crate::chain(&error)
    );
}

/// Runs one test of this binary in a process of its own, whose environment may be set.
async fn in_environment(test: &str, url: &str, variables: &[(&str, &str)]) -> bool {
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env("DDBX_CHILD_URL", url)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("1 passed") || !output.status.success(), "{text}");
    output.status.success()
}

/// What the children do: one request, over TLS. Without its variable it has nothing to do.
#[tokio::test]
async fn child() {
    if let Ok(url) = std::env::var("DDBX_CHILD_URL") {
        let pool = crate::single().connect(&url).await.unwrap();
        send(&pool, read()).await.unwrap();
    }
}

#[tokio::test]
async fn the_environment_may_name_authorities() {
    let server = Server::answering("{}").await;
    let front = Front::of(&server).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &front.certificate).unwrap();
    let bundle = [("AWS_CA_BUNDLE", file.path().to_str().unwrap())];
    assert!(in_environment("tls::child", &front.url(), &bundle).await);
    assert_eq!(server.requests(), 1);
    assert!(
        !in_environment("tls::child", &front.url(), &[]).await,
        "the control: the platform does not know it"
    );
    assert!(!in_environment("tls::child", &front.url(), &[("AWS_CA_BUNDLE", "no/such/file")]).await);
    assert_eq!(server.requests(), 1);
}

/// A proxy that makes tunnels, and counts them.
async fn proxy(authorization: Option<&'static str>) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let tunnels = Arc::<AtomicUsize>::default();
    let counter = Arc::clone(&tunnels);
    tokio::spawn(async move {
        while let Ok((mut outside, _)) = listener.accept().await {
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(outside.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                if !authorization.is_none_or(|wanted| head.contains(wanted)) {
                    let _ = outside.write_all(b"HTTP/1.1 407 No\r\n\r\n").await;
                    return;
                }
                let target = head.split(' ').nth(1).unwrap().to_owned();
                let mut inside = TcpStream::connect(target).await.unwrap();
                outside.write_all(b"HTTP/1.1 200 Go\r\n\r\n").await.unwrap();
                counter.fetch_add(1, Ordering::SeqCst);
                let _ = copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
    (address, tunnels)
}

#[tokio::test]
async fn https_goes_through_the_proxy_of_the_environment() {
    let server = Server::answering("{}").await;
    let front = Front::of(&server).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &front.certificate).unwrap();
    let bundle = ("AWS_CA_BUNDLE", file.path().to_str().unwrap());
    // "me:secret"
    let (address, tunnels) = proxy(Some("Proxy-Authorization: Basic bWU6c2VjcmV0")).await;
    let through = format!("http://me:secret@{address}");
    assert!(in_environment("tls::child", &front.url(), &[bundle, ("HTTPS_PROXY", &through)]).await);
    assert_eq!((tunnels.load(Ordering::SeqCst), server.requests()), (1, 1));

    let around = [bundle, ("HTTPS_PROXY", &*through), ("NO_PROXY", "localhost")];
    assert!(in_environment("tls::child", &front.url(), &around).await);
    assert_eq!((tunnels.load(Ordering::SeqCst), server.requests()), (1, 2));

    let stranger = format!("http://{address}");
    assert!(!in_environment("tls::child", &front.url(), &[bundle, ("HTTPS_PROXY", &stranger)]).await);
    assert_eq!((tunnels.load(Ordering::SeqCst), server.requests()), (1, 2));
}
