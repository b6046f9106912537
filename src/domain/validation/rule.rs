//! The rules and their texts: the vendor's, as `contracts/ocular.md` lists them, which never change, and people's words.

use crate::domain::messages::Language;
use crate::domain::text::{digits, replace};

/// One thing that is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Absent, or an empty or blank text, or an empty list, where something is required.
    Required,
    /// Something else than a text.
    String,
    /// Something else than an integer.
    Integer,
    /// Something else than a decimal.
    Decimal,
    /// More digits after the point than this.
    Places(&'static str),
    /// Something else than `true` or `false`.
    Boolean,
    /// Something else than an array.
    Array,
    /// Something else than an object.
    Object,
    /// Something else than what is named here.
    Type(&'static str),
    /// More Unicode scalar values than this.
    TooLong(usize),
    /// Below this bound.
    AtLeast(&'static str),
    /// Above this bound.
    AtMost(&'static str),
    /// None of the listed values.
    OneOf(&'static str),
    /// No absolute http(s) URL.
    Url,
}

impl Rule {
    /// Appends the vendor's text.
    pub fn write(self, out: &mut String) {
        out.push_str(&self.text(0));
    }

    /// What to do about it, for the person who fills in the field.
    pub fn words(self, language: Language) -> String {
        self.text(1 + language as usize)
    }

    fn text(self, column: usize) -> String {
        let (number, bound) = match self {
            Rule::Required => (0, ""),
            Rule::String => (1, ""),
            Rule::Integer => (2, ""),
            Rule::Decimal => (3, ""),
            Rule::Boolean => (4, ""),
            Rule::Array => (5, ""),
            Rule::Object => (6, ""),
            Rule::TooLong(max) => (7, &*digits(max as u64)),
            Rule::AtLeast(bound) => (8, bound),
            Rule::AtMost(bound) => (9, bound),
            Rule::OneOf(bound) => (10, bound),
            Rule::Url => (11, ""),
            Rule::Type(name) => (12, name),
            Rule::Places(most) => (13, most),
        };
        let texts = TEXTS.get(number).map_or(&[""; 4], |texts| texts);
        replace(texts.get(column).copied().unwrap_or(""), "{}", bound)
    }
}

/// The vendor's texts, then English, Spanish and Portuguese. A table, not one text for all: a report may have thousands.
static TEXTS: [[&str; 4]; 14] = [
    ["is required.", "Please fill this in.", "Completa este dato.", "Preencha este campo."],
    ["must be a string.", "This must be text.", "Debe ser un texto.", "Deve ser um texto."],
    [
        "must be an integer.",
        "This must be a whole number.",
        "Debe ser un número entero.",
        "Deve ser um número inteiro.",
    ],
    [
        "must be a decimal.",
        "This must be a number such as 1990.50, with at most 4 decimals for prices.",
        "Debe ser un número como 1990.50, con 4 decimales como máximo en los precios.",
        "Deve ser um número como 1990.50, com no máximo 4 decimais nos preços.",
    ],
    ["must be a boolean.", "This must be yes or no.", "Debe ser sí o no.", "Deve ser sim ou não."],
    ["must be an array.", "This must be a list.", "Debe ser una lista.", "Deve ser uma lista."],
    ["must be an object.", "This has the wrong form.", "No tiene la forma correcta.", "Não tem a forma correta."],
    [
        "exceeds the maximum number of characters {}.",
        "At most {} characters.",
        "Como máximo {} caracteres.",
        "No máximo {} caracteres.",
    ],
    ["must be at least {}.", "At least {}.", "Como mínimo {}.", "No mínimo {}."],
    ["must be at most {}.", "At most {}.", "Como máximo {}.", "No máximo {}."],
    ["must be one of: {}.", "Choose one of: {}.", "Elige uno de: {}.", "Escolha um de: {}."],
    [
        "must be a valid URL.",
        "This must be a web address such as https://shop.example/a.jpg.",
        "Debe ser una dirección web como https://shop.example/a.jpg.",
        "Deve ser um endereço web como https://shop.example/a.jpg.",
    ],
    ["must be {}.", "This has the wrong form.", "No tiene la forma correcta.", "Não tem a forma correta."],
    [
        "must have at most {} decimal places.",
        "At most {} digits after the point.",
        "Como máximo {} cifras después del punto.",
        "No máximo {} algarismos depois do ponto.",
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_words_in_three_languages() {
        let rules = [
            Rule::Required,
            Rule::String,
            Rule::Integer,
            Rule::Decimal,
            Rule::Places("4"),
            Rule::Boolean,
            Rule::Array,
            Rule::Object,
            Rule::TooLong(255),
            Rule::AtLeast("1"),
            Rule::AtMost("100"),
            Rule::OneOf("CLP, USD, EUR"),
            Rule::Url,
        ];
        for rule in rules {
            let texts =
                [Language::English, Language::Spanish, Language::Portuguese].map(|language| rule.words(language));
            assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2], "{texts:?}");
            assert!(texts.iter().all(|text| text.ends_with('.') && !text.contains("{}")), "{texts:?}");
        }
        assert_eq!(Rule::TooLong(255).words(Language::Spanish), "Como máximo 255 caracteres.");
    }
}
