//! "How does text become terms?"

pub(crate) mod tokens;
