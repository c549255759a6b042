//! Who this program is to an engine.

use std::fmt;
use std::path::Path;

use crate::error::{Error, Result};

/// What an engine is told to be let in. Nothing prints it.
///
/// # Example
/// ```
/// use izdeu::Credentials;
///
/// let credentials = Credentials::from_text("user: desk\npassword: secret").unwrap();
/// assert_eq!(format!("{credentials:?}"), "Credentials(…)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(String);

/// The name of a setting of the environment, and of the line of a file that means the same.
const USER: [&str; 2] = ["SEARCH_CLUSTER_USER", "user"];
const PASSWORD: [&str; 2] = ["SEARCH_CLUSTER_PASSWORD", "password"];
const API_KEY: [&str; 2] = ["SEARCH_CLUSTER_API_KEY", "api-key"];
const TOKEN: [&str; 2] = ["SEARCH_CLUSTER_TOKEN", "token"];
/// The setting that names a file.
const FILE: &str = "SEARCH_CLUSTER_CREDENTIALS";

impl Credentials {
    /// What the environment has: `SEARCH_CLUSTER_USER` with `SEARCH_CLUSTER_PASSWORD`, or `SEARCH_CLUSTER_API_KEY`, or
    /// `SEARCH_CLUSTER_TOKEN`, or the file that `SEARCH_CLUSTER_CREDENTIALS` names.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is more than one of them or half of one; as [`from_file`](Self::from_file) for a file.
    pub fn from_environment() -> Result<Option<Credentials>> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        if let Some(file) = set(FILE) {
            return Credentials::from_file(file).map(Some);
        }
        Credentials::of(|[name, _]| set(name), "the environment")
    }

    /// What a file has, see [`from_text`](Self::from_text).
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be read; [`Error::Invalid`] where other users of the machine can read it, or it has not what is
    /// needed.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Credentials> {
        let path = path.as_ref();
        let failed = |cause| Error::io(path, cause);
        refuse_if_open_to_others(path)?;
        let text = std::fs::read_to_string(path).map_err(failed)?;
        Credentials::read(&text, &path.display().to_string())
    }

    /// What a text has: the lines `user: …` and `password: …`, or the line `api-key: …`, or the line `token: …`.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it has none of them, more than one, or half of one.
    pub fn from_text(text: &str) -> Result<Credentials> {
        Credentials::read(text, "the credentials")
    }

    fn read(text: &str, place: &str) -> Result<Credentials> {
        let line = |name: &str| {
            let values = text.lines().filter_map(|line| line.split_once(':'));
            let mut values = values.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned());
            values.next().filter(|value| !value.is_empty())
        };
        Credentials::of(|[_, name]| line(name), place)?.ok_or_else(|| {
            let lines = "«user: …» and «password: …», or «api-key: …», or «token: …»";
            Error::Invalid(format!("{place}: there are no credentials; write the lines {lines}"))
        })
    }

    fn of(find: impl Fn([&str; 2]) -> Option<String>, place: &str) -> Result<Option<Credentials>> {
        let header = match (find(USER), find(PASSWORD), find(API_KEY), find(TOKEN)) {
            (None, None, None, None) => return Ok(None),
            (Some(user), Some(password), None, None) => {
                format!("Basic {}", base64(format!("{user}:{password}").as_bytes()))
            }
            (None, None, Some(key), None) => format!("ApiKey {key}"),
            (None, None, None, Some(token)) => format!("Bearer {token}"),
            (Some(_), None, None, None) | (None, Some(_), None, None) => {
                let what = "there is a user without a password, or a password without a user; give both";
                return Err(Error::Invalid(format!("{place}: {what}")));
            }
            _ => {
                let what =
                    "there are several kinds of credentials; leave user and password, or the API key, or the token";
                return Err(Error::Invalid(format!("{place}: {what}")));
            }
        };
        if header.bytes().any(|byte| !(b' '..=b'~').contains(&byte)) {
            let what = "an API key or a token has letters that no header can have; copy it again";
            return Err(Error::Invalid(format!("{place}: {what}")));
        }
        Ok(Some(Credentials(header)))
    }

    /// The value of the header `Authorization`.
    pub(super) fn header(&self) -> &str {
        &self.0
    }
}

/// Says nothing of what it has.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

#[cfg(unix)]
fn refuse_if_open_to_others(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|cause| Error::io(path, cause))?;
    if metadata.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display();
    Err(Error::Invalid(format!("{path}: other users of this machine can read the credentials; chmod 600 {path}")))
}

#[cfg(not(unix))]
fn refuse_if_open_to_others(_: &Path) -> Result<()> {
    Ok(())
}

/// Bytes in letters, as RFC 4648 has it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_letters() {
        for (bytes, letters) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), letters);
        }
    }

    #[test]
    fn one_kind_and_all_of_it() {
        let header = |text: &str| Credentials::from_text(text).map(|credentials| credentials.header().to_owned());
        assert_eq!(header("user: desk\npassword: a:b\n").unwrap(), format!("Basic {}", base64(b"desk:a:b")));
        assert_eq!(header("api-key: xyz==").unwrap(), "ApiKey xyz==");
        assert_eq!(header("token: abc").unwrap(), "Bearer abc");
        for (text, message) in [
            ("", "there are no credentials"),
            ("user: desk", "give both"),
            ("user: desk\npassword: x\ntoken: y", "several kinds"),
            ("token: я", "copy it again"),
        ] {
            let error = header(text).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "token: abc").unwrap();
        let allow = |mode| std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        allow(0o644);
        let error = Credentials::from_file(file.path()).unwrap_err().to_string();
        assert!(error.contains("chmod 600"), "{error}");
        allow(0o600);
        assert_eq!(Credentials::from_file(file.path()).unwrap().header(), "Bearer abc");
    }
}
