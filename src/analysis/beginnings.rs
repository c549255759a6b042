//! How terms begin: most words of a text begin as nothing that is looked for, and then nothing else of them need be compared.

/// How some terms begin, a bit for each hash of their first letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Beginnings(u64);

impl Beginnings {
    /// How these terms begin.
    pub fn of<'t>(terms: impl IntoIterator<Item = &'t str>) -> Beginnings {
        let mut beginnings = Beginnings::default();
        terms.into_iter().for_each(|term| beginnings.add(term));
        beginnings
    }

    /// Adds how a term begins.
    pub fn add(&mut self, term: &str) {
        let mut first = [0; 8];
        first.iter_mut().zip(term.bytes()).for_each(|(to, from)| *to = from);
        // Multiplicative hashing (Knuth, The Art of Computer Programming, 6.4): the upper bits depend on all of them.
        let hash = u64::from_le_bytes(first).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 |= 1 << (hash >> (u64::BITS - 6));
    }

    /// Whether one of these terms may be one of the others.
    #[inline]
    pub fn meet(self, others: Beginnings) -> bool {
        self.0 & others.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_term_in_common_meets() {
        let asked = Beginnings::of(["мост", "мостов", "я"]);
        for (terms, expected) in [
            (&["мост"][..], true),
            (&["дамба", "мостов"], true),
            (&["я"], true),
            // The first four letters are alike.
            (&["мостик"], true),
            (&["дамба"], false),
            (&[], false),
        ] {
            assert_eq!(Beginnings::of(terms.iter().copied()).meet(asked), expected, "{terms:?}");
        }
    }
}
