//! How a request may be refused, as the description of the API says it.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

type Responses = BTreeMap<String, RefOr<Response>>;

/// Any request that asks something.
pub(super) struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> Responses {
        problems(&[
            (400, "What is wrong with the request"),
            (429, "Too many requests of this client; `Retry-After` says when to come back"),
            (503, "Too many requests at once; `Retry-After` says when to come back"),
        ])
    }
}

/// A request about one article.
pub(super) struct NoArticle;

impl IntoResponses for NoArticle {
    fn responses() -> Responses {
        problems(&[(404, "No article has this id")])
    }
}

/// A request that changes the index.
pub(super) struct NotAllowed;

impl IntoResponses for NotAllowed {
    fn responses() -> Responses {
        problems(&[(401, "A key is needed"), (403, "Not allowed here")])
    }
}

/// A request with a body.
pub(super) struct BadBody;

impl IntoResponses for BadBody {
    fn responses() -> Responses {
        problems(&[
            (408, "The body did not come in time"),
            (413, "The body is too large"),
            (415, "The body is of another kind than JSON"),
        ])
    }
}

fn problems(of: &[(u16, &str)]) -> Responses {
    let problem = |description: &str| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        ResponseBuilder::new().description(description).content("application/problem+json", content).build()
    };
    of.iter().map(|(status, description)| (status.to_string(), RefOr::T(problem(description)))).collect()
}
