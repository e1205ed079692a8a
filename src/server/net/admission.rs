//! How many connections there may be, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::config::Network;

/// Why a connection is not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    Server,
    Address,
}

/// Counts the connections that are open.
#[derive(Debug)]
pub(super) struct Admission {
    max: usize,
    per_address: usize,
    /// Many clients come from these.
    proxies: Vec<Network>,
    open: Mutex<HashMap<IpAddr, usize>>,
}

impl Admission {
    pub(super) fn new(max: usize, per_address: usize, proxies: Vec<Network>) -> Arc<Self> {
        Arc::new(Self { max, per_address, proxies, open: Mutex::default() })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection, given back when it is dropped.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Result<Entry, Full> {
        let key = household(address);
        let mut open = self.open();
        if open.values().sum::<usize>() >= self.max {
            return Err(Full::Server);
        }
        let count = open.entry(key).or_default();
        if *count >= self.per_address && !self.proxies.iter().any(|proxy| proxy.contains(address)) {
            return Err(Full::Address);
        }
        *count += 1;
        Ok(Entry { admission: self.clone(), key })
    }
}

/// What one client surely has: an address, and of version 6 the whole network of 64 bits.
pub(in crate::server) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        address => address,
    }
}

/// One open connection.
#[derive(Debug)]
pub(super) struct Entry {
    admission: Arc<Admission>,
    key: IpAddr,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut open = self.admission.open();
        if let Some(count) = open.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_all_places_and_a_place_comes_back() {
        let admission = Admission::new(4, 2, vec![Network::parse("10.0.0.1").unwrap()]);
        let enter = |address: &str| admission.enter(address.parse().unwrap());
        let (one, _two) = (enter("2001:db8::1").unwrap(), enter("2001:db8::2").unwrap());
        assert_eq!(enter("2001:db8::3").unwrap_err(), Full::Address);
        let _three = enter("192.0.2.1").unwrap();
        drop(one);
        let _four = enter("2001:db8::3").unwrap();
        let _five = enter("10.0.0.1").unwrap();
        assert_eq!(enter("192.0.2.2").unwrap_err(), Full::Server);
    }

    #[test]
    fn a_proxy_may_have_as_many_as_the_server_has() {
        let admission = Admission::new(4, 1, vec![Network::parse("10.0.0.0/8").unwrap()]);
        let open: Vec<_> = (0..4).map(|_| admission.enter("10.0.0.1".parse().unwrap()).unwrap()).collect();
        assert_eq!((open.len(), admission.enter("10.0.0.1".parse().unwrap()).unwrap_err()), (4, Full::Server));
    }
}
