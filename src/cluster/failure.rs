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
    /// Whether an engine says that there is no such index. What stands before it, and what is asked for at a wrong path, say 404 too.
    pub no_index: bool,
    /// How long the engine asks to wait.
    pub retry_after: Option<Duration>,
}

/// What is known of a request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailureKind {
    /// It reached no node.
    NotSent,
    /// The engine has too much to do and has not begun (429).
    Busy,
    /// It may have been done or not: no answer, half of one, an error of the engine.
    Uncertain,
    /// The engine refused it with this status; it would do so again.
    Refused(u16),
}

impl Failure {
    /// A failure that says nothing about when to come back.
    pub fn new(kind: FailureKind, url: &str, message: impl Into<String>) -> Failure {
        Failure { kind, url: url.to_owned(), message: message.into(), no_index: false, retry_after: None }
    }

    /// Of an answer that is no success.
    pub fn of_status(status: u16, answer: &[u8], url: &str, retry_after: Option<Duration>) -> Failure {
        let kind = match status {
            429 => FailureKind::Busy,
            408 | 500..=599 => FailureKind::Uncertain,
            _ => FailureKind::Refused(status),
        };
        let answer = serde_json::from_slice::<Value>(answer).ok();
        let no_index = status == 404 && answer.as_ref().is_some_and(tells_of_no_index);
        let reason = answer.as_ref().and_then(reason_of);
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
            no_index,
            retry_after,
        }
    }

    /// Of what went wrong on the way.
    pub fn of_transport(error: &ureq::Error, url: &str) -> Failure {
        use ureq::Timeout;
        // It comes as what went wrong while reading, and comes again however often it is asked.
        if error.to_string().contains("invalid peer certificate") {
            let message = format!(
                "its certificate is not trusted ({error}); give the file of the authority that signed it: --cluster-ca FILE"
            );
            return Failure::new(FailureKind::Refused(0), url, message);
        }
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

/// Whether an engine says that there is no such index: `index `a` not found` and `could not find indexes …` of Quickwit, `no such index
/// [a]` of the others.
fn tells_of_no_index(answer: &Value) -> bool {
    let reason = reason_of(answer).unwrap_or_default().to_lowercase();
    let missing = ["not found", "no such", "could not find"].iter().any(|words| reason.contains(words));
    answer["error"]["type"] == "index_not_found_exception"
        || (missing && reason.contains("index") && !reason.starts_with("route"))
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
    fn an_engine_says_itself_that_there_is_no_index() {
        let says = |answer: &str| Failure::of_status(404, answer.as_bytes(), "http://a", None).no_index;
        for answer in [
            json!({"message": "could not find indexes matching the IDs `[\"news-state\"]`"}),
            json!({"status": 404, "error": {"reason": "index `news-state` not found"}}),
            json!({"error": {"type": "index_not_found_exception", "reason": "no such index [news-state]"}, "status": 404}),
        ] {
            assert!(says(&answer.to_string()), "{answer}");
        }
        for answer in ["<html>404 index not found", "", "{}", "{\"message\": \"Route not found: POST /indexes\"}"] {
            assert!(!says(answer), "{answer}");
        }
    }

    #[test]
    fn a_certificate_that_is_not_trusted_is_asked_for_once() {
        let cause = std::io::Error::other("invalid peer certificate: UnknownIssuer");
        let failure = Failure::of_transport(&ureq::Error::Io(cause), "https://a:9200");
        assert!(!failure.is_passing() && failure.message.contains("--cluster-ca"), "{failure:?}");
    }

    #[test]
    fn what_is_known_of_a_request() {
        let kind = |status| Failure::of_status(status, b"<html>", "http://a", None).kind;
        assert_eq!(kind(429), FailureKind::Busy);
        assert_eq!([408, 500, 502, 503, 504].map(kind), [FailureKind::Uncertain; 5]);
        assert_eq!([400, 401, 404, 413].map(kind), [400, 401, 404, 413].map(FailureKind::Refused));
    }
}
