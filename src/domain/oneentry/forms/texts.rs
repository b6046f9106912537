//! What is wrong with one value, in words for the shopper, without field names: the page shows them at the field.

use crate::domain::messages::Language;
use crate::domain::text::replace;

/// One fault of one value. Texts inside are limits of the form, never what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Required, and nothing there.
    Missing,
    /// Not the documented shape of the field's type.
    Shape,
    /// The form has no field of this marker.
    Foreign,
    /// None of the list's values.
    NotListed,
    /// Fewer characters than this.
    TooShort(String),
    /// More characters than this.
    TooLong(String),
    /// Not exactly this many characters.
    Length(String),
    /// No e-mail address.
    Email,
    /// The form's own pattern does not fit.
    Pattern,
    /// The form's mask, as people read it.
    Mask(String),
    /// No number.
    NotNumber,
    /// No whole number.
    NotWhole,
    /// Below this bound.
    AtLeast(String),
    /// Above this bound.
    AtMost(String),
    /// A file larger than this.
    FileSize(String),
    /// A file of another kind than these.
    FileKind(String),
    /// An image of more pixels than these.
    ImageSize(String),
    /// The captcha has no answer.
    Captcha,
}

impl Fault {
    /// The text.
    pub fn text(&self, language: Language) -> String {
        let (texts, limit) = self.parts();
        match limit {
            Some(limit) => replace(language.of(texts), "{}", limit),
            None => language.of(texts).to_owned(),
        }
    }

    fn parts(&self) -> ([&'static str; 3], Option<&str>) {
        match self {
            Fault::Missing => (["Please fill this in.", "Completa este campo.", "Preencha este campo."], None),
            Fault::Shape => (
                [
                    "This value does not have the expected form.",
                    "Este dato no tiene la forma esperada.",
                    "Este dado não tem a forma esperada.",
                ],
                None,
            ),
            Fault::Foreign => (
                [
                    "The form has no such field.",
                    "El formulario no tiene este campo.",
                    "O formulário não tem este campo.",
                ],
                None,
            ),
            Fault::NotListed => (
                [
                    "Choose one of the listed options.",
                    "Elige una de las opciones de la lista.",
                    "Escolha uma das opções da lista.",
                ],
                None,
            ),
            Fault::TooShort(limit) => (
                [
                    "Enter at least {} characters.",
                    "Escribe al menos {} caracteres.",
                    "Digite pelo menos {} caracteres.",
                ],
                Some(limit),
            ),
            Fault::TooLong(limit) => (
                [
                    "Enter at most {} characters.",
                    "Escribe como máximo {} caracteres.",
                    "Digite no máximo {} caracteres.",
                ],
                Some(limit),
            ),
            Fault::Length(limit) => (
                [
                    "Enter exactly {} characters.",
                    "Escribe exactamente {} caracteres.",
                    "Digite exatamente {} caracteres.",
                ],
                Some(limit),
            ),
            Fault::Email => (
                [
                    "Enter an e-mail address such as name@example.com.",
                    "Escribe un correo como nombre@example.com.",
                    "Digite um e-mail como nome@example.com.",
                ],
                None,
            ),
            Fault::Pattern => (
                [
                    "This does not match the expected format.",
                    "No coincide con el formato esperado.",
                    "Não corresponde ao formato esperado.",
                ],
                None,
            ),
            Fault::Mask(mask) => (["Use the format {}.", "Usa el formato {}.", "Use o formato {}."], Some(mask)),
            Fault::NotNumber => (["Enter a number.", "Escribe un número.", "Digite um número."], None),
            Fault::NotWhole => {
                (["Enter a whole number.", "Escribe un número entero.", "Digite um número inteiro."], None)
            }
            Fault::AtLeast(limit) => (["Enter {} or more.", "Escribe {} o más.", "Digite {} ou mais."], Some(limit)),
            Fault::AtMost(limit) => (["Enter {} or less.", "Escribe {} o menos.", "Digite {} ou menos."], Some(limit)),
            Fault::FileSize(limit) => (
                [
                    "Choose a file of at most {}.",
                    "Elige un archivo de {} como máximo.",
                    "Escolha um arquivo de no máximo {}.",
                ],
                Some(limit),
            ),
            Fault::FileKind(kinds) => (
                [
                    "Choose a file of this type: {}.",
                    "Elige un archivo de este tipo: {}.",
                    "Escolha um arquivo deste tipo: {}.",
                ],
                Some(kinds),
            ),
            Fault::ImageSize(size) => (
                [
                    "Choose an image of at most {} pixels.",
                    "Elige una imagen de {} píxeles como máximo.",
                    "Escolha uma imagem de no máximo {} pixels.",
                ],
                Some(size),
            ),
            Fault::Captcha => (
                [
                    "Please confirm that you are not a robot.",
                    "Confirma que no eres un robot.",
                    "Confirme que você não é um robô.",
                ],
                None,
            ),
        }
    }
}
