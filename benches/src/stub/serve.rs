use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::Address;
use super::answers::Answers;
use super::certificate;
use crate::Result;

/// Prints where it listens, and answers until its input ends, which it does with whoever started this.
///
/// # Errors
///
/// No free port, or a certificate's file that cannot be written.
pub fn serve(authority_file: &Path) -> Result<()> {
    // One thread: two more belong to the client, which is what is measured.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let answers = Arc::new(Answers::new()?);
    let acceptor = TlsAcceptor::from(certificate::tls(authority_file)?);
    runtime.block_on(async {
        let plain = TcpListener::bind(("127.0.0.1", 0)).await?;
        let tls = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = Address {
            plain: plain.local_addr()?.port(),
            tls: tls.local_addr()?.port(),
            process: std::process::id(),
        };
        let mut output = std::io::stdout();
        writeln!(output, "{address}")?;
        output.flush()?;

        tokio::spawn(accept(plain, None, Arc::clone(&answers)));
        tokio::spawn(accept(tls, Some(acceptor), answers));
        tokio::task::spawn_blocking(|| std::io::stdin().read(&mut [0])).await??;
        Ok(())
    })
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, answers: Arc<Answers>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, tls.clone(), Arc::clone(&answers)));
    }
}

/// An error ends the connection, and nothing else: the client will notice.
async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, answers: Arc<Answers>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    match tls {
        None => exchange(stream, &answers).await,
        Some(acceptor) => exchange(acceptor.accept(stream).await?, &answers).await,
    }
}

async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, answers: &Answers) -> std::io::Result<()> {
    let mut received = Vec::with_capacity(1 << 16);
    while stream.read_buf(&mut received).await? > 0 {
        while let Some((answer, length)) = answers.to(&received) {
            stream.write_all(answer).await?;
            stream.flush().await?;
            received.drain(..length);
        }
    }
    Ok(())
}
