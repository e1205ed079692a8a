//! `rapporteur health`: asks the server of this machine how it is.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use super::Ending;
use super::progress::say;
use crate::config::Config;

/// Time in which a server that is well answers.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the server that these settings describe is ready: exit code 0 if it is, 1 if not, 2 if it cannot be asked
#[derive(Args)]
#[command(after_help = "\
Examples:
  rapporteur health
  rapporteur health --bind 127.0.0.1:8080")]
pub(super) struct Arguments {
    /// Address that the server listens on [default: 127.0.0.1:7878]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) bind: Option<String>,
}

pub(super) fn run(config: &Config) -> anyhow::Result<Ending> {
    let mut address = config.bind;
    if address.ip().is_unspecified() {
        address = match address {
            SocketAddr::V4(_) => (Ipv4Addr::LOCALHOST, address.port()).into(),
            SocketAddr::V6(_) => (Ipv6Addr::LOCALHOST, address.port()).into(),
        };
    }
    let answer = ask(address).with_context(|| format!("the server at {address} cannot be asked"))?;
    let status = answer.split(' ').nth(1).unwrap_or_default();
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).trim();
    say(format_args!("{body}"));
    Ok(if status == "200" { Ending::Fine } else { Ending::Findings })
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream
        .write_all(format!("GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
