//! What can become of a request: what is known of it decides whether it may be sent again.

use std::time::Duration;

use serde_json::Value;

use crate::error::Error;

/// Why a request has no answer to use.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub kind: FailureKind,
    /// The node that was asked, without credentials.
    pub url: String,
    /// What happened.
    pub message: String,
    /// How long the engine asks to wait.
    pub retry_after: Option<Duration>,
}

/// What is known of a request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailureKind {
    /// It reached no node.
    NotSent,
    /// The engine has too much to do and says so (429, 503).
    Busy,
    /// It may have been done or not: no answer, half of one, an error of the engine.
    Uncertain,
    /// The engine refused it with this status; it would do so again.
    Refused(u16),
}

impl Failure {
    /// A failure that says nothing about when to come back.
    pub fn new(kind: FailureKind, url: &str, message: impl Into<String>) -> Failure {
        Failure { kind, url: url.to_owned(), message: message.into(), retry_after: None }
    }

    /// Of an answer that is no success.
    pub fn of_status(status: u16, answer: &[u8], url: &str, retry_after: Option<Duration>) -> Failure {
        let kind = match status {
            429 | 503 => FailureKind::Busy,
            408 | 500..=599 => FailureKind::Uncertain,
            _ => FailureKind::Refused(status),
        };
        let reason = serde_json::from_slice(answer).ok().and_then(|answer| reason_of(&answer));
        let reason = reason.unwrap_or_else(|| "no reason given".to_owned());
        let advice = match status {
            401 => "; give credentials in SEARCH_CLUSTER_USER and SEARCH_CLUSTER_PASSWORD, or by --cluster-credentials",
            403 => "; the user has no right to this: give it, or take another user",
            _ => "",
        };
        Failure {
            kind,
            url: url.to_owned(),
            message: format!("the engine said {status}: {reason}{advice}"),
            retry_after,
        }
    }

    /// Of what went wrong on the way.
    pub fn of_transport(error: &ureq::Error, url: &str) -> Failure {
        use ureq::Timeout;
        let reaches_nobody = match error {
            ureq::Error::HostNotFound
            | ureq::Error::ConnectionFailed
            | ureq::Error::BadUri(_)
            | ureq::Error::InvalidProxyUrl
            | ureq::Error::ConnectProxyFailed(_)
            | ureq::Error::TlsRequired
            | ureq::Error::Tls(_)
            | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => true,
            ureq::Error::Io(cause) => cause.kind() == std::io::ErrorKind::ConnectionRefused,
            _ => false,
        };
        match reaches_nobody {
            true => {
                let message =
                    format!("no connection ({error}); see whether the engine runs there and the address is right");
                Failure::new(FailureKind::NotSent, url, message)
            }
            false => Failure::new(
                FailureKind::Uncertain,
                url,
                format!("no whole answer came ({error}); see how the engine is"),
            ),
        }
    }

    /// Whether the same request may have another outcome.
    pub fn is_passing(&self) -> bool {
        !matches!(self.kind, FailureKind::Refused(_))
    }

    /// Whether the engine refused it with this status.
    pub fn is_status(&self, status: u16) -> bool {
        self.kind == FailureKind::Refused(status)
    }
}

impl From<Failure> for Error {
    fn from(Failure { url, message, .. }: Failure) -> Error {
        Error::Cluster { url, message }
    }
}

/// The reason in an answer of Quickwit, OpenSearch or Elasticsearch, cut to what a line can have.
pub(super) fn reason_of(answer: &Value) -> Option<String> {
    const LONGEST: usize = 300;
    let error = &answer["error"];
    // The first of the causes says more than what it led to.
    let reasons =
        [&error["root_cause"][0]["reason"], &error["reason"], error, &answer["message"], &answer["error_message"]];
    let reason = reasons.into_iter().find_map(Value::as_str)?;
    Some(reason.chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reasons_of_all_engines() {
        for answer in [
            json!({"message": "no such index"}),
            json!({"status": 404, "error": {"reason": "no such index"}}),
            json!({"error": {"root_cause": [{"reason": "no such index"}], "reason": "all shards failed"}, "status": 400}),
            json!({"error": "no such index"}),
        ] {
            assert_eq!(reason_of(&answer).as_deref(), Some("no such index"));
        }
        assert_eq!(reason_of(&json!([])), None);
    }

    #[test]
    fn what_is_known_of_a_request() {
        let kind = |status| Failure::of_status(status, b"<html>", "http://a", None).kind;
        assert_eq!([429, 503].map(kind), [FailureKind::Busy; 2]);
        assert_eq!([408, 500, 502, 504].map(kind), [FailureKind::Uncertain; 4]);
        assert_eq!([400, 401, 404, 413].map(kind), [400, 401, 404, 413].map(FailureKind::Refused));
    }
}
