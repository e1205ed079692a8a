//! Who asks: an address, which a proxy of ours may tell, and a token, if there is one.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};

use super::budget::{Budget, Payer};
use super::errors::Problem;
use super::metrics::Metrics;
use super::net::household;
use super::processor;
use super::site::Site;
use crate::config::{Caller, Network, Role};

/// The address, and the name of the token.
impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.caller {
            Some(caller) => write!(f, "{} (token {})", self.address, caller.name),
            None => self.address.fmt(f),
        }
    }
}

/// Who asks. In the extensions of every request.
#[derive(Clone)]
pub(super) struct Client {
    /// The address it comes from, or that a trusted proxy gives.
    pub(super) address: IpAddr,
    /// Whose token it has.
    pub(super) caller: Option<Caller>,
    budget: Arc<Budget>,
    metrics: Arc<Metrics>,
    query: Arc<OnceLock<String>>,
}

impl Client {
    /// Who has sent these headers from this address.
    ///
    /// # Errors
    /// 401 if a token is given that is none of ours: nobody with a mistyped token should be taken for nobody.
    pub(super) fn identify(site: &Site, peer: Option<IpAddr>, headers: &HeaderMap) -> Result<Self, Problem> {
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
        let address = forwarded(peer, headers, &site.house.proxies);
        let caller = match token(headers)? {
            Some(token) => Some(site.house.tokens.caller(token).ok_or_else(unknown_token)?),
            None => None,
        };
        Ok(Self {
            address,
            caller,
            budget: site.house.budget.clone(),
            metrics: site.house.metrics.clone(),
            query: Arc::default(),
        })
    }

    /// Notes the query that the client asks, for the log of slow queries.
    pub(super) fn asks(&self, query: &str) {
        let _ = self.query.set(query.to_owned());
    }

    /// The query that the client asks, if it does.
    pub(super) fn query(&self) -> Option<&str> {
        self.query.get().map(String::as_str)
    }

    /// That this client may do what takes a role.
    ///
    /// # Errors
    /// 401 without a token, 403 with a token of other roles.
    pub(super) fn require(&self, role: Role) -> Result<&Caller, Problem> {
        match &self.caller {
            None => Err(Problem::new(StatusCode::UNAUTHORIZED, "A token is needed", "this is not for everybody")
                .hint("send the header Authorization: Bearer TOKEN")
                .challenge("Bearer realm=\"rapporteur\"")),
            Some(caller) if !caller.has(role) => {
                Err(Problem::new(StatusCode::FORBIDDEN, "Not with this token", "the token does not have the role")
                    .challenge("Bearer realm=\"rapporteur\", error=\"insufficient_scope\""))
            }
            Some(caller) => Ok(caller),
        }
    }

    /// Who pays for this client's queries.
    fn payer(&self) -> Payer {
        match &self.caller {
            Some(caller) => Payer::Token(caller.name.clone()),
            None => Payer::Address(household(self.address)),
        }
    }

    /// That this client has processor time left.
    ///
    /// # Errors
    /// 429 with the seconds after which it has.
    pub(super) fn may_evaluate(&self) -> Result<(), Problem> {
        self.budget.check(&self.payer()).map_err(|wait| {
            Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "The budget is used up",
                "your queries have taken more processor time than one client may use in a minute",
            )
            .hint("wait as long as Retry-After says; ask for less, or with a token")
            .retry_after(u32::try_from(wait.as_secs().max(1)).unwrap_or(60))
        })
    }

    /// The queries of this client have used so much processor time.
    pub(super) fn charge(&self, time: Duration) {
        self.metrics.processor(time);
        self.budget.charge(&self.payer(), time);
    }

    /// This client pays for what this thread uses from now on, until what is given back is dropped.
    pub(super) fn pays_for_thread(self) -> Paid {
        Paid { client: self, began: processor::of_this_thread() }
    }
}

tokio::task_local! {
    /// Who pays for what the threads of a request use. Nobody, where it is not metered.
    static PAYER: Client;
}

/// Answers a request whose client pays for the threads that it works in, see [`in_thread`].
pub(super) async fn paid_by<T>(client: Client, answer: impl Future<Output = T>) -> T {
    PAYER.scope(client, answer).await
}

/// Works in a thread that may wait for the disk. The client of the request that this belongs to pays for the processor time.
///
/// # Errors
/// 500 where the work panicked.
pub(super) async fn in_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let payer = PAYER.try_with(Clone::clone).ok();
    let work = move || {
        let _paid = payer.map(Client::pays_for_thread);
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}

/// Charges what its thread has used when it is dropped.
pub(super) struct Paid {
    client: Client,
    began: Duration,
}

impl Drop for Paid {
    fn drop(&mut self) {
        self.client.charge(processor::of_this_thread().saturating_sub(self.began));
    }
}

fn unknown_token() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "Unknown token", "the token is not valid (any more)")
        .challenge("Bearer realm=\"rapporteur\", error=\"invalid_token\"")
}

/// The token of a request. Other schemes than Bearer are nothing to us, since a proxy may ask for them.
fn token(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut tokens = Vec::new();
    for value in headers.get_all(header::AUTHORIZATION) {
        let value = value.to_str().map_err(|_| unknown_token())?;
        let (scheme, token) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
        if scheme.eq_ignore_ascii_case("bearer") {
            tokens.push(token.trim());
        }
    }
    match tokens.as_slice() {
        [] => Ok(None),
        [token] => Ok(Some(token)),
        _ => Err(unknown_token()),
    }
}

/// The address nearest to us that is not one of our proxies. What stands further left, anybody can have written.
fn forwarded(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let ours = |address: IpAddr| proxies.iter().any(|proxy| proxy.contains(address));
    let mut client = peer;
    let told: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().map(|value| value.to_str().unwrap_or("?")).collect();
    for told in told.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !ours(client) {
            break;
        }
        match address(told.trim()) {
            Some(address) => client = address,
            // Nobody of ours has written this.
            None => break,
        }
    }
    client
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(text, |(inside, _)| inside);
    let address = bare.parse().ok().or_else(|| text.parse().ok().map(|address: std::net::SocketAddr| address.ip()))?;
    Some(IpAddr::to_canonical(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_may_say_for_whom_it_asks() {
        let proxies = ["10.0.0.0/8", "::1"].map(|network| Network::parse(network).unwrap());
        for (peer, lines, expected) in [
            ("192.0.2.9", vec!["198.51.100.1"], "192.0.2.9"),
            ("10.0.0.1", vec![], "10.0.0.1"),
            ("10.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", vec!["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", vec!["1.1.1.1", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", vec!["1.1.1.1, nonsense"], "10.0.0.1"),
            ("10.0.0.1", vec!["[2001:db8::1]:4711"], "2001:db8::1"),
            ("::1", vec!["198.51.100.1:80"], "198.51.100.1"),
            ("::ffff:10.0.0.1", vec!["::ffff:198.51.100.1"], "198.51.100.1"),
        ] {
            let mut headers = HeaderMap::new();
            for line in &lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            let found = forwarded(peer.parse::<IpAddr>().unwrap().to_canonical(), &headers, &proxies);
            assert_eq!(found.to_string(), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn a_token_comes_from_one_authorization_header_only() {
        let headers = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, value.parse().unwrap());
            }
            headers
        };
        assert_eq!(token(&headers(&["Bearer abc"])).unwrap(), Some("abc"));
        assert_eq!(token(&headers(&["bearer  abc "])).unwrap(), Some("abc"));
        assert_eq!(token(&headers(&["Basic abc"])).unwrap(), None);
        assert_eq!(token(&headers(&[])).unwrap(), None);
        assert!(token(&headers(&["Bearer abc", "Bearer abc"])).is_err());
    }
}
