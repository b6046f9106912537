/** Messages are in the user's language; the vendor's texts never change with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, setUp } from './lib/bridge.mjs';

const WORDS = {
  en: { order: /order/i, unknown: /may have been placed/i, stands: /has been placed/i },
  es: { order: /pedido/i, unknown: /posible/i, stands: /está registrado/i },
  pt: { order: /pedido/i, unknown: /pode ter sido/i, stands: /está registrado/i },
};

async function problems(language) {
  const of = async (route, fault) => {
    const { standIn, guestCheckout } = await setUp({ language });
    standIn.faults.add({ route, ...fault });
    return (await guestCheckout.placeOrder(guestOrder())).problem.message;
  };
  return {
    refused: await of('createOrder', { fault: 'status', status: 400 }),
    unknown: await of('createOrder', { fault: 'lost-after-commit' }),
    stands: await of('createSession', { fault: 'status', status: 403 }),
  };
}

test('each language has its own messages, and they say what happened to the order', async () => {
  const problemsIn = { en: await problems('en'), es: await problems('es'), pt: await problems('pt') };
  for (const [language, messages] of Object.entries(problemsIn)) {
    assert.match(messages.refused, WORDS[language].order);
    assert.match(messages.unknown, WORDS[language].unknown);
    assert.match(messages.stands, WORDS[language].stands);
  }
  for (const kind of ['refused', 'unknown', 'stands']) assert.equal(new Set(Object.values(problemsIn).map((messages) => messages[kind])).size, 3);
});

test('an unknown outcome never invites a second order, in any language', async () => {
  const inviting = /\b(again|retry|try|otra vez|de nuevo|vuelve a|intenta|reintenta|novamente|de novo|tente)\b/i;
  for (const language of ['en', 'es', 'pt']) assert.doesNotMatch((await problems(language)).unknown, inviting);
});

test('the region is ignored, and an unknown language falls back to English', async () => {
  const [english, spanish, portuguese] = [await problems('en'), await problems('es'), await problems('pt')];
  for (const language of ['es-CL', 'es_MX', 'ES']) assert.deepEqual(await problems(language), spanish);
  assert.deepEqual(await problems('pt-BR'), portuguese);
  for (const language of ['en-GB', 'de', '']) assert.deepEqual(await problems(language), english);
});

test("the vendor's texts are the same in every language", async () => {
  for (const language of ['en', 'es', 'pt']) {
    const { ocularOrderTrack } = await setUp({ language });
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder({ items: [] }), {
      statusCode: 2, message: 'Field validation error', detail: { items: ['SessionOrderControllerValidator: items is required.'] },
    });
  }
});
