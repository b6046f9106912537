/** A guest checkout as a shop would write it: does as much as possible before the click, and handles the return from the payment. */
import { loadOrderBridge } from '/pkg/index.mjs';

const KEPT = 'checkout-page-order';
const CART = [{ productId: 10, quantity: 1 }];
const query = new URLSearchParams(location.search);
const at = (id) => document.getElementById(id);

addEventListener('error', ({ message }) => { document.documentElement.dataset.fault = message; });
addEventListener('unhandledrejection', ({ reason }) => { document.documentElement.dataset.fault = String(reason); });

const { servicesUrl, token } = await (await fetch('/services.json')).json();
const authData = [{ marker: 'email_reg', value: 'guest@onnentry.cloud' }, { marker: 'password_reg', value: '12345121334' }];
// The choice has to survive the visit to the payment page.
const guest = query.get('guest') ?? sessionStorage.getItem('guest') ?? 'anonymous';
sessionStorage.setItem('guest', guest);
const bridge = await loadOrderBridge({
  oneEntry: { url: servicesUrl, token, guest: guest === 'shared' ? { authData } : undefined },
  ocular: { baseUrl: `${servicesUrl}/api/product-management/v1` },
  onWarning: ({ code }) => { document.documentElement.dataset.warnings = `${document.documentElement.dataset.warnings ?? ''} ${code}`.trim(); },
});
const { prepare, preview, getAccounts, getForm, validateForm, placeOrder, reportPayment } = bridge.guestCheckout;

const kept = sessionStorage.getItem(KEPT);
if (query.has('payment') && kept) await showPayment(Number(kept));
else await showForm();
document.documentElement.dataset.ready = '1';

async function showPayment(orderId) {
  sessionStorage.removeItem(KEPT);
  at('order-number').textContent = String(orderId);
  const report = await reportPayment(orderId);
  at('payment').textContent = report.ok ? `${report.value.session.status}, ${report.value.tracking?.message ?? 'not received'}` : report.problem.message;
}

async function showForm() {
  const [form, accounts, price] = await Promise.all([getForm('guest_order'), getAccounts(), preview({ products: CART }), prepare()]);
  if (!form.ok || !accounts.ok || !price.ok) throw new Error(JSON.stringify([form, accounts, price]));
  at('total').textContent = `${price.value.totalDue} ${price.value.currency}`;
  for (const field of form.value.fields.filter(({ isVisible }) => isVisible)) at('fields').append(row(field));
  for (const { identifier, title } of accounts.value.filter(({ isVisible, isUsed }) => isVisible && isUsed)) at('account').append(new Option(title, identifier));
  at('order-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(form.value);
  });
  at('place-order').disabled = false;
}

function row({ marker, type, title, required }) {
  const label = document.createElement('label');
  const input = document.createElement('input');
  Object.assign(input, { id: marker, name: marker });
  input.dataset.type = type;
  label.htmlFor = marker;
  label.textContent = required ? `${title} *` : title;
  const error = document.createElement('span');
  error.id = `${marker}-error`;
  input.setAttribute('aria-describedby', error.id);
  const line = document.createElement('p');
  line.append(label, input, error);
  return line;
}

async function submit(form) {
  at('place-order').disabled = true;
  const inputs = [...at('fields').querySelectorAll('input')];
  const formData = inputs.filter(({ value }) => value !== '').map(({ name, value, dataset }) => ({ marker: name, type: dataset.type, value }));
  const { valid, detail } = validateForm(form, formData);
  for (const { name } of inputs) at(`${name}-error`).textContent = detail[name]?.[0] ?? '';
  if (!valid) {
    at('place-order').disabled = false;
    return;
  }
  const result = await placeOrder(
    { storage: 'guest_orders', formIdentifier: 'guest_order', paymentAccountIdentifier: at('account').value, formData, products: CART },
    {
      sessionStatus: at('account').value === 'cash' && query.has('status') ? 'guest_completed' : undefined,
      track: { items: [{ name: 'Linen tote bag', quantity: 1, price: '24.90', unit_price: true, currency: 'USD' }] },
    },
  );
  document.documentElement.dataset.outcome = result.outcome;
  if (result.outcome !== 'accepted') {
    at('message').textContent = result.problem.message;
    return;
  }
  at('order-number').textContent = String(result.order.id);
  at('message').textContent = result.problem?.message ?? '';
  if (result.paymentUrl) {
    sessionStorage.setItem(KEPT, String(result.order.id));
    Object.assign(at('pay-link'), { href: result.paymentUrl, hidden: false });
  }
}
