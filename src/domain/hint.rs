//! What a refusal's own text tells beyond its status, said so that a shopper can act on it.

use crate::domain::text::{digits, replace};

use super::messages::Language;

/// The cause that a documented refusal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Something in the form is missing or not accepted.
    Form,
    /// The form demands a captcha.
    Captcha,
    /// The project or this page is set up wrongly: nothing that a shopper could do.
    SetUp,
    /// The payment account cannot be used.
    PaymentAccount,
    /// A product is gone or sold out.
    Product,
    /// The coupon does not exist or has run out.
    Coupon,
    /// A price that the page was shown is too old.
    OldPrice,
    /// The payment may have gone through.
    MayBePaid,
    /// Too many requests; seconds to wait.
    Busy(u32),
}

/// All of them, for tests and tables.
pub const HINTS: [Hint; 9] = [
    Hint::Form,
    Hint::Captcha,
    Hint::SetUp,
    Hint::PaymentAccount,
    Hint::Product,
    Hint::Coupon,
    Hint::OldPrice,
    Hint::MayBePaid,
    Hint::Busy(12),
];

impl Hint {
    /// What happened.
    pub fn cause(self, language: Language) -> String {
        let text = language.of(match self {
            Hint::Form => [
                "Some details are missing or not right.",
                "Faltan datos o algunos no son correctos.",
                "Faltam dados ou alguns não estão corretos.",
            ],
            Hint::Captcha => [
                "The shop needs to know that you are not a robot.",
                "La tienda necesita saber que no eres un robot.",
                "A loja precisa saber que você não é um robô.",
            ],
            Hint::SetUp => [
                "This shop's checkout is not set up correctly.",
                "El pago de esta tienda no está bien configurado.",
                "O checkout desta loja não está configurado corretamente.",
            ],
            Hint::PaymentAccount => [
                "This way of paying is not available right now.",
                "Esta forma de pago no está disponible en este momento.",
                "Esta forma de pagamento não está disponível no momento.",
            ],
            Hint::Product => [
                "A product in the cart is not available any more.",
                "Un producto del carrito ya no está disponible.",
                "Um produto do carrinho não está mais disponível.",
            ],
            Hint::Coupon => ["The coupon is not valid.", "El cupón no es válido.", "O cupom não é válido."],
            Hint::OldPrice => [
                "A price in the cart has run out.",
                "Un precio del carrito ha caducado.",
                "Um preço do carrinho expirou.",
            ],
            Hint::MayBePaid => [
                "The payment may already have gone through.",
                "Es posible que el pago ya se haya realizado.",
                "O pagamento pode já ter sido realizado.",
            ],
            Hint::Busy(_) => [
                "The shop is very busy. Please wait {} seconds.",
                "La tienda está muy ocupada. Espera {} segundos.",
                "A loja está muito ocupada. Aguarde {} segundos.",
            ],
        });
        match self {
            Hint::Busy(seconds) => replace(text, "{}", &digits(u64::from(seconds))),
            _ => text.to_owned(),
        }
    }

    /// What to do about it, while there is no order; empty when the cause says it.
    pub fn advice(self, language: Language) -> &'static str {
        language.of(match self {
            Hint::Form => ["Please check the form.", "Revisa el formulario.", "Verifique o formulário."],
            Hint::Captcha => {
                ["Please confirm it in the form.", "Confírmalo en el formulario.", "Confirme no formulário."]
            }
            Hint::SetUp | Hint::MayBePaid => ["Please ask the shop.", "Consulta con la tienda.", "Fale com a loja."],
            Hint::PaymentAccount => ["Please choose another one.", "Elige otra.", "Escolha outra."],
            Hint::Product => ["Please change the cart.", "Cambia el carrito.", "Altere o carrinho."],
            Hint::Coupon => ["Please check or remove it.", "Revísalo o quítalo.", "Verifique ou remova."],
            Hint::OldPrice => ["Please load the page anew.", "Vuelve a cargar la página.", "Recarregue a página."],
            Hint::Busy(_) => ["", "", ""],
        })
    }
}
