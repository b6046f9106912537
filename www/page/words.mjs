/** The shop's texts. The element has its own texts for the checkout. */
import { language } from './appearance.mjs';

const WORDS = {
  en: {
    title: 'A small shop', catalogue: 'Products', cart: 'Your cart', checkout: 'Checkout', thanks: 'Your order',
    language: 'Language', theme: 'Appearance', system: 'System', light: 'Light', dark: 'Dark',
    demo: 'A demo with stand-in services on this machine. Nothing leaves it and nobody is charged.',
    real: (/** @type {string} */ hosts) => `Real services: what you do here goes to ${hosts}.`,
    add: 'Add', addNamed: (/** @type {string} */ name) => `Add ${name} to the cart`, added: (/** @type {string} */ name, /** @type {number} */ count) => `${name}: ${count} in the cart.`,
    more: (/** @type {string} */ name) => `One ${name} more`, less: (/** @type {string} */ name) => `One ${name} less`, quantity: (/** @type {string} */ name) => `${name}, quantity`,
    total: 'Total', empty: 'Your cart is empty.', hint: 'Put a product in the cart to order it.', unreadable: 'The products could not be read. Please reload the page in a moment.',
    open: { checking: 'We are checking your order: see below', unknown: 'We do not know yet whether your order was placed: see below', found: 'Your order has been placed. One step is left: see below' },
    error: 'Error: ', loading: 'The checkout is loading.', loadFailed: 'The checkout could not be loaded. Nothing was sent.', help: 'Help with an order:',
  },
  es: {
    title: 'Una tienda pequeña', catalogue: 'Productos', cart: 'Tu carrito', checkout: 'Finalizar la compra', thanks: 'Tu pedido',
    language: 'Idioma', theme: 'Apariencia', system: 'Automática', light: 'Clara', dark: 'Oscura',
    demo: 'Una demostración con servicios de prueba en este equipo. Nada sale de él y no se cobra a nadie.',
    real: (/** @type {string} */ hosts) => `Servicios reales: lo que hagas aquí va a ${hosts}.`,
    add: 'Añadir', addNamed: (/** @type {string} */ name) => `Añadir ${name} al carrito`, added: (/** @type {string} */ name, /** @type {number} */ count) => `${name}: ${count} en el carrito.`,
    more: (/** @type {string} */ name) => `Uno más: ${name}`, less: (/** @type {string} */ name) => `Uno menos: ${name}`, quantity: (/** @type {string} */ name) => `${name}, cantidad`,
    total: 'Total', empty: 'Tu carrito está vacío.', hint: 'Añade un producto al carrito para pedirlo.', unreadable: 'No se pudieron leer los productos. Vuelve a cargar la página en un momento.',
    open: { checking: 'Estamos verificando tu pedido: mira abajo', unknown: 'Aún no sabemos si tu pedido se registró: mira abajo', found: 'Tu pedido está registrado, falta un paso: mira abajo' },
    error: 'Error: ', loading: 'El formulario se está cargando.', loadFailed: 'No se pudo cargar el formulario. No se envió nada.', help: 'Ayuda con un pedido:',
  },
  pt: {
    title: 'Uma loja pequena', catalogue: 'Produtos', cart: 'Seu carrinho', checkout: 'Finalizar a compra', thanks: 'Seu pedido',
    language: 'Idioma', theme: 'Aparência', system: 'Automática', light: 'Clara', dark: 'Escura',
    demo: 'Uma demonstração com serviços de teste nesta máquina. Nada sai dela e ninguém é cobrado.',
    real: (/** @type {string} */ hosts) => `Serviços reais: o que você fizer aqui vai para ${hosts}.`,
    add: 'Adicionar', addNamed: (/** @type {string} */ name) => `Adicionar ${name} ao carrinho`, added: (/** @type {string} */ name, /** @type {number} */ count) => `${name}: ${count} no carrinho.`,
    more: (/** @type {string} */ name) => `Mais um: ${name}`, less: (/** @type {string} */ name) => `Menos um: ${name}`, quantity: (/** @type {string} */ name) => `${name}, quantidade`,
    total: 'Total', empty: 'Seu carrinho está vazio.', hint: 'Adicione um produto ao carrinho para pedi-lo.', unreadable: 'Não foi possível ler os produtos. Recarregue a página em instantes.',
    open: { checking: 'Estamos verificando seu pedido: veja abaixo', unknown: 'Ainda não se sabe se seu pedido foi registrado: veja abaixo', found: 'Seu pedido está registrado, falta um passo: veja abaixo' },
    error: 'Erro: ', loading: 'O formulário está carregando.', loadFailed: 'Não foi possível carregar o formulário. Nada foi enviado.', help: 'Ajuda com um pedido:',
  },
};

/** The texts in the page's language. @returns {typeof WORDS.en} */
export const words = () => WORDS[/** @type {keyof typeof WORDS} */ (language())];

/** Fills in the elements with a `data-word` attribute. */
export function translate() {
  const own = words();
  for (const element of document.querySelectorAll('[data-word]')) {
    const text = own[/** @type {'title'} */ (/** @type {any} */ (element).dataset.word)];
    if (element.textContent !== text) element.textContent = text;
  }
}
