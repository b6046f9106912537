//! What a shopper reads when something went wrong, in English, Spanish and Portuguese.
//! While an order's outcome is unknown, no text invites a second order (a test holds them to it).

use super::hint::Hint;
use super::problem::Code;
use super::text::{concat, cut};

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

impl Language {
    /// The first of the wished languages that there are texts for; regions are ignored, English is the last resort.
    pub fn choose(wishes: &[&str]) -> Language {
        for wish in wishes {
            let primary = cut(wish, b"-_").0.trim();
            for (name, language) in [("es", Language::Spanish), ("en", Language::English), ("pt", Language::Portuguese)]
            {
                if primary.eq_ignore_ascii_case(name) {
                    return language;
                }
            }
        }
        Language::English
    }

    /// The text of this language.
    pub fn of(self, [english, spanish, portuguese]: [&'static str; 3]) -> &'static str {
        match self {
            Language::English => english,
            Language::Spanish => spanish,
            Language::Portuguese => portuguese,
        }
    }
}

/// What is known about the order when the message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// No order was sent, or the service refused it.
    NoOrder,
    /// The order may exist.
    OrderUnknown,
    /// The order exists; a later step failed.
    OrderStands,
    /// The order exists; only its report to Ocular failed.
    ReportFailed,
    /// The call has nothing to do with placing an order.
    Elsewhere,
}

/// The message for people: what happened, then what it means for the order.
pub fn message(code: Code, situation: Situation, language: Language) -> String {
    if situation == Situation::ReportFailed {
        return language.of(REPORT_FAILED).to_owned();
    }
    compose(language.of(cause(code)), situation, language)
}

/// The message for people when the service's own refusal told more than a code does. What to do about it is only said
/// while there is no order: afterwards it could be taken for an invitation to place another one.
pub fn hinted(hint: Hint, situation: Situation, language: Language) -> String {
    let cause = hint.cause(language);
    let advice = hint.advice(language);
    match situation {
        Situation::NoOrder | Situation::Elsewhere if !advice.is_empty() => {
            compose(&concat(&[&cause, " ", advice]), situation, language)
        }
        _ => compose(&cause, situation, language),
    }
}

fn compose(cause: &str, situation: Situation, language: Language) -> String {
    let meaning = language.of(meaning(situation));
    if meaning.is_empty() { cause.to_owned() } else { concat(&[cause, " ", meaning]) }
}

/// Whatever the reason, it is nothing that a shopper has to act on.
const REPORT_FAILED: [&str; 3] = [
    "Your order has been placed and is safe. Only the video attention could not be told of it yet.",
    "Tu pedido está registrado y a salvo. Solo falta avisar de él a la videoatención.",
    "Seu pedido está registrado e seguro. Falta apenas avisar o atendimento por vídeo.",
];

fn meaning(situation: Situation) -> [&'static str; 3] {
    match situation {
        Situation::NoOrder => ["No order was placed.", "No se hizo ningún pedido.", "Nenhum pedido foi feito."],
        Situation::OrderUnknown => [
            "Your order may have been placed. Please check your e-mail or ask the shop before anything else.",
            "Es posible que tu pedido se haya registrado. Revisa tu correo o consulta con la tienda antes de nada.",
            "Seu pedido pode ter sido registrado. Verifique seu e-mail ou fale com a loja antes de qualquer coisa.",
        ],
        Situation::OrderStands => [
            "Your order has been placed and is safe.",
            "Tu pedido está registrado y a salvo.",
            "Seu pedido está registrado e seguro.",
        ],
        Situation::ReportFailed | Situation::Elsewhere => ["", "", ""],
    }
}

fn cause(code: Code) -> [&'static str; 3] {
    match code {
        Code::Validation => [
            "Some details are missing or not right.",
            "Faltan datos o algunos no son correctos.",
            "Faltam dados ou alguns não estão corretos.",
        ],
        Code::Config => [
            "This shop's checkout is not set up correctly.",
            "El pago de esta tienda no está bien configurado.",
            "O checkout desta loja não está configurado corretamente.",
        ],
        Code::Disposed => [
            "The checkout on this page has been closed.",
            "El pago en esta página se ha cerrado.",
            "O checkout nesta página foi encerrado.",
        ],
        Code::Aborted => ["The request was cancelled.", "La solicitud se canceló.", "A solicitação foi cancelada."],
        Code::Offline => ["You are offline.", "No tienes conexión.", "Você está sem conexão."],
        Code::Network => {
            ["The connection to the shop failed.", "Falló la conexión con la tienda.", "A conexão com a loja falhou."]
        }
        Code::Timeout => {
            ["The shop did not answer in time.", "La tienda no respondió a tiempo.", "A loja não respondeu a tempo."]
        }
        Code::BadResponse => [
            "The shop's answer could not be read.",
            "No se pudo leer la respuesta de la tienda.",
            "Não foi possível ler a resposta da loja.",
        ],
        Code::Unauthorized => [
            "The shop did not accept the guest sign-in.",
            "La tienda no aceptó el acceso de invitado.",
            "A loja não aceitou o acesso de convidado.",
        ],
        Code::Forbidden => [
            "The shop does not allow this for guests.",
            "La tienda no permite esto a los invitados.",
            "A loja não permite isso para convidados.",
        ],
        Code::NotFound => [
            "The shop does not know what was asked for.",
            "La tienda no encuentra lo solicitado.",
            "A loja não encontrou o que foi pedido.",
        ],
        Code::Rejected => [
            "The shop did not accept these details.",
            "La tienda no aceptó estos datos.",
            "A loja não aceitou estes dados.",
        ],
        Code::RateLimited => [
            "The shop is very busy. Please wait a moment.",
            "La tienda está muy ocupada. Espera un momento.",
            "A loja está muito ocupada. Aguarde um momento.",
        ],
        Code::Server => [
            "The shop's system had a fault.",
            "El sistema de la tienda tuvo un fallo.",
            "O sistema da loja teve uma falha.",
        ],
        Code::UnsafePaymentUrl => [
            "The payment page's address is not trustworthy and was not opened.",
            "La dirección de la página de pago no es de confianza y no se abrió.",
            "O endereço da página de pagamento não é confiável e não foi aberto.",
        ],
        Code::NoOcularSession => [
            "There is no video attention on this page.",
            "No hay una videoatención en esta página.",
            "Não há um atendimento por vídeo nesta página.",
        ],
        Code::NoWidget => [
            "The video attention widget is not on this page.",
            "El widget de videoatención no está en esta página.",
            "O widget de atendimento por vídeo não está nesta página.",
        ],
        Code::UnknownOutcome => [
            "We are still checking an earlier order.",
            "Todavía estamos comprobando un pedido anterior.",
            "Ainda estamos verificando um pedido anterior.",
        ],
        Code::Internal => [
            "The checkout on this page had a fault.",
            "El pago en esta página tuvo un fallo.",
            "O checkout nesta página teve uma falha.",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hint::HINTS;

    const CODES: [Code; 19] = [
        Code::Internal,
        Code::Validation,
        Code::Config,
        Code::Disposed,
        Code::Aborted,
        Code::Offline,
        Code::Network,
        Code::Timeout,
        Code::BadResponse,
        Code::Unauthorized,
        Code::Forbidden,
        Code::NotFound,
        Code::Rejected,
        Code::RateLimited,
        Code::Server,
        Code::UnsafePaymentUrl,
        Code::NoOcularSession,
        Code::NoWidget,
        Code::UnknownOutcome,
    ];
    const LANGUAGES: [Language; 3] = [Language::English, Language::Spanish, Language::Portuguese];

    #[test]
    fn languages_by_primary_tag() {
        assert_eq!(Language::choose(&["fr-CA", "pt-BR", "en"]), Language::Portuguese);
        assert_eq!(Language::choose(&["es_CL"]), Language::Spanish);
        assert_eq!(Language::choose(&["", "C", "de"]), Language::English);
        assert_eq!(Language::choose(&[]), Language::English);
    }

    #[test]
    fn an_unknown_outcome_never_invites_a_second_order() {
        let inviting = [
            "again",
            "retry",
            "try",
            "another",
            "choose",
            "order now",
            "de nuevo",
            "otra vez",
            "otra",
            "elige",
            "intenta",
            "reintenta",
            "novamente",
            "de novo",
            "tente",
            "outra",
            "escolha",
        ];
        for situation in [Situation::OrderUnknown, Situation::OrderStands] {
            for language in LANGUAGES {
                let told = CODES.map(|code| message(code, situation, language));
                let hints = HINTS.map(|hint| hinted(hint, situation, language));
                for text in told.into_iter().chain(hints).map(|text| text.to_lowercase()) {
                    for word in inviting {
                        let said = match word.contains(' ') {
                            true => text.contains(word),
                            false => text.split(|c: char| !c.is_alphabetic()).any(|spoken| spoken == word),
                        };
                        assert!(!said, "{text}: {word}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_to_do_is_said_while_there_is_no_order() {
        let text = |situation| hinted(Hint::PaymentAccount, situation, Language::English);
        assert_eq!(
            text(Situation::NoOrder),
            "This way of paying is not available right now. Please choose another one. No order was placed."
        );
        assert_eq!(
            text(Situation::OrderStands),
            "This way of paying is not available right now. Your order has been placed and is safe."
        );
    }

    #[test]
    fn languages_differ() {
        for code in CODES {
            let texts: Vec<_> = LANGUAGES.iter().map(|l| message(code, Situation::OrderStands, *l)).collect();
            assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2], "{texts:?}");
        }
    }
}
