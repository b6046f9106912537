/** Where a shopper may be sent, checked with the whole corpus: the order stands whatever its payment URL looks like. */
import { HOSTS, NO_URLS, URLS } from '../corpus/payment-urls.mjs';
import { each, guestOrder, options, routeOf, textOf } from './kit.mjs';

const FIRST_ORDER = 1000;
const AT_ONCE = 25;

const vectors = [
  ...URLS.map(([url, href, listed = false]) => ({ url, href, listed, isText: true })),
  ...NO_URLS.map((url) => ({ url, href: null, listed: false, isText: false })),
];

function sessionOf(orderId) {
  const { url, isText } = vectors[orderId - FIRST_ORDER];
  // The package does not wait for the URL of a session that has ended.
  return { id: orderId, orderId, type: 'session', status: isText ? 'waiting' : 'completed', paymentUrl: url };
}

/** Both services: order 1000 + n and its payment session both answer with the n-th URL of the corpus. */
async function services(url, { method, body: text }) {
  const answer = (status, body) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  const body = method === 'GET' ? null : JSON.parse(text);
  switch (routeOf(method, url)) {
    case 'createOrder': {
      const index = body.products[0].quantity - 1;
      return answer(201, { id: FIRST_ORDER + index, totalSum: 10, currency: 'USD', paymentUrl: vectors[index].url });
    }
    case 'createSession':
      return answer(201, sessionOf(body.orderId));
    default:
      return answer(404, { statusCode: 404, message: 'Not found' });
  }
}

/** Decides without the package whether a shopper may be sent there. */
function isSafe(href) {
  const { protocol, username, password, hostname } = new URL(href);
  return username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)));
}

/** How this engine parses a text that engines disagree on. */
function engineSays(text) {
  try {
    const { href } = new URL(text);
    return isSafe(href) ? href : null;
  } catch {
    return null;
  }
}

/**
 * @param {(options: object) => Promise<any>} loadOrderBridge
 * @param {number} [every]  Places a whole order for every n-th URL, and only opens the payment session for the others.
 */
export async function paymentUrls(loadOrderBridge, every = 1) {
  const wrong = [];
  const differs = [];
  let runs = 0;
  let orders = 0;
  for (const paymentHosts of [undefined, HOSTS]) {
    const { guestCheckout, dispose } = await loadOrderBridge(options({ fetch: services, paymentHosts }));
    const place = async (index) => {
      orders += 1;
      const result = await guestCheckout.placeOrder(guestOrder({ products: [{ productId: paymentHosts ? 11 : 10, quantity: index + 1 }] }));
      const { raw, ...order } = result.order ?? {};
      const stands = result.outcome === 'accepted' && order.id === FIRST_ORDER + index && JSON.stringify(raw.paymentUrl) === JSON.stringify(vectors[index].url);
      return { ...result, order, stands, href: result.paymentUrl };
    };
    const open = async (index) => {
      const result = await guestCheckout.createSession(FIRST_ORDER + index);
      return { ...result, stands: true, href: result.value?.paymentUrl ?? null };
    };
    await each(vectors, AT_ONCE, async ({ url, href, listed, isText }, index) => {
      runs += 1;
      const label = `${JSON.stringify(url).slice(0, 120)}${paymentHosts ? ' (hosts)' : ''}`;
      const result = await (index % every ? open : place)(index);
      const said = result.problem?.code ?? null;
      let expected = paymentHosts && !listed ? null : href;
      if (isText && result.href !== expected && result.href === engineSays(url) && (listed || !paymentHosts)) {
        differs.push(url);
        expected = result.href;
      }
      const code = isText && url !== '' && expected === null ? 'UNSAFE_PAYMENT_URL' : null;
      if (!result.stands) wrong.push(`${label}: the order does not stand: ${JSON.stringify(result).slice(0, 300)}`);
      if (result.href !== expected || said !== code) wrong.push(`${label}: ${JSON.stringify(result.href)} ${said} instead of ${JSON.stringify(expected)} ${code}`);
      if (result.href !== null && !isSafe(result.href)) wrong.push(`${label}: the page would be sent to ${result.href}`);
      if (code && String(url).length > 6 && textOf(result).includes(url)) wrong.push(`${label}: the URL is repeated`);
    });
    dispose();
  }
  return { vectors: vectors.length, refused: vectors.filter(({ href, isText }) => isText && href === null).length, runs, orders, differs: [...new Set(differs)], wrong };
}
