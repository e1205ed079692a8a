//! How much processor time the queries of one client may use: seconds in a minute, as a bucket that fills as fast as time
//! passes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For how long a client may save up.
const WINDOW: f64 = 60.0;

/// Clients that are remembered. When there are more, those whose bucket is full again are forgotten; they lose nothing.
const REMEMBERED: usize = 10_000;

/// Whose seconds they are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Payer {
    /// An address, or for version 6 its network of 64 bits.
    Address(IpAddr),
    /// A token, by its name.
    Token(String),
}

/// Seconds of processor time by client.
#[derive(Debug)]
pub(super) struct Budget {
    address: f64,
    token: f64,
    used: Mutex<HashMap<Payer, Used>>,
}

/// What is used and not yet given back by time.
#[derive(Debug, Clone, Copy)]
struct Used {
    seconds: f64,
    at: Instant,
}

impl Budget {
    /// So many seconds in a minute for an address and for a token; zero means any.
    pub(super) fn new(address: Duration, token: Duration) -> Self {
        Self { address: address.as_secs_f64(), token: token.as_secs_f64(), used: Mutex::default() }
    }

    fn allowed(&self, payer: &Payer) -> f64 {
        match payer {
            Payer::Address(_) => self.address,
            Payer::Token(_) => self.token,
        }
    }

    /// Whether a client may ask now, or how long it has to wait.
    pub(super) fn check(&self, payer: &Payer) -> Result<(), Duration> {
        self.check_at(payer, Instant::now())
    }

    /// A client has used so much.
    pub(super) fn charge(&self, payer: &Payer, time: Duration) {
        self.charge_at(payer, time, Instant::now());
    }

    fn check_at(&self, payer: &Payer, now: Instant) -> Result<(), Duration> {
        let allowed = self.allowed(payer);
        if allowed == 0.0 {
            return Ok(());
        }
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let left = used.get(payer).map_or(0.0, |used| used.left(allowed, now));
        // One may start with any rest, since nobody knows before how long a query takes; what is too much is paid later.
        if left < allowed { Ok(()) } else { Err(Duration::from_secs_f64((left - allowed) / allowed * WINDOW + 1.0)) }
    }

    fn charge_at(&self, payer: &Payer, time: Duration, now: Instant) {
        let allowed = self.allowed(payer);
        if allowed == 0.0 {
            return;
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= REMEMBERED && !used.contains_key(payer) {
            used.retain(|payer, used| used.left(self.allowed(payer), now) > 0.0);
            // Who has used least loses least by being forgotten.
            if used.len() >= REMEMBERED
                && let Some(least) =
                    used.iter().min_by(|a, b| a.1.seconds.total_cmp(&b.1.seconds)).map(|(p, _)| p.clone())
            {
                used.remove(&least);
            }
        }
        let entry = used.entry(payer.clone()).or_insert(Used { seconds: 0.0, at: now });
        *entry = Used { seconds: entry.left(allowed, now) + time.as_secs_f64(), at: now };
    }
}

impl Used {
    fn left(&self, allowed: f64, now: Instant) -> f64 {
        let back = now.saturating_duration_since(self.at).as_secs_f64() * allowed / WINDOW;
        (self.seconds - back).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> Payer {
        Payer::Address([192, 0, 2, last].into())
    }

    #[test]
    fn who_has_used_all_waits_until_time_has_given_some_back() {
        let budget = Budget::new(Duration::from_secs(30), Duration::ZERO);
        let start = Instant::now();
        let after = |seconds: u64| start + Duration::from_secs(seconds);
        budget.charge_at(&address(1), Duration::from_secs(29), start);
        assert_eq!(budget.check_at(&address(1), start), Ok(()));
        budget.charge_at(&address(1), Duration::from_secs(11), start);
        // 40 of 30 seconds: ten come back in twenty.
        let wait = budget.check_at(&address(1), start).unwrap_err();
        assert_eq!(wait.as_secs(), 21);
        assert!(budget.check_at(&address(1), after(19)).is_err());
        assert_eq!(budget.check_at(&address(1), after(21)), Ok(()));
        assert_eq!(budget.check_at(&address(2), start), Ok(()));
        let token = Payer::Token("a".into());
        budget.charge_at(&token, Duration::from_secs(1_000), start);
        assert_eq!(budget.check_at(&token, start), Ok(()));
    }

    #[test]
    fn many_clients_do_not_fill_the_memory_and_the_worst_is_remembered() {
        let budget = Budget::new(Duration::from_secs(30), Duration::ZERO);
        let start = Instant::now();
        budget.charge_at(&address(1), Duration::from_secs(100), start);
        for n in 0..u32::try_from(REMEMBERED).unwrap() + 200 {
            budget.charge_at(&Payer::Address(std::net::Ipv4Addr::from(n).into()), Duration::from_millis(5), start);
        }
        assert!(budget.used.lock().unwrap().len() <= REMEMBERED);
        assert!(budget.check_at(&address(1), start).is_err());
    }
}
