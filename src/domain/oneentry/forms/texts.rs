//! Messages for the shopper about one value. They omit field names, because the page shows them next to the field.

use crate::domain::language::Language;
use crate::domain::text::{line, replace};

/// One fault of a value, in the order of [`TEXTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Required, but missing.
    Missing,
    /// Does not have the documented shape of the field's type.
    Shape,
    /// The form has no field with this marker.
    Foreign,
    /// Not one of the list's values.
    NotListed,
    /// Fewer characters than this.
    TooShort,
    /// More characters than this.
    TooLong,
    /// Not exactly this many characters.
    Length,
    /// Not an e-mail address.
    Email,
    /// Does not match the form's own pattern.
    Pattern,
    /// Does not match the form's mask, which is shown in readable form.
    Mask,
    /// Not a number.
    NotNumber,
    /// Not a whole number.
    NotWhole,
    /// Below this bound.
    AtLeast,
    /// Above this bound.
    AtMost,
    /// A file larger than this.
    FileSize,
    /// A file whose type is not one of these.
    FileKind,
    /// An image with more pixels than this.
    ImageSize,
    /// The captcha is unanswered.
    Captcha,
}

impl Fault {
    /// The message. `limit` comes from the form, never from what was typed.
    pub fn text(self, limit: &str, language: Language) -> String {
        replace(line(TEXTS, 3 * self as usize + language as usize), "{}", limit)
    }
}

/// Each message in English, Spanish and Portuguese. A single text is smaller than a list.
const TEXTS: &str = "\
Please fill this in.\n\
Completa este campo.\n\
Preencha este campo.\n\
This value does not have the expected form.\n\
Este dato no tiene el formato esperado.\n\
Este dado não tem o formato esperado.\n\
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
Escribe un correo electrónico como nombre@example.com.\n\
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
