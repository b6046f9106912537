//! The languages of messages.

use super::text::{cut, is_same, line, trim};

/// Language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
}

static KNOWN: [(&str, Language); 3] =
    [("es", Language::Spanish), ("en", Language::English), ("pt", Language::Portuguese)];

impl Language {
    /// The first requested language that has texts. Regions are ignored; English is the fallback.
    pub fn choose(wishes: &[&str]) -> Language {
        for wish in wishes {
            let primary = trim(cut(wish, b"-_").0);
            for (name, language) in &KNOWN {
                if is_same(primary, name) {
                    return *language;
                }
            }
        }
        Language::English
    }

    /// The entry with this number, from a text in which each entry has one line per language.
    pub fn line(self, lines: &'static str, number: usize) -> &'static str {
        line(lines, 3 * number + self as usize)
    }

    /// The text in this language.
    pub fn of(self, [english, spanish, portuguese]: [&'static str; 3]) -> &'static str {
        match self {
            Language::English => english,
            Language::Spanish => spanish,
            Language::Portuguese => portuguese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_chosen_by_primary_tag() {
        assert_eq!(Language::choose(&["fr-CA", "pt-BR", "en"]), Language::Portuguese);
        assert_eq!(Language::choose(&["es_CL"]), Language::Spanish);
        assert_eq!(Language::choose(&["", "C", "de"]), Language::English);
        assert_eq!(Language::choose(&[]), Language::English);
    }
}
