//! The towns of Kazakhstan with their names, former names and regions.

/// The towns of Kazakhstan with their names, former names and regions.
pub struct Gazetteer {}

impl Gazetteer {
    /// The gazetteer that comes with the library.
    pub fn bundled() -> Gazetteer {
        Gazetteer {}
    }
}
