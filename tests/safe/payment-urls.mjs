/** Where a shopper may be sent, over the whole corpus: the order stands whatever its payment URL looks like. */
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
  // Of a session that has ended no URL is waited for.
  return { id: orderId, orderId, type: 'session', status: isText ? 'waiting' : 'completed', paymentUrl: url };
}

/** Both services: the payment session of order 1000 + n answers with the corpus' n-th URL, and so does the order itself. */
async function services(request) {
  const answer = (status, body) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  const body = request.method === 'GET' ? null : JSON.parse(await request.text());
  switch (routeOf(request.method, request.url)) {
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

/** @param {(options: object) => Promise<any>} loadOrderBridge */
export async function paymentUrls(loadOrderBridge) {
  const wrong = [];
  let runs = 0;
  for (const paymentHosts of [undefined, HOSTS]) {
    const bridge = await loadOrderBridge(options({ fetch: services, paymentHosts }));
    await each(vectors, AT_ONCE, async ({ url, href, listed, isText }, index) => {
      runs += 1;
      const result = await bridge.guestCheckout.placeOrder(guestOrder({ products: [{ productId: paymentHosts ? 11 : 10, quantity: index + 1 }] }));
      const expected = paymentHosts && !listed ? null : href;
      const code = isText && url !== '' && expected === null ? 'UNSAFE_PAYMENT_URL' : null;
      const found = [result.outcome, result.order?.id, result.paymentUrl, result.session?.paymentUrl ?? null, result.problem?.code ?? null];
      const { raw, ...order } = result.order ?? {};
      const said = code && String(url).length > 6 && textOf({ ...result, order }).includes(url) ? ' The URL is repeated.' : '';
      if (JSON.stringify(found) !== JSON.stringify(['accepted', FIRST_ORDER + index, expected, expected, code]) || JSON.stringify(raw?.paymentUrl) !== JSON.stringify(url) || said) {
        wrong.push(`${JSON.stringify(url).slice(0, 120)}${paymentHosts ? ' (hosts)' : ''}: ${JSON.stringify(found).slice(0, 300)} instead of ${JSON.stringify(expected)?.slice(0, 200)}.${said}`);
      }
    });
    bridge.dispose();
  }
  return { vectors: vectors.length, refused: vectors.filter(({ href, isText }) => isText && href === null).length, runs, wrong };
}
