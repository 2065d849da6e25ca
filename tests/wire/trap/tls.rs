//! Servers that cannot prove who they are: nothing but the handshake reaches them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx::ErrorKind;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::{HERE, To, Trap, is_refused};
use crate::server::answer;
use crate::{read, send};

/// An authority that a pool is told to trust, or not.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self {
            pem: certificate.pem(),
            issuer: Issuer::new(params, key),
        }
    }

    /// A certificate for `name`, which a test may spoil.
    fn certify(&self, name: &str, spoil: impl FnOnce(&mut CertificateParams)) -> Identity {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        spoil(&mut params);
        Identity {
            certificate: params.signed_by(&key, &self.issuer).unwrap().der().clone(),
            key: PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        }
    }
}

struct Identity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

/// Speaks TLS as somebody, and counts the bytes of HTTP that it is sent.
async fn server(identity: Identity) -> (u16, Arc<AtomicUsize>) {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![identity.certificate], identity.key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((HERE, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let bytes = Arc::<AtomicUsize>::default();
    let count = Arc::clone(&bytes);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (acceptor, count) = (acceptor.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(socket).await else {
                    return;
                };
                let mut chunk = vec![0; 16 * 1024];
                while let Ok(length @ 1..) = stream.read(&mut chunk).await {
                    count.fetch_add(length, Ordering::SeqCst);
                    let _ = stream.write_all(answer(200, "{}").as_bytes()).await;
                }
            });
        }
    });
    (port, bytes)
}

fn nothing(_: &mut CertificateParams) {}

#[tokio::test]
async fn a_server_that_cannot_prove_who_it_is_is_sent_nothing() {
    let (trusted, stranger) = (Authority::new("ours"), Authority::new("another"));
    for (identity, why) in [
        (stranger.certify("db.example", nothing), "UnknownIssuer"),
        (trusted.certify("db.example.evil", nothing), "not valid for name"),
        (trusted.certify("evil.db.example", nothing), "not valid for name"),
        (trusted.certify("*.db.example", nothing), "not valid for name"),
        (
            trusted.certify("db.example", |params| params.not_after = date_time_ymd(2020, 1, 1)),
            "expired",
        ),
        (
            trusted.certify("db.example", |params| params.not_before = date_time_ymd(4000, 1, 1)),
            "not valid yet",
        ),
        (
            // For clients alone.
            trusted.certify("db.example", |params| {
                params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
            }),
            "invalid peer certificate",
        ),
    ] {
        let (port, bytes) = server(identity).await;
        let options = || {
            crate::single()
                .resolver(To(vec![HERE]))
                .root_certificates(trusted.pem.clone())
        };
        let url = format!("dynamodb+https://db.example:{port}");
        is_refused(options, &url, ErrorKind::Connection, "TLS failed").await;
        is_refused(options, &url, ErrorKind::Connection, why).await;
        assert_eq!(bytes.load(Ordering::SeqCst), 0, "{why}");
    }

    let (port, bytes) = server(trusted.certify("db.example", nothing)).await;
    let url = format!("dynamodb+https://db.example:{port}");
    let options = || crate::single().resolver(To(vec![HERE]));
    let pool = options()
        .root_certificates(trusted.pem.clone())
        .connect(&url)
        .await
        .unwrap();
    send(&pool, read()).await.unwrap();
    let sent = bytes.load(Ordering::SeqCst);
    assert!(sent > 0, "the control is sent its request");
    // And by whom nobody vouches, again nothing.
    is_refused(options, &url, ErrorKind::Connection, "TLS failed").await;
    assert_eq!(bytes.load(Ordering::SeqCst), sent);
}

/// Whoever answers the handshake in the clear gets the first message of a handshake, and no second.
#[tokio::test]
async fn there_is_no_way_back_from_tls() {
    let trap = Trap::on(HERE).await;
    let options = || crate::single().resolver(To(vec![HERE]));
    let url = format!("dynamodb+https://db.example:{}", trap.port());
    is_refused(options, &url, ErrorKind::Connection, "TLS failed").await;
    assert!(trap.connections() > 1);
    assert!(!trap.has_a_signature());
    let caught = trap.caught.lock().unwrap();
    assert_eq!(caught.bytes[0], 22, "a handshake");
}
