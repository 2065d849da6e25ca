//! Whom TLS trusts.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::sync::OnceCell;

/// The certificate authorities of a pool, read when the first connection needs them.
#[derive(Debug)]
pub(crate) struct Trust {
    roots: Roots,
    config: OnceCell<Arc<ClientConfig>>,
}

/// Where certificate authorities come from.
#[derive(Clone, Debug)]
pub(crate) enum Roots {
    /// `AWS_CA_BUNDLE`, or else the platform's.
    Platform,
    /// These alone, as PEM.
    Given(Arc<[u8]>),
}

impl Trust {
    pub(crate) fn new(roots: Roots) -> Self {
        Self {
            roots,
            config: OnceCell::new(),
        }
    }

    pub(super) async fn config(&self) -> io::Result<Arc<ClientConfig>> {
        let read = || async {
            let roots = self.roots.clone();
            // The platform's authorities are hundreds of files on some systems.
            let store = tokio::task::spawn_blocking(move || roots.read()).await??;
            client_config(store).map(Arc::new)
        };
        self.config.get_or_try_init(read).await.cloned()
    }
}

impl Roots {
    fn read(&self) -> io::Result<RootCertStore> {
        match self {
            Self::Given(pem) => {
                let certificates = CertificateDer::pem_slice_iter(pem)
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(|error| {
                        io::Error::other(format!("the PEM given to `root_certificates` cannot be read: {error}"))
                    })?;
                trust(certificates, || {
                    "the PEM given to `root_certificates` holds no certificate that can be read".to_owned()
                })
            }
            Self::Platform => match std::env::var_os("AWS_CA_BUNDLE").filter(|path| !path.is_empty()) {
                Some(path) => {
                    let path = PathBuf::from(path);
                    let name = format!("AWS_CA_BUNDLE `{}`", path.display());
                    let certificates = CertificateDer::pem_file_iter(&path)
                        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                        .map_err(|error| io::Error::other(format!("{name} cannot be read: {error}")))?;
                    trust(certificates, || {
                        format!("{name}: there is no certificate that can be read")
                    })
                }
                None => {
                    let found = rustls_native_certs::load_native_certs();
                    trust(found.certs, || {
                        "the platform's certificate authorities: there is no certificate that can be read; install \
                         them (often the package `ca-certificates`) or name a PEM file in AWS_CA_BUNDLE"
                            .to_owned()
                    })
                }
            },
        }
    }
}

fn trust(certificates: Vec<CertificateDer<'static>>, none: impl FnOnce() -> String) -> io::Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    // Platforms ship some that rustls cannot read; one that can be read is enough to go on.
    let (added, _) = store.add_parsable_certificates(certificates);
    if added == 0 {
        return Err(io::Error::new(io::ErrorKind::NotFound, none()));
    }
    Ok(store)
}

/// TLS 1.2 and 1.3 with aws-lc-rs, whatever provider the application has made its default.
fn client_config(roots: RootCertStore) -> io::Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
