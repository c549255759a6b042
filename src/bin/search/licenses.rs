//! `search licenses`

use std::io::Write;

use anyhow::Result;

use crate::Outcome;

const LICENSES: &str = "\
izdeu is licensed under MIT OR Apache-2.0.

It contains:
  rumorph and its Russian dictionary (crate rumorph-dict-ru)
      The dictionary is made from OpenCorpora (opencorpora.org) and the Russian Wiktionary (ru.wiktionary.org)
      and is licensed under CC BY-SA 4.0. The program is licensed under MIT.
  Snowball stemmer for Russian (crate rust-stemmers)
      MIT OR BSD-3-Clause. The algorithm is by Martin Porter and Richard Boulton.
  Latin names of towns
      GeoNames (geonames.org), CC BY 4.0.
  tantivy and the other libraries
      MIT, Apache-2.0, BSD and compatible licences; `cargo tree --format '{p} {l}'` lists them.
";

pub(crate) fn run() -> Result<Outcome> {
    anstream::stdout().write_all(LICENSES.as_bytes())?;
    Ok(Outcome::Done)
}
