/** The same with the vendor's SDK, following its guest-order scenario, and a hand-written report. It stores and validates nothing. */
import { defineOneEntry } from 'oneentry';

export async function open({ services, token, guest }) {
  const { AuthProvider, Orders, Payments } = defineOneEntry(services, { token });
  const report = async (order) => {
    const answer = await fetch(`${services}/api/product-management/v1/sessions/1536/order`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    return answer.json();
  };
  const prepare = () => AuthProvider.auth(guest.provider, { authData: guest.authData });
  let isSignedIn = false;
  return {
    report,
    async prepare() {
      await prepare();
      isSignedIn = true;
    },
    async order({ storage, ...order }, lines) {
      if (!isSignedIn) await prepare();
      const placed = await Orders.createOrder(storage, order);
      if (!placed.id) throw new Error(JSON.stringify(placed));
      const session = await Payments.createSession(placed.id, 'session', false);
      if (lines) await report({ external_id: String(placed.id), items: lines });
      return session.paymentUrl;
    },
  };
}
