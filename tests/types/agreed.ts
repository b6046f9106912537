// Compares the declarations with the contract in both directions. Everything in the contract is declared, with the same
// meaning, and every addition is listed here with its place. An unlisted change on either side does not compile.
import * as ours from 'order-bridge';
import type * as contract from './contract.js';

/** What the package adds to the contract. */
interface Added {
  ProblemCode: 'INTEGRITY' | 'INTERNAL';
  /** Added properties. `AddedTo` recognises each object by a property that no other object has. */
  ValidationReport: 'messages';
  OrderBridge: 'encodeBuyOrder';
  Problem: 'retryAfterSeconds';
  FailedResult: 'detail';
  UnknownOutcome: 'warnings';
  PendingCheckout: 'superseded';
  CheckoutFormField: 'isVisible';
  BridgeEvents: 'found';
  Tracked: 'message';
}

/** Names of the properties of `T` that are additions. */
type AddedTo<T> =
  T extends { valid: boolean; detail: unknown } ? Added['ValidationReport']
  : T extends { quoteBuyOrder: unknown } ? Added['OrderBridge']
  : T extends { code: ours.ProblemCode; retryable: boolean } ? Added['Problem']
  : T extends { ok: false } ? Added['FailedResult']
  : T extends { outcome: 'unknown' } ? Added['UnknownOutcome']
  : T extends { startedAt: string } ? Added['PendingCheckout']
  : T extends { validators: unknown } ? Added['CheckoutFormField']
  : T extends { step: unknown; tracked: unknown } ? Added['BridgeEvents']
  : T extends { externalId: string | null } ? Added['Tracked']
  : never;

/** Platform objects are compared as they are. */
type Platform = Request | Response | URL | BufferSource | AbortSignal;

/** `T` without the package's additions. Methods become functions, so that their parameters are compared in both directions. */
type Agreed<T> =
  unknown extends T ? T
  : T extends Added['ProblemCode'] ? never
  : T extends string | number | boolean | null | undefined | Platform ? T
  : T extends Promise<infer V> ? Promise<Agreed<V>>
  : T extends (...parameters: infer P) => infer R ? (...parameters: Parameters_<P>) => Agreed<R>
  : T extends readonly (infer E)[] ? Agreed<E>[]
  : { [K in keyof T as K extends AddedTo<T> ? never : K]: Agreed<T[K]> };
type Parameters_<P extends unknown[]> = { [I in keyof P]: Agreed<P[I]> };

type IsAny<T> = 0 extends 1 & T ? true : false;
/** Whether each type is assignable to the other. */
type Same<A, B> = IsAny<A> extends true ? false : IsAny<B> extends true ? false : [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** The exported types of both sides, paired by name. */
interface Pairs {
  BridgeOptions: [ours.BridgeOptions, contract.BridgeOptions];
  BridgeEvents: [ours.BridgeEvents, contract.BridgeEvents];
  WasmSource: [ours.WasmSource, contract.WasmSource];
  OcularOptions: [ours.OcularOptions, contract.OcularOptions];
  OcularOrderTrack: [ours.OcularOrderTrack, contract.OcularOrderTrack];
  DecimalInput: [ours.DecimalInput, contract.DecimalInput];
  BuyOrder: [ours.BuyOrder, contract.BuyOrder];
  BuyOrderItem: [ours.BuyOrderItem, contract.BuyOrderItem];
  BuyOrderState: [ours.BuyOrderState, contract.BuyOrderState];
  OcularResponse: [ours.OcularResponse, contract.OcularResponse];
  Detail: [ours.Detail, contract.Detail];
  ValidationReport: [ours.ValidationReport, contract.ValidationReport];
  Quote: [ours.Quote, contract.Quote];
  OneEntryOptions: [ours.OneEntryOptions, contract.OneEntryOptions];
  FormField: [ours.FormField, contract.FormField];
  OrderProduct: [ours.OrderProduct, contract.OrderProduct];
  GuestOrder: [ours.GuestOrder, contract.GuestOrder];
  PlaceOrderOptions: [ours.PlaceOrderOptions, contract.PlaceOrderOptions];
  CheckoutStep: [ours.CheckoutStep, contract.CheckoutStep];
  CheckoutResult: [ours.CheckoutResult, contract.CheckoutResult];
  Result: [ours.Result<string>, contract.Result<string>];
  Order: [ours.Order, contract.Order];
  PaymentSession: [ours.PaymentSession, contract.PaymentSession];
  OrderPreview: [ours.OrderPreview, contract.OrderPreview];
  PaymentAccount: [ours.PaymentAccount, contract.PaymentAccount];
  CheckoutForm: [ours.CheckoutForm, contract.CheckoutForm];
  CheckoutFormField: [ours.CheckoutFormField, contract.CheckoutFormField];
  PendingCheckout: [ours.PendingCheckout, contract.PendingCheckout];
  ProblemCode: [ours.ProblemCode, contract.ProblemCode];
  Problem: [ours.Problem, contract.Problem];
  Warning: [ours.Warning, contract.Warning];
  OrderBridgeError: [ours.OrderBridgeError, contract.OrderBridgeError];
  // Checked in `rest`: `on` is typed by event name, and form data is also accepted in the shapes of an order.
  GuestCheckout: [Omit<ours.GuestCheckout, 'validateForm'>, Omit<contract.GuestCheckout, 'validateForm'>];
  OrderBridge: [Omit<ours.OrderBridge, 'on' | 'guestCheckout' | Added['OrderBridge']>, Omit<contract.OrderBridge, 'on' | 'guestCheckout'>];
  loadOrderBridge: [Parameters<typeof ours.loadOrderBridge>, Parameters<typeof contract.loadOrderBridge>];
  isOrderBridgeError: [typeof ours.isOrderBridgeError, typeof contract.isOrderBridgeError];
  OrderBridgeKeys: [Exclude<keyof ours.OrderBridge, Added['OrderBridge']>, keyof contract.OrderBridge];
  GuestCheckoutKeys: [keyof ours.GuestCheckout, keyof contract.GuestCheckout];
}
type Different = { [K in keyof Pairs]: Same<Agreed<Pairs[K][0]>, Agreed<Pairs[K][1]>> extends true ? never : K }[keyof Pairs];
/** The compiler reports each type that differs as a property that is missing here. */
export const different: { [K in Different]: never } = {};

// Each addition exists, and only where it is listed: a stale entry does not compile.
type Extra<A, B> = Exclude<keyof A, keyof B>;
type Failed<T> = Extract<T, { ok: false }>;
type Unknown<T> = Extract<T, { outcome: 'unknown' }>;
export const additions: [
  Same<Exclude<ours.ProblemCode, contract.ProblemCode>, Added['ProblemCode']>,
  Same<Extra<ours.ValidationReport, contract.ValidationReport>, Added['ValidationReport']>,
  Same<Extra<ours.OrderBridge, contract.OrderBridge>, Added['OrderBridge']>,
  Same<Extra<ours.Problem, contract.Problem>, Added['Problem']>,
  Same<Extra<Failed<ours.Result<0>>, Failed<contract.Result<0>>>, Added['FailedResult']>,
  Same<Extra<Unknown<ours.CheckoutResult>, Unknown<contract.CheckoutResult>>, Added['UnknownOutcome']>,
  Same<Extra<ours.PendingCheckout, contract.PendingCheckout>, Added['PendingCheckout']>,
  Same<Extra<ours.CheckoutFormField, contract.CheckoutFormField>, Added['CheckoutFormField']>,
  Same<Extra<ours.BridgeEvents, contract.BridgeEvents>, Added['BridgeEvents']>,
  Same<Extra<ours.BridgeEvents['tracked'], contract.BridgeEvents['tracked']>, Added['Tracked']>,
] = [true, true, true, true, true, true, true, true, true, true];

// Checks what `Pairs` leaves out.
export async function rest(options: contract.BridgeOptions, form: contract.CheckoutForm): Promise<void> {
  const bridge: ours.OrderBridge = await ours.loadOrderBridge(options);
  const stop: () => void = bridge.on('step', (event: contract.BridgeEvents['step']) => void event);
  bridge.on('warning', (event: contract.Warning) => void event);
  bridge.on('tracked', ({ externalId }) => void (externalId satisfies contract.BridgeEvents['tracked']['externalId']));
  stop();
  const values = {} as Parameters<contract.GuestCheckout['validateForm']>[1];
  const fields = form.fields.map((field) => ({ ...field, isVisible: true }));
  bridge.guestCheckout.validateForm({ ...form, fields }, values) satisfies contract.ValidationReport;
}
