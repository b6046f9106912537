/** An order as returned by reads: products by `id`, sums as strings, form data of the requested locale only. */
import { statuses } from '../data/storages.mjs';
import { localized } from './body.mjs';
import { currentSession } from './sessions.mjs';

const PAYMENT_STATUS = { waiting: 'inProgress-payment', completed: 'completed-payment', canceled: 'canceled-payment', expired: 'expired-payment' };

export function orderView(world, query, value, asOf) {
  const form = world.forms.find((candidate) => candidate.identifier === value.formIdentifier);
  const account = world.accounts.find((candidate) => candidate.identifier === value.paymentAccountIdentifier);
  const status = statuses.find((candidate) => candidate.identifier === value.statusIdentifier);
  const session = currentSession(world, value.id, asOf);
  return {
    id: value.id,
    storageId: value.storageId,
    createdDate: value.createdDate,
    statusIdentifier: value.statusIdentifier,
    statusLocalizeInfos: localized(world, query, { title: status.title }),
    fulfillmentStatusIdentifier: null,
    paymentStatusIdentifier: PAYMENT_STATUS[session?.status] ?? null,
    formIdentifier: value.formIdentifier,
    attributeSetIdentifier: form.set,
    formData: value.formData[query.get('langCode') ?? 'en_US'] ?? [],
    totalSum: value.totalSum.toFixed(2),
    currency: world.settings.currency,
    paymentAccountIdentifier: value.paymentAccountIdentifier,
    paymentAccountLocalizeInfos: localized(world, query, { title: account.title }),
    paymentUrl: session?.paymentUrl ?? null,
    isCompleted: value.isCompleted,
    products: value.lines.map(({ productId, quantity, price }) => {
      const product = world.products.find((candidate) => candidate.id === productId);
      return { id: productId, title: product.title, sku: product.sku, previewImage: null, price, quantity, isGift: false };
    }),
  };
}
