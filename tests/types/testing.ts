// The entry `order-bridge/testing`, resolved by name as a user's compiler resolves it: through `exports` of the built package.
import { loadOrderBridge, type BuyOrder, type GuestOrder } from 'order-bridge';
import {
  createFakeWidget, createStandIn, FAULTS, REFUSALS, ROUTES, samples, WIDGET_BEHAVIOURS,
  type Fault, type FaultName, type FakeWidget, type LoggedRequest, type RouteName, type StandIn, type StandInOptions,
} from 'order-bridge/testing';

type IsAny<T> = 0 extends 1 & T ? true : false;

export async function use(): Promise<void> {
  const standIn: StandIn = createStandIn({ anonymousGuests: false, orderId: 7, now: () => 0, products: [] });
  const widget: FakeWidget = createFakeWidget({ behaviour: 'late', session: null, ms: 5 });
  const bridge = await loadOrderBridge({
    fetch: standIn.fetch,
    oneEntry: { url: 'https://p.example', token: standIn.token, guest: { provider: 'email', ...samples.authBody() } },
    ocular: { transport: 'widget', widget },
  });
  const order: GuestOrder = { storage: 'guest_orders', ...samples.guestOrder({ couponCode: 'SPRING' }) };
  await bridge.guestCheckout.placeOrder(order);
  await bridge.ocularOrderTrack.setBuyOrder(samples.buyOrder({ external_id: null }) satisfies BuyOrder);

  standIn.faults.add({ route: '*', fault: 'slow', ms: 5, commit: true, times: null, after: 1 });
  standIn.faults.add({ route: 'createOrder', fault: 'busy', retryAfter: 3 });
  standIn.faults.add({ route: 'createOrder', fault: 'rejected', status: 422, body: { any: 'thing' }, cors: false });
  standIn.faults.add({ route: 'createOrder', fault: 'bad-gateway', commit: true });
  standIn.faults.add({ route: 'createOrder', fault: 'late-commit', end: 'reset' });
  standIn.faults.add({ route: 'createOrder', fault: 'redirect', to: 'https://q.example', status: 308 });
  for (const route of ROUTES) for (const fault of FAULTS) if (fault !== 'redirect') standIn.faults.add({ route, fault });
  standIn.refuse('out-of-stock', { times: 1 });
  standIn.change({ errorShape: 'array', paymentUrl: null });

  const [request] = standIn.state.requests satisfies LoggedRequest[];
  request?.route satisfies RouteName | null | undefined;
  request?.fault satisfies FaultName | null | undefined;
  standIn.state.orders.map(({ id, owner, lines, formData }) => [id.toFixed(), owner.length, lines[0]?.productId, formData['en_US']?.[0]?.marker]);
  standIn.state.paymentSessions[0]?.paymentUrl?.startsWith('https:');
  standIn.state.reports[0]?.body?.['external_id'] satisfies unknown;
  standIn.state.ocularOrders[0]?.payment_status?.toFixed();
  for (const { name, route } of REFUSALS) standIn.refuse(name, { message: route });
  for (const behaviour of WIDGET_BEHAVIOURS) widget.behave(behaviour);
  const takeOff: () => void = widget.install({});
  takeOff();
  widget.calls[0]?.params['external_id'] satisfies unknown;
  const { status, body } = await samples.createCaller(standIn)('GET', '/api/content/forms', undefined, { 'x-guest-id': null });
  status satisfies number;
  body satisfies unknown;
  const none: [IsAny<typeof body>, IsAny<typeof request>, IsAny<Fault>, IsAny<ReturnType<FakeWidget['setBuyOrder']>>] = [false, false, false, false];
  void none;
}

// @ts-expect-error a fault that does not exist
export const gremlins: Fault = { route: 'createOrder', fault: 'gremlins' };
// @ts-expect-error a route that does not exist
export const nowhere: Fault = { route: 'nowhere', fault: 'hang' };
// @ts-expect-error a redirect needs a target
export const lostRedirect: Fault = { route: 'createOrder', fault: 'redirect' };
// @ts-expect-error errorShape has no such value
export const shape: StandInOptions = { errorShape: 'long-ish' };
// @ts-expect-error a setting that does not exist
export const unknownSetting: StandInOptions = { anonymousGuest: true };
// @ts-expect-error a behaviour that does not exist
createFakeWidget({ behaviour: 'dances' });
// @ts-expect-error a refusal that does not exist
createStandIn().refuse('no');
// @ts-expect-error settings are changed by calls only
createStandIn().settings.currency = 'EUR';
