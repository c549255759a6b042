//! Where an engine is found, and by which name its articles are kept.

use std::path::PathBuf;

use super::credentials::Credentials;
use crate::error::{Error, Result};

/// Where an engine of many machines is found, and the name that the articles have there.
///
/// # Example
/// ```
/// use izdeu::ClusterAddress;
///
/// let address = ClusterAddress::new("http://a:7280, http://b:7280")?.name("news")?;
/// assert!(ClusterAddress::new("http://user:password@a:7280").is_err());
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterAddress {
    /// The nodes, each as `http://host:port` without a slash behind it. One that does not answer is passed over for the next.
    pub(super) urls: Vec<String>,
    /// What the names of the indexes begin with.
    pub(super) name: String,
    pub(super) credentials: Option<Credentials>,
    /// A file with certificates to trust instead of those of the web.
    pub(super) authorities: Option<PathBuf>,
}

/// What the articles are called where nothing else is said.
const USUAL_NAME: &str = "news";

/// The most letters of a name.
const LONGEST_NAME: usize = 41;

impl ClusterAddress {
    /// The addresses of one node or several of one cluster, with commas between them.
    ///
    /// # Errors
    /// [`Error::Invalid`] where one is no address of the web, or has a user or a password in it.
    pub fn new(urls: &str) -> Result<ClusterAddress> {
        let urls: Vec<String> =
            urls.split(',').map(str::trim).filter(|url| !url.is_empty()).map(node).collect::<Result<_>>()?;
        if urls.is_empty() {
            let what = "there is no address of a cluster; give one like http://localhost:7280";
            return Err(Error::Invalid(what.to_owned()));
        }
        Ok(ClusterAddress { urls, name: USUAL_NAME.to_owned(), credentials: None, authorities: None })
    }

    /// With this name of the articles: `news` if it is not given. One cluster can keep several.
    ///
    /// # Errors
    /// [`Error::Invalid`] where no engine would have it for a name.
    pub fn name(self, name: &str) -> Result<ClusterAddress> {
        let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter);
        let is_fine = name.len() > 1
            && name.len() <= LONGEST_NAME
            && name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(is_letter);
        // Else the articles of one name would be found among those of another: both are asked for by how they begin.
        if !is_fine || ["-articles", "-words", "-state"].iter().any(|part| name.contains(part)) {
            return Err(Error::Invalid(format!(
                "«{name}» cannot be a name in a cluster; it has 2 to {LONGEST_NAME} of the letters a–z, digits, _ and -, begins with a \
                 letter, and has no -articles, -words or -state in it"
            )));
        }
        Ok(ClusterAddress { name: name.to_owned(), ..self })
    }

    /// With what lets this program in.
    pub fn credentials(self, credentials: Credentials) -> ClusterAddress {
        ClusterAddress { credentials: Some(credentials), ..self }
    }

    /// Trusting the certificates in this file (PEM) instead of those that the web trusts.
    pub fn authorities(self, file: impl Into<PathBuf>) -> ClusterAddress {
        ClusterAddress { authorities: Some(file.into()), ..self }
    }
}

/// The address of a node as it is used.
fn node(url: &str) -> Result<String> {
    let invalid = |what: &str| Err(Error::Invalid(what.to_owned()));
    let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme)) else {
        // What it is may be a password.
        return invalid("an address of a cluster begins with http:// or https://, as http://localhost:7280 does");
    };
    let rest = rest.trim_end_matches('/');
    if rest.contains('@') {
        return invalid(
            "an address of a cluster has no user and no password in it, for addresses are written into logs; give them in \
             SEARCH_CLUSTER_USER and SEARCH_CLUSTER_PASSWORD, or in a file by --cluster-credentials",
        );
    }
    if rest.is_empty() || rest.contains(['?', '#', ' ', '"', '<', '>', '\\']) {
        // What stands behind these signs may be a key.
        let url = url.split(['?', '#']).next().unwrap_or_default();
        return Err(Error::Invalid(format!(
            "«{url}» is no address of a cluster, or not with what stands behind it; give one like http://localhost:7280"
        )));
    }
    Ok(format!("{scheme}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_nodes() {
        let nodes = |urls: &str| ClusterAddress::new(urls).map(|address| address.urls);
        assert_eq!(nodes("http://a:7280/, https://b/search/").unwrap(), ["http://a:7280", "https://b/search"]);
        for (wrong, message) in [
            ("", "there is no address"),
            ("localhost:7280", "begins with http://"),
            ("http://user:secret@a", "SEARCH_CLUSTER_PASSWORD"),
            ("http://a?key=secret", "«http://a» is no address"),
        ] {
            let error = nodes(wrong).unwrap_err().to_string();
            assert!(error.contains(message) && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn names() {
        let is_fine = |name: &str| ClusterAddress::new("http://a").unwrap().name(name).is_ok();
        assert!(["news", "a1", "a_b-c"].into_iter().all(is_fine));
        assert!(!["", "a", "News", "1a", "a.b", "a-articles", "a-state-b", "новости"].into_iter().any(is_fine));
    }
}
