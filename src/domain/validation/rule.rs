//! Rules and their texts: the vendor's, as listed in `contracts/ocular.md`, which never change, and those for people.

use crate::domain::language::Language;
use crate::domain::text::{digits, replace};

/// One violation in one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Absent, an empty or blank text, or an empty list, but required.
    Required,
    /// Not a text.
    String,
    /// Not an integer.
    Integer,
    /// Not a decimal.
    Decimal,
    /// More decimal places than this.
    Places(&'static str),
    /// Neither `true` nor `false`.
    Boolean,
    /// Not an array.
    Array,
    /// Not an object.
    Object,
    /// Not of the type named here.
    Type(&'static str),
    /// More Unicode scalar values than this.
    TooLong(usize),
    /// Below this bound.
    AtLeast(&'static str),
    /// Above this bound.
    AtMost(&'static str),
    /// Not one of the listed values.
    OneOf(&'static str),
    /// Not an absolute http(s) URL.
    Url,
}

impl Rule {
    /// Appends the vendor's text.
    pub fn write(self, out: &mut String) {
        out.push_str(&self.text(0));
    }

    /// The text for the person who fills in the field: what to do about the violation.
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

/// The vendor's texts, then English, Spanish and Portuguese. A table, not a single text: a report may need thousands.
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
    ["must be one of: {}.", "Choose one of: {}.", "Elige una opción: {}.", "Escolha uma opção: {}."],
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
        "Como máximo {} decimales.",
        "No máximo {} casas decimais.",
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_texts_in_three_languages() {
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
