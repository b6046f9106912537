//! The rules in people's words, beside the vendor's texts, which never change.

use super::rule::Rule;
use crate::domain::messages::Language;
use crate::domain::text::{digits, replace};

impl Rule {
    /// What to do about it, for the person who fills in the field.
    pub fn words(self, language: Language) -> String {
        let text = language.of(match self {
            Rule::Required => ["Please fill this in.", "Completa este dato.", "Preencha este campo."],
            Rule::STRING => ["This must be text.", "Debe ser un texto.", "Deve ser um texto."],
            Rule::INTEGER => {
                ["This must be a whole number.", "Debe ser un número entero.", "Deve ser um número inteiro."]
            }
            Rule::DECIMAL => [
                "This must be a number such as 1990.50, with at most 4 decimals for prices.",
                "Debe ser un número como 1990.50, con 4 decimales como máximo en los precios.",
                "Deve ser um número como 1990.50, com no máximo 4 decimais nos preços.",
            ],
            Rule::BOOLEAN => ["This must be yes or no.", "Debe ser sí o no.", "Deve ser sim ou não."],
            Rule::ARRAY => ["This must be a list.", "Debe ser una lista.", "Deve ser uma lista."],
            Rule::Type(_) => ["This has the wrong form.", "No tiene la forma correcta.", "Não tem a forma correta."],
            Rule::TooLong(_) => ["At most {} characters.", "Como máximo {} caracteres.", "No máximo {} caracteres."],
            Rule::AtLeast(_) => ["At least {}.", "Como mínimo {}.", "No mínimo {}."],
            Rule::AtMost(_) => ["At most {}.", "Como máximo {}.", "No máximo {}."],
            Rule::OneOf(_) => ["Choose one of: {}.", "Elige uno de: {}.", "Escolha um de: {}."],
            Rule::Url => [
                "This must be a web address such as https://shop.example/a.jpg.",
                "Debe ser una dirección web como https://shop.example/a.jpg.",
                "Deve ser um endereço web como https://shop.example/a.jpg.",
            ],
        });
        match self {
            Rule::TooLong(max) => replace(text, "{}", &digits(max as u64)),
            Rule::AtLeast(bound) | Rule::AtMost(bound) | Rule::OneOf(bound) => replace(text, "{}", bound),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_words_in_three_languages() {
        let rules = [
            Rule::Required,
            Rule::STRING,
            Rule::INTEGER,
            Rule::DECIMAL,
            Rule::BOOLEAN,
            Rule::ARRAY,
            Rule::OBJECT,
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
