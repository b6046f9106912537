//! Messages for the shopper when something goes wrong, in English, Spanish and Portuguese. While an order's outcome is
//! unknown, no message invites the shopper to order again (a test checks this).

use super::code::Code;
use super::hint::Hint;
use super::language::Language;
use super::text::concat;

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

/// What happened, worded for the shopper.
pub fn cause(code: Code, language: Language) -> &'static str {
    language.line(CAUSES, code as usize)
}

/// The message for the shopper: what happened, then what it means for the order.
pub fn message(code: Code, situation: Situation, language: Language) -> String {
    if situation == Situation::ReportFailed {
        return language.line(MEANINGS, situation as usize).to_owned();
    }
    compose(cause(code, language), situation, language)
}

/// The message for the shopper when the service's own refusal says more than a code. It gives advice only while there
/// is no order: afterwards, advice could be taken as an invitation to place another one.
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
    let meaning = match situation {
        Situation::ReportFailed => "",
        _ => language.line(MEANINGS, situation as usize),
    };
    if meaning.is_empty() { cause.to_owned() } else { concat(&[cause, " ", meaning]) }
}

/// What it means for the order: one line per language, in the order of [`Situation`]. For a failed report, this is the
/// whole message: whatever the reason, the shopper does not have to act.
const MEANINGS: &str = "\
No order was placed.\n\
No se hizo ningún pedido.\n\
Nenhum pedido foi feito.\n\
Your order may have been placed. Please check your e-mail or ask the shop before anything else.\n\
Es posible que tu pedido se haya registrado. Primero revisa tu correo o consulta con la tienda.\n\
Seu pedido pode ter sido registrado. Verifique seu e-mail ou fale com a loja antes de qualquer coisa.\n\
Your order has been placed and is safe.\n\
Tu pedido está registrado y a salvo.\n\
Seu pedido está registrado e seguro.\n\
Your order has been placed and is safe. Only the video agent has not been informed yet.\n\
Tu pedido está registrado y a salvo. Solo falta avisar a la videoatención.\n\
Seu pedido está registrado e seguro. Falta apenas avisar o atendimento por vídeo.";

/// What happened: one line per language, in the order of [`Code`].
const CAUSES: &str = "\
Some details are missing or not right.\n\
Faltan datos o algunos no son correctos.\n\
Faltam dados ou alguns não estão corretos.\n\
This shop's checkout is not set up correctly.\n\
La compra en esta tienda no está bien configurada.\n\
O checkout desta loja não está configurado corretamente.\n\
The checkout on this page has been closed.\n\
El proceso de compra de esta página se cerró.\n\
O checkout nesta página foi encerrado.\n\
The request was cancelled.\n\
La solicitud se canceló.\n\
A solicitação foi cancelada.\n\
You are offline.\n\
No tienes conexión.\n\
Você está sem conexão.\n\
The connection to the shop failed.\n\
Falló la conexión con la tienda.\n\
A conexão com a loja falhou.\n\
The shop did not answer in time.\n\
La tienda no respondió a tiempo.\n\
A loja não respondeu a tempo.\n\
The shop's answer could not be read.\n\
No se pudo leer la respuesta de la tienda.\n\
Não foi possível ler a resposta da loja.\n\
The shop did not accept the guest sign-in.\n\
La tienda no aceptó el acceso de invitado.\n\
A loja não aceitou o acesso de convidado.\n\
The shop does not allow this for guests.\n\
La tienda no permite esto a los invitados.\n\
A loja não permite isso para convidados.\n\
The shop does not know what was asked for.\n\
La tienda no encuentra lo solicitado.\n\
A loja não encontrou o que foi solicitado.\n\
The shop did not accept these details.\n\
La tienda no aceptó estos datos.\n\
A loja não aceitou estes dados.\n\
The shop is very busy. Please wait a moment.\n\
La tienda tiene mucha demanda ahora. Espera un momento.\n\
A loja está com muitos acessos agora. Aguarde um momento.\n\
The shop's system had a fault.\n\
El sistema de la tienda tuvo un error.\n\
O sistema da loja teve uma falha.\n\
The payment page's address is not trustworthy and was not opened.\n\
La dirección de la página de pago no es de confianza y no se abrió.\n\
O endereço da página de pagamento não é confiável e não foi aberto.\n\
There is no video attention on this page.\n\
No hay una videoatención en esta página.\n\
Não há um atendimento por vídeo nesta página.\n\
The video attention widget is not on this page.\n\
El widget de videoatención no está en esta página.\n\
O widget de atendimento por vídeo não está nesta página.\n\
We are still checking an earlier order.\n\
Todavía estamos verificando un pedido anterior.\n\
Ainda estamos verificando um pedido anterior.\n\
The checkout on this page had a fault.\n\
Hubo un error en el proceso de compra de esta página.\n\
O checkout nesta página teve uma falha.";

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
                let messages = CODES.map(|code| message(code, situation, language));
                let hints = HINTS.map(|hint| hinted(hint, situation, language));
                for text in messages.into_iter().chain(hints).map(|text| text.to_lowercase()) {
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
    fn advice_is_given_only_while_there_is_no_order() {
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
