//! How many connections one client has open.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The open connections of each client.
#[derive(Clone)]
pub(super) struct Connections {
    of_each: Arc<Mutex<HashMap<IpAddr, usize>>>,
    /// So many each may have.
    most: usize,
}

impl Connections {
    pub fn new(most: usize) -> Connections {
        Connections { of_each: Arc::default(), most }
    }

    /// One more of a client, for as long as it is kept; none where that has as many as it may. This machine has as many as it
    /// likes: a proxy brings all clients.
    pub fn open(&self, client: IpAddr) -> Option<Connection> {
        if !client.is_loopback() {
            let mut of_each = self.of_each.lock().unwrap_or_else(PoisonError::into_inner);
            let open = of_each.entry(client).or_default();
            if *open >= self.most {
                return None;
            }
            *open += 1;
        }
        Some(Connection { of: self.clone(), client })
    }
}

/// An open connection.
pub(super) struct Connection {
    of: Connections,
    client: IpAddr,
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut of_each = self.of.of_each.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = of_each.get_mut(&self.client) {
            *open -= 1;
            if *open == 0 {
                of_each.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_so_many_and_this_machine_any_number() {
        let connections = Connections::new(2);
        let open = |address: &str| connections.open(address.parse().unwrap());
        let (first, _second) = (open("198.51.100.7").unwrap(), open("198.51.100.7").unwrap());
        assert!(open("198.51.100.7").is_none() && open("198.51.100.8").is_some());
        drop(first);
        assert!(open("198.51.100.7").is_some());
        let here: Vec<_> = (0..10).map(|_| open("127.0.0.1")).collect();
        assert!(here.iter().all(Option::is_some));
    }

    #[test]
    fn clients_without_connections_are_forgotten() {
        let connections = Connections::new(2);
        drop(connections.open("198.51.100.7".parse().unwrap()));
        assert!(connections.of_each.lock().unwrap().is_empty());
    }
}
