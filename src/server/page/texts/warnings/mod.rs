//! What is said about a query beside its results.

mod kazakh;
mod russian;

use super::Ui;
use crate::search::WarningKind;

impl Ui {
    /// What a warning says, in the language of the page.
    pub fn warning(self, kind: &WarningKind) -> String {
        match self {
            Ui::Russian => russian::warning(kind),
            Ui::Kazakh => kazakh::warning(kind),
            Ui::English => kind.to_string(),
        }
    }
}
