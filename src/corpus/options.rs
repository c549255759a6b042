//! How files are read, where they do not say so themselves.

use super::decode::Charset;
use super::fields::{Field, FieldMap};
use crate::error::{Error, Result};

/// How the files of a [`Corpus`](crate::Corpus) are read, where they do not say so themselves.
///
/// # Example
/// ```
/// use izdeu::{Corpus, ReadOptions};
///
/// let options = ReadOptions::new().encoding("windows-1251")?.field("title", "meta.headline")?;
/// let corpus = Corpus::open_with(["corpus/agency.jsonl"], options)?;
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    pub(super) encoding: Option<Charset>,
    pub(super) fields: FieldMap,
    #[cfg(feature = "pdf")]
    pub(super) pdf_program: Option<super::pdf::Program>,
}

impl ReadOptions {
    /// Everything is told by the files.
    pub fn new() -> ReadOptions {
        ReadOptions::default()
    }

    /// What decides how a file is read.
    pub(super) fn hash_reading(&self, hasher: &mut impl std::hash::Hasher) {
        hasher.write(format!("{:?}{:?}", self.encoding, self.fields).as_bytes());
    }

    /// Reads every file in this encoding: `utf-8`, `windows-1251`, `koi8-r`, `cp866`, `utf-16le`, `kz-1048`, `ptcp154` and the
    /// other names of the WHATWG's standard.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that nothing is known of.
    pub fn encoding(mut self, name: &str) -> Result<ReadOptions> {
        let charset = Charset::named(name).ok_or_else(|| {
            Error::Invalid(format!(
                "the encoding {name} is not known; known are utf-8, utf-16le, utf-16be, windows-1251, koi8-r, cp866, kz-1048 \
                 (strk1048-2002), ptcp154 and the other names of the WHATWG's encoding standard"
            ))
        })?;
        self.encoding = Some(charset);
        Ok(self)
    }

    /// Takes a field of an article (`id`, `title`, `text`, `date`, `url`, `source`, `language`, `city`) from a field or column
    /// of another name; `meta.headline` is the field `headline` in the object `meta`. Where several are given for one field,
    /// the first that a record has is taken.
    ///
    /// # Errors
    /// [`Error::Invalid`] where articles have no such field, or the other name is blank.
    pub fn field(mut self, ours: &str, theirs: &str) -> Result<ReadOptions> {
        let field = Field::named(ours).ok_or_else(|| {
            let known = Field::ALL.map(Field::name).join(", ");
            Error::Invalid(format!("articles have no field {ours}; they have {known}"))
        })?;
        if theirs.trim().is_empty() {
            return Err(Error::Invalid(format!("the name of the field that holds {ours} is blank")));
        }
        self.fields.add(field, theirs.trim());
        Ok(self)
    }

    /// Reads every `.pdf` in a process of its own, so that no file can end, hang or fill this one: `program` is started with
    /// `arguments` for each file, and has to call [`answer_pdf_text`](crate::answer_pdf_text) with its standard input and output.
    ///
    /// Without it they are read in a thread, where a panic or an endless loop costs one file, but an overflow of the stack or
    /// of memory the process.
    #[cfg(feature = "pdf")]
    pub fn pdf_program<A: Into<std::ffi::OsString>>(
        mut self,
        program: impl Into<std::path::PathBuf>,
        arguments: impl IntoIterator<Item = A>,
    ) -> ReadOptions {
        let arguments = arguments.into_iter().map(Into::into).collect();
        self.pdf_program = Some(super::pdf::Program { path: program.into(), arguments });
        self
    }
}
