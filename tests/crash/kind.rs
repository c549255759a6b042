//! What is killed.

use fastrand::Rng;

use crate::house::ARTICLES;

/// The index that lives through all trials.
pub const INDEX: &str = "index";
/// An index that is made anew in a trial.
pub const FRESH: &str = "fresh";
/// A backup of the first.
pub const BACKUP: &str = "backup";

/// A kind of run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `search index`, over changed articles.
    Sync,
    /// `search index` where there is no index yet.
    First,
    /// `search index --rebuild`, over changed articles.
    Rebuild,
    /// `search backup`, in the place of an older backup.
    Backup,
    /// `search restore`, in the place of the index.
    Restore,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Sync, Kind::First, Kind::Rebuild, Kind::Backup, Kind::Restore];

    pub fn any(rng: &mut Rng) -> Kind {
        match rng.u8(..100) {
            0..45 => Kind::Sync,
            45..55 => Kind::First,
            55..75 => Kind::Rebuild,
            75..92 => Kind::Backup,
            _ => Kind::Restore,
        }
    }

    /// The folder whose state it changes.
    pub fn target(self) -> &'static str {
        match self {
            Kind::Sync | Kind::Rebuild | Kind::Restore => INDEX,
            Kind::First => FRESH,
            Kind::Backup => BACKUP,
        }
    }

    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Kind::Sync => &["index", "--quiet", "--index", INDEX, ARTICLES],
            Kind::First => &["index", "--quiet", "--index", FRESH, ARTICLES],
            Kind::Rebuild => &["index", "--quiet", "--rebuild", "--index", INDEX, ARTICLES],
            Kind::Backup => &["backup", "--index", INDEX, BACKUP],
            Kind::Restore => &["restore", "--index", INDEX, BACKUP],
        }
    }
}
