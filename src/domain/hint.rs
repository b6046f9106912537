//! Causes that the text of a refusal reveals beyond its status, worded so that a shopper can act on them.

use super::language::Language;
use super::text::{digits, replace};

/// The cause that a documented refusal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Something in the form is missing or not accepted.
    Form,
    /// The form requires a captcha.
    Captcha,
    /// The project or this page is configured incorrectly. The shopper can do nothing about it.
    SetUp,
    /// The payment account cannot be used.
    PaymentAccount,
    /// A product is no longer available or is sold out.
    Product,
    /// The coupon does not exist or has expired.
    Coupon,
    /// A price that the page displays is too old.
    OldPrice,
    /// The payment may have gone through.
    MayBePaid,
    /// Too many requests; contains the seconds to wait.
    Busy(u32),
}

/// All hints, for tests and tables.
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
        let text = language.line(TEXTS, 2 * self.number());
        match self {
            Hint::Busy(seconds) => replace(text, "{}", &digits(u64::from(seconds))),
            _ => text.to_owned(),
        }
    }

    /// What to do about it while there is no order; empty if the cause already says it.
    pub fn advice(self, language: Language) -> &'static str {
        language.line(TEXTS, 2 * self.number() + 1)
    }

    fn number(self) -> usize {
        match self {
            Hint::Form => 0,
            Hint::Captcha => 1,
            Hint::SetUp => 2,
            Hint::PaymentAccount => 3,
            Hint::Product => 4,
            Hint::Coupon => 5,
            Hint::OldPrice => 6,
            Hint::MayBePaid => 7,
            Hint::Busy(_) => 8,
        }
    }
}

/// For each hint, one line per language for what happened, and one for what to do about it.
const TEXTS: &str = "\
Some details are missing or not right.\n\
Faltan datos o algunos no son correctos.\n\
Faltam dados ou alguns não estão corretos.\n\
Please check the form.\n\
Revisa el formulario.\n\
Verifique o formulário.\n\
The shop needs to know that you are not a robot.\n\
La tienda necesita saber que no eres un robot.\n\
A loja precisa saber que você não é um robô.\n\
Please confirm it in the form.\n\
Confírmalo en el formulario.\n\
Confirme no formulário.\n\
This shop's checkout is not set up correctly.\n\
La compra en esta tienda no está bien configurada.\n\
O checkout desta loja não está configurado corretamente.\n\
Please ask the shop.\n\
Consulta con la tienda.\n\
Fale com a loja.\n\
This way of paying is not available right now.\n\
Esta forma de pago no está disponible en este momento.\n\
Esta forma de pagamento não está disponível no momento.\n\
Please choose another one.\n\
Elige otra.\n\
Escolha outra.\n\
A product in the cart is not available any more.\n\
Un producto del carrito ya no está disponible.\n\
Um produto do carrinho não está mais disponível.\n\
Please change the cart.\n\
Modifica el carrito.\n\
Altere o carrinho.\n\
The coupon is not valid.\n\
El cupón no es válido.\n\
O cupom não é válido.\n\
Please check or remove it.\n\
Revísalo o quítalo.\n\
Verifique ou remova.\n\
A price in the cart has expired.\n\
Un precio del carrito ya no es válido.\n\
Um preço do carrinho expirou.\n\
Please reload the page.\n\
Vuelve a cargar la página.\n\
Recarregue a página.\n\
The payment may already have gone through.\n\
Es posible que el pago ya se haya realizado.\n\
O pagamento pode já ter sido realizado.\n\
Please ask the shop.\n\
Consulta con la tienda.\n\
Fale com a loja.\n\
The shop is very busy. Please wait {} seconds.\n\
La tienda tiene mucha demanda ahora. Espera {} segundos.\n\
A loja está com muitos acessos agora. Aguarde {} segundos.";
