//! What is wrong with one value, in words for the shopper, without field names: the page shows them at the field.

use crate::domain::messages::Language;
use crate::domain::text::{line, replace};

/// One fault of one value, in the order of [`TEXTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    TooShort,
    /// More characters than this.
    TooLong,
    /// Not exactly this many characters.
    Length,
    /// No e-mail address.
    Email,
    /// The form's own pattern does not fit.
    Pattern,
    /// The form's mask, as people read it.
    Mask,
    /// No number.
    NotNumber,
    /// No whole number.
    NotWhole,
    /// Below this bound.
    AtLeast,
    /// Above this bound.
    AtMost,
    /// A file larger than this.
    FileSize,
    /// A file of another kind than these.
    FileKind,
    /// An image of more pixels than these.
    ImageSize,
    /// The captcha has no answer.
    Captcha,
}

impl Fault {
    /// The text. `limit` is one of the form, never what was typed.
    pub fn text(self, limit: &str, language: Language) -> String {
        replace(line(TEXTS, 3 * self as usize + language as usize), "{}", limit)
    }
}

/// Each in English, Spanish and Portuguese. One text: it is smaller than a list of them.
const TEXTS: &str = "\
Please fill this in.\n\
Completa este campo.\n\
Preencha este campo.\n\
This value does not have the expected form.\n\
Este dato no tiene la forma esperada.\n\
Este dado não tem a forma esperada.\n\
The form has no such field.\n\
El formulario no tiene este campo.\n\
O formulário não tem este campo.\n\
Choose one of the listed options.\n\
Elige una de las opciones de la lista.\n\
Escolha uma das opções da lista.\n\
Enter at least {} characters.\n\
Escribe al menos {} caracteres.\n\
Digite pelo menos {} caracteres.\n\
Enter at most {} characters.\n\
Escribe como máximo {} caracteres.\n\
Digite no máximo {} caracteres.\n\
Enter exactly {} characters.\n\
Escribe exactamente {} caracteres.\n\
Digite exatamente {} caracteres.\n\
Enter an e-mail address such as name@example.com.\n\
Escribe un correo como nombre@example.com.\n\
Digite um e-mail como nome@example.com.\n\
This does not match the expected format.\n\
No coincide con el formato esperado.\n\
Não corresponde ao formato esperado.\n\
Use the format {}.\n\
Usa el formato {}.\n\
Use o formato {}.\n\
Enter a number.\n\
Escribe un número.\n\
Digite um número.\n\
Enter a whole number.\n\
Escribe un número entero.\n\
Digite um número inteiro.\n\
Enter {} or more.\n\
Escribe {} o más.\n\
Digite {} ou mais.\n\
Enter {} or less.\n\
Escribe {} o menos.\n\
Digite {} ou menos.\n\
Choose a file of at most {}.\n\
Elige un archivo de {} como máximo.\n\
Escolha um arquivo de no máximo {}.\n\
Choose a file of this type: {}.\n\
Elige un archivo de este tipo: {}.\n\
Escolha um arquivo deste tipo: {}.\n\
Choose an image of at most {} pixels.\n\
Elige una imagen de {} píxeles como máximo.\n\
Escolha uma imagem de no máximo {} pixels.\n\
Please confirm that you are not a robot.\n\
Confirma que no eres un robot.\n\
Confirme que você não é um robô.";
