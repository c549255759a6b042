//! What stands behind a name: the number of «рядом/5» and «минимум:3», the values of «город:».

use super::keywords::{self, Name, Operator};
use super::lexer::{Kind, Lexer};
use super::marks::{self, closing_quote, is_dash};
use super::tree::{Field, Reach};
use super::warning::WarningKind;
use super::warnings::short;

/// What a name was read as, with what stands behind it.
pub(super) enum Read {
    Sign(Kind),
    /// It was named in a warning, and is not searched.
    PassedOver,
    /// The name is a word like others.
    AsWord,
}

impl Lexer<'_> {
    /// What stands behind the colon of a name.
    pub(super) fn named(&mut self, name: Name, position: usize) -> Read {
        let next = self.letter(self.at + 1).filter(|next| !next.is_whitespace() && *next != ')');
        let Some(next) = next else { return Read::AsWord };
        let start = self.at;
        self.at += 1;
        let read = match name {
            Name::Title => Read::Sign(Kind::Title),
            Name::AtLeast | Name::First => self.counted(name, position),
            Name::Field(field) if next == '(' => {
                self.values = Some((field, 0));
                Read::Sign(Kind::Values)
            }
            Name::Field(field) => match self.value() {
                Some(value) => Read::Sign(Kind::Field(field, value)),
                None => Read::AsWord,
            },
        };
        if matches!(read, Read::AsWord) {
            self.at = start;
        }
        read
    }

    /// The number of «минимум:3» and «начало:50».
    fn counted(&mut self, name: Name, position: usize) -> Read {
        let digits = self.run(|letter| letter.is_ascii_digit());
        match keywords::number(&digits) {
            Some(0) => {
                self.pass_over_zero(position);
                Read::PassedOver
            }
            Some(number) if name == Name::First => Read::Sign(Kind::First(number)),
            Some(number) => Read::Sign(Kind::AtLeast(number)),
            None => {
                self.warnings.at(position, WarningKind::NoNumber);
                Read::AsWord
            }
        }
    }

    /// The distance of «рядом/5», behind the slash.
    pub(super) fn distance(&mut self, position: usize) -> Read {
        let start = self.at;
        self.at += 1;
        let distance = self.run(char::is_alphanumeric);
        match keywords::reach(&distance) {
            Some(Reach::Words(0)) => {
                self.pass_over_zero(position);
                Read::PassedOver
            }
            Some(Reach::Words(words)) if words > marks::MOST_REACH => {
                let most = marks::MOST_REACH;
                let (written, read) = (format!("рядом/{}", short(&distance)), format!("рядом/{most}"));
                self.warnings.at(position, WarningKind::LargeNumber { written, read });
                Read::Sign(Kind::Near(Reach::Words(most)))
            }
            Some(reach) => Read::Sign(Kind::Near(reach)),
            None => {
                self.at = start;
                self.warnings.at(position, WarningKind::NoDistance);
                Read::AsWord
            }
        }
    }

    fn pass_over_zero(&mut self, position: usize) {
        let written: String = self.letters[position..self.at].iter().collect();
        self.warnings.at(position, WarningKind::Zero { written: short(&written) });
    }

    /// A value of a field: what stands in quotation marks, or else goes on to a blank, a bracket or an operator.
    fn value(&mut self) -> Option<String> {
        let value = match closing_quote(self.letter(self.at)?) {
            Some(closing) => self.quoted(closing)?,
            None => self.run(marks::is_value_letter),
        };
        let value = value.trim_end_matches([',', ';']);
        (!value.trim().is_empty()).then(|| value.to_owned())
    }

    /// What stands in quotation marks from here on, as it is; none where they are never closed.
    fn quoted(&mut self, closing: &str) -> Option<String> {
        let inside = &self.letters[self.at + 1..];
        let length = inside.iter().position(|letter| closing.contains(*letter))?;
        self.at += length + 2;
        Some(inside[..length].iter().collect())
    }

    /// A value between the brackets of a field, or an operator between two. Capitals are always operators here.
    pub(super) fn value_among_others(&mut self, field: Field) -> Option<Kind> {
        let position = self.at;
        let value = self.value();
        if self.at == position {
            // A blank, or a quotation mark without its partner.
            self.at += 1;
            self.warn_of_unclosed(position);
        }
        let value = value?;
        if self.letter(position).and_then(closing_quote).is_none() {
            match keywords::operator(&value) {
                Some(Operator::And) => return Some(Kind::And),
                Some(Operator::Or) => return Some(Kind::Or),
                Some(Operator::Not) => return Some(Kind::Not),
                None if value.chars().all(is_dash) => return None,
                None => {}
            }
            if value.split_once(':').is_some_and(|(name, _)| keywords::name(name).is_some()) {
                self.warnings.at(position, WarningKind::NoValue { written: short(&value) });
                return None;
            }
        }
        self.words += 1;
        Some(Kind::Field(field, value))
    }

    /// Says that a name is none, where it is one slip from one and something stands behind its colon.
    pub(super) fn propose_name(&mut self, word: &str, position: usize) {
        let is_about = self.letter(self.at + 1).is_some_and(|next| !next.is_whitespace() && !matches!(next, ')' | '/'));
        if let Some(name) = keywords::meant(word).filter(|_| is_about) {
            let (written, meant) = (word.to_owned(), name.to_owned());
            self.warnings.at(position, WarningKind::UnknownField { written, meant });
        }
    }

    pub(super) fn warn_of_unclosed(&mut self, position: usize) {
        if let Some(sign) = self.letter(position).filter(|letter| closing_quote(*letter).is_some()) {
            self.warnings.at(position, WarningKind::UnclosedQuote { sign });
        }
    }
}
