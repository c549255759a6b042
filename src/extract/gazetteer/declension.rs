//! How the names of towns are declined in Russian.

use serde::{Deserialize, Serialize};

use super::Case;

/// The pattern by which a name is declined: the column `declension` of `data/cities.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Declension {
    /// Алматы, Атырау.
    Indeclinable,
    /// Шымкент, Костанай, Акколь: hard or soft by the last letter.
    Masculine,
    /// The same without the nominative: of «Семей» only that form is another word too.
    MasculineOblique,
    /// Египет: the last vowel is lost before an ending.
    MasculineFleeting,
    /// Астана, Тайынша, Россия: the vowel of the ending by the letter before.
    Feminine,
    /// Сарань, Арысь.
    FeminineSoft,
    /// Булаево, which some decline and some do not.
    Neuter,
    /// Рудный.
    Adjectival,
    /// Конаев: a town «Конаевом», a person «Конаевым».
    Surname,
    /// Эмираты, Филиппины, Дарданеллы.
    Plural,
    /// США, АҚШ: in capitals only.
    Abbreviation,
    /// A Kazakh name: endings are stripped, not generated, see [`super::kazakh`].
    Kazakh,
    /// A name in Latin letters.
    Latin,
    /// алматинский.
    Adjective,
    /// алматинец, астанчанин.
    Demonym,
}

use Case::{LikeAdjective, Nominative, Oblique, Place};

const ADJECTIVE_ENDINGS: [&str; 13] = ["ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими", "ою"];

impl Declension {
    /// Whether the word is derived from a town's name and is none itself.
    pub fn is_derived(self) -> bool {
        matches!(self, Declension::Adjective | Declension::Demonym)
    }

    /// Every form of a lower-case name; an adjective before its last word is declined with it: «Южной Корее».
    pub fn forms(self, name: &str) -> Vec<(String, Case)> {
        let (first, word) = name.rsplit_once(' ').unwrap_or(("", name));
        let (stem, endings): (&str, &[&str]) = match (self, first) {
            (Declension::Feminine, _) if first.ends_with("ая") => {
                (&first[..first.len() - 4], &["ая", "ой", "ую", "ою"])
            }
            (Declension::Masculine, _) if first.ends_with(['й']) => {
                (&first[..first.len() - 4], &["ий", "ый", "ой", "его", "ого", "ему", "ому", "им", "ым", "ем", "ом"])
            }
            (_, "") => return self.forms_of_word(word),
            _ => return self.forms_of_word(name),
        };
        let last = self.forms_of_word(word);
        // Wrong pairs come of it too («Южная Корее»); nobody writes them.
        endings
            .iter()
            .flat_map(|ending| last.iter().map(move |(form, case)| (format!("{stem}{ending} {form}"), *case)))
            .collect()
    }

    fn forms_of_word(self, word: &str) -> Vec<(String, Case)> {
        let mut forms =
            if self == Declension::MasculineOblique { Vec::new() } else { vec![(word.to_owned(), Nominative)] };
        let (stem, endings): (&str, Vec<(&str, Case)>) = match self {
            Declension::Indeclinable | Declension::Kazakh | Declension::Abbreviation => (word, Vec::new()),
            Declension::MasculineFleeting => {
                let (_, endings) = masculine(word);
                let stem: String = fleeting(word);
                forms.extend(endings.into_iter().map(|(ending, case)| (format!("{stem}{ending}"), case)));
                return forms;
            }
            Declension::Plural => (without_last(word), plural(word)),
            Declension::Latin => (word, vec![("'s", Oblique), ("’s", Oblique)]),
            Declension::Masculine | Declension::MasculineOblique => masculine(word),
            Declension::Feminine => feminine(word),
            Declension::FeminineSoft => (without_last(word), vec![("и", Place), ("ью", Oblique)]),
            Declension::Neuter => {
                (without_last(word), vec![("а", Oblique), ("у", Oblique), ("ом", Oblique), ("е", Place)])
            }
            Declension::Adjectival => {
                let endings = vec![("ого", Oblique), ("ому", Oblique), ("ым", Oblique), ("ом", Place)];
                (word.strip_suffix("ый").unwrap_or(word), endings)
            }
            Declension::Surname => {
                (word, vec![("а", Oblique), ("у", Oblique), ("ым", Oblique), ("ом", Oblique), ("е", Place)])
            }
            Declension::Adjective => {
                let stem = word.strip_suffix("ий").unwrap_or(word);
                (stem, ADJECTIVE_ENDINGS.iter().map(|ending| (*ending, Oblique)).collect())
            }
            Declension::Demonym => demonym(word),
        };
        forms.extend(endings.into_iter().map(|(ending, case)| (format!("{stem}{ending}"), case)));
        forms
    }
}

fn masculine(word: &str) -> (&str, Vec<(&'static str, Case)>) {
    if word.ends_with(['й', 'ь']) {
        return (without_last(word), vec![("я", Oblique), ("ю", Oblique), ("ем", Oblique), ("е", Place)]);
    }
    let instrumental = if word.ends_with("ск") { LikeAdjective } else { Oblique };
    // After ш, ж, ц, ч the unstressed ending is «-ем»; both are met (Балхашем, Балхашом).
    let second = if word.ends_with(['ш', 'ж', 'ц', 'ч', 'щ']) { "ем" } else { "ом" };
    (word, vec![("а", Oblique), ("у", Oblique), ("ом", instrumental), (second, instrumental), ("е", Place)])
}

/// The word without the vowel before its last letter.
fn fleeting(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 2 {
        letters.remove(letters.len() - 2);
    }
    letters.into_iter().collect()
}

fn plural(word: &str) -> Vec<(&'static str, Case)> {
    let genitive = if word.ends_with('ы') { ["", "ов"] } else { ["", "ей"] };
    let endings = ["ам", "ами"].into_iter().chain(genitive).map(|ending| (ending, Oblique));
    endings.chain([("ах", Place)]).collect()
}

fn feminine(word: &str) -> (&str, Vec<(&'static str, Case)>) {
    let stem = without_last(word);
    if word.ends_with('я') {
        // Россия: России; Корея: Кореи, Корее.
        let place = if stem.ends_with('и') { "и" } else { "е" };
        return (stem, vec![("и", Place), (place, Place), ("ю", Oblique), ("ей", Oblique), ("ею", Oblique)]);
    }
    let after_hushing = stem.ends_with(['ш', 'ж', 'ц', 'ч', 'щ']);
    let genitive = if after_hushing || stem.ends_with(['г', 'к', 'х']) { "и" } else { "ы" };
    let instrumental = if after_hushing { "ей" } else { "ой" };
    (stem, vec![(genitive, Oblique), ("е", Place), ("у", Oblique), (instrumental, Oblique), ("ою", Oblique)])
}

fn demonym(word: &str) -> (&str, Vec<(&'static str, Case)>) {
    let endings: &[&str] = if word.ends_with("ин") { &["а", "у", "ом", "е", "ы"] } else { &[] };
    if !endings.is_empty() {
        // астанчанин: астанчане, астанчан, астанчанка.
        let stem = word.strip_suffix("ин").unwrap_or(word);
        let all = ["ина", "ину", "ином", "ине", "е", "", "ам", "ами", "ах", "ка", "ки", "ке", "ку", "кой", "ок", "кам"];
        return (stem, all.iter().map(|ending| (*ending, Oblique)).collect());
    }
    // алматинец: алматинца, алматинцы, алматинка. A vowel before takes «й»: костанаец, костанайцы.
    let stem = word.strip_suffix("ец").unwrap_or(word);
    let all: &[&str] = if stem.ends_with(['а', 'о']) {
        &["йца", "йцу", "йцем", "йце", "йцы", "йцев", "йцам", "йцами", "йцах", "йка", "йки", "йке", "йку"]
    } else {
        &["ца", "цу", "цем", "це", "цы", "цев", "цам", "цами", "цах", "цом", "ка", "ки", "ке", "ку", "кой", "ок", "кам"]
    };
    (stem, all.iter().map(|ending| (*ending, Oblique)).collect())
}

fn without_last(word: &str) -> &str {
    word.char_indices().next_back().map_or("", |(at, _)| &word[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (declension, word, expected) in [
            (Declension::Indeclinable, "алматы", "алматы"),
            (Declension::Masculine, "уральск", "уральск уральска уральску уральском уральском уральске"),
            (Declension::Masculine, "семей", "семей семея семею семеем семее"),
            (Declension::Feminine, "астана", "астана астаны астане астану астаной астаною"),
            (Declension::Feminine, "мамлютка", "мамлютка мамлютки мамлютке мамлютку мамлюткой мамлюткою"),
            (Declension::Feminine, "тайынша", "тайынша тайынши тайынше тайыншу тайыншей тайыншою"),
            (Declension::FeminineSoft, "сарань", "сарань сарани саранью"),
            (Declension::Feminine, "россия", "россия россии россии россию россией россиею"),
            (Declension::MasculineFleeting, "египет", "египет египта египту египтом египтом египте"),
            (Declension::Plural, "филиппины", "филиппины филиппинам филиппинами филиппин филиппинов филиппинах"),
            (Declension::Adjectival, "рудный", "рудный рудного рудному рудным рудном"),
        ] {
            let forms: Vec<String> = declension.forms(word).into_iter().map(|(form, _)| form).collect();
            assert_eq!(forms.join(" "), expected);
        }
        let korea = Declension::Feminine.forms("южная корея");
        assert!(korea.iter().any(|(form, _)| form == "южной корее"));
        let demonyms = Declension::Demonym.forms("костанаец");
        assert!(demonyms.iter().any(|(form, _)| form == "костанайцы"));
        assert!(Declension::Demonym.forms("астанчанин").iter().any(|(form, _)| form == "астанчане"));
    }
}
