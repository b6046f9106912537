// What the calls around the order return, and which arguments they refuse.
import { loadOrderBridge, type CheckoutForm, type FormField, type OrderPreview } from 'order-bridge';

export async function use(values: FormField[]): Promise<void> {
  const { guestCheckout } = await loadOrderBridge({ oneEntry: { url: 'https://p.example', token: 't' } });
  await guestCheckout.prepare();
  await guestCheckout.prepare({ storage: 'guest_orders' });
  const price = await guestCheckout.preview({ products: [{ productId: 1, quantity: 1 }] }, { signal: AbortSignal.timeout(1) });
  if (price.ok) price.value satisfies OrderPreview;
  else price.detail?.['couponCode']?.join();
  const accounts = await guestCheckout.getAccounts();
  if (accounts.ok) accounts.value.map(({ id, identifier, type, title, isVisible, isUsed }) => [id, identifier, type, title, isVisible, isUsed]);
  const form = await guestCheckout.getForm('guest_order');
  if (form.ok) {
    form.value satisfies CheckoutForm;
    form.value.fields.filter(({ required, isVisible, options }) => required && isVisible && options[0]?.value);
    const { valid, detail } = guestCheckout.validateForm(form.value, values);
    if (!valid) detail['guest_name']?.join();
  }
  const report = await guestCheckout.reportPayment(90);
  if (report.ok) report.value.tracking?.statusCode satisfies 0 | 1 | 2 | undefined;
  else report.problem.retryAfterSeconds satisfies number | undefined;

  // @ts-expect-error a preview needs products
  await guestCheckout.preview({ couponCode: 'SPRING' });
  // @ts-expect-error merchant settings are not exposed
  if (accounts.ok) void accounts.value[0]?.settings;
  // @ts-expect-error a form comes from getForm
  guestCheckout.validateForm('guest_order', values);
  // @ts-expect-error an order's id is a number
  await guestCheckout.reportPayment('90');
}
