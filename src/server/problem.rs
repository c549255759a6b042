//! What went wrong, as RFC 9457 says it to programs.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::fault::Fault;
use super::gate::Refused;
use crate::error::Error;

/// What went wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Problem {
    /// What kind it is; the same words for all of a kind.
    pub title: &'static str,
    /// The status code of the answer.
    pub status: u16,
    /// What it is this time, and what to do.
    pub detail: String,
    /// The same for programs, where a parameter is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

impl Problem {
    pub fn bad_request(detail: impl Into<String>) -> Problem {
        Problem::of(StatusCode::BAD_REQUEST, "The request is not understood", detail)
    }

    pub fn not_found(detail: impl Into<String>) -> Problem {
        Problem::of(StatusCode::NOT_FOUND, "There is no such thing", detail)
    }

    pub fn of(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Problem {
        Problem { title, status: status.as_u16(), detail: detail.into(), fault: None }
    }

    /// The status code.
    pub fn code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        Problem { fault: Some(fault.clone()), ..Problem::bad_request(fault.to_string()) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::UnknownPlace { kind, name, .. } => Fault::unknown_place(kind, name).into(),
            Error::Invalid(message) => Problem::bad_request(message),
            Error::NoArticle { .. } => {
                Problem::not_found("no article has this id; ids stand in the results of a search")
            }
            Error::Cluster { .. } => Problem::of(
                StatusCode::BAD_GATEWAY,
                "The articles cannot be reached",
                "where they are kept gave no answer in time; try again in a moment",
            ),
            // Where the index lies is nobody's business outside.
            _ => Problem::of(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The index cannot be read",
                "try again; if it stays so, tell whoever runs this server",
            ),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        match refused {
            Refused::Busy => {
                Problem::of(StatusCode::SERVICE_UNAVAILABLE, "Too many searches at once", "try again in a second")
            }
            Refused::Panicked => Problem::of(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The server failed within itself",
                "other requests are not affected; please tell whoever runs this server",
            ),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response = (self.code(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(self.code(), StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
