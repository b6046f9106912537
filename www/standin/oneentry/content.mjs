/** Forms, products and the test routes: readable by everybody. */
import { json, Refusal } from '../answer.mjs';
import { demandId, localized, page, titleOf } from './body.mjs';
import { signPrice } from './prices.mjs';

export function listForms({ world, query }) {
  return json(200, { items: page(world.forms, query).map((form) => formView(world, query, form)), total: world.forms.length });
}

export function getForm({ world, query, params }) {
  const form = world.forms.find((candidate) => candidate.identifier === params.marker);
  if (!form) throw new Refusal(404, 'Form not found');
  return json(200, formView(world, query, form));
}

export function getProduct({ world, query, params }) {
  const id = demandId(params.id);
  const product = world.products.find((candidate) => candidate.id === id);
  if (!product) throw new Refusal(404, `Product ${id} not found`);
  return json(200, productView(world, query, product));
}

/** Unknown ids are omitted from the answer. */
export function getProducts({ world, caller, query }) {
  const ids = (query.get('ids') ?? '').split(',').filter(Boolean).map(demandId);
  const found = ids.map((id) => world.products.find((product) => product.id === id)).filter(Boolean);
  const most = caller.kind === 'user' ? Infinity : world.settings.guestListLimit;
  return json(200, found.slice(0, most).map((product) => productView(world, query, product)));
}

export function test404() {
  throw new Refusal(404, 'Not Found');
}

export function test500() {
  throw new Refusal(500, 'Internal server error');
}

function formView(world, query, form) {
  const money = ['price', 'currency'].map((marker, i) => ({ marker, type: 'string', position: 90 + i, title: marker }));
  const attributes = world.settings.formListsMoney && form.type === 'order' ? [...form.attributes, ...money] : form.attributes;
  return {
    id: form.id,
    identifier: form.identifier,
    type: form.type,
    processingType: 'db',
    position: 1,
    attributeSetId: 12,
    templateId: null,
    version: 0,
    localizeInfos: localized(world, query, { title: form.title, successMessage: 'Thank you', unsuccessMessage: 'That failed' }),
    attributes: attributes.length === 0 ? {} : attributes.map((attribute) => attributeView(world, query, attribute)),
  };
}

function attributeView(world, query, attribute) {
  const { marker, type, position, isVisible, validators, listTitles, additionalFields } = attribute;
  return {
    marker,
    type,
    position,
    ...(isVisible !== undefined && { isVisible }),
    localizeInfos: localized(world, query, { title: titleOf(query, attribute) }),
    initialValue: null,
    listTitles: listTitles ?? [],
    additionalFields: additionalFields ?? [],
    validators: validators ?? {},
    settings: {},
    isLogin: null,
    isSignUp: null,
    isPassword: null,
    isSignUpRequired: null,
    isNotificationEmail: null,
    isNotificationPhonePush: null,
    isNotificationPhoneSMS: null,
  };
}

function productView(world, query, product) {
  const storage = world.storages.find((candidate) => candidate.identifier === query.get('signPrice'));
  const inStock = product.stock > 0;
  return {
    id: product.id,
    localizeInfos: localized(world, query, { title: titleOf(query, product) }),
    price: product.price,
    sku: product.sku,
    position: product.position,
    isVisible: true,
    isSync: false,
    categories: [],
    additional: { prices: { min: product.price, max: product.price } },
    attributeSetIdentifier: 'product_set',
    statusIdentifier: inStock ? 'in_stock' : 'out_of_stock',
    statusLocalizeInfos: localized(world, query, { title: inStock ? 'In stock' : 'Out of stock' }),
    attributeValues: { stock: { type: 'integer', value: product.stock, position: 2, additionalFields: {} } },
    ...(storage && { signedPrice: signPrice(world, product, storage) }),
  };
}
