/**
 * Forms and their attributes. The attributes are deliberately out of order: clients must sort by position.
 * @typedef {{ marker: string, type: string, position: number, title: string, titles?: Record<string, string>, isVisible?: boolean,
 *   validators?: Record<string, any>, listTitles?: any[], additionalFields?: any[], intervals?: any[] }} Attribute
 */

const required = { requiredValidator: { strict: true } };
const length = (min, max) => ({ stringInspectionValidator: { stringMin: min, stringMax: max, stringLength: 0 } });

/** @type {Attribute[]} */
const guestOrder = [
  { marker: 'guest_phone', type: 'string', position: 2, title: 'Phone', titles: { es: 'Teléfono', pt: 'Telefone' }, validators: { ...required, ...length(5, 20) } },
  { marker: 'guest_name', type: 'string', position: 1, title: 'Name', titles: { es: 'Nombre', pt: 'Nome' }, validators: { ...required, ...length('2', '60') } },
  { marker: 'guest_email', type: 'string', position: 3, title: 'E-mail', titles: { es: 'Correo electrónico', pt: 'E-mail' }, validators: { ...required, emailInspectionValidator: true } },
  { marker: 'order_reference', type: 'string', position: 4, title: 'Reference', isVisible: false, validators: length(0, 100) },
];

/** @type {Attribute[]} */
const homeDelivery = [
  { marker: 'address', type: 'string', position: 4, title: 'Address', validators: { ...required, ...length(10, 100) } },
  { marker: 'full_name', type: 'string', position: 1, title: 'Full name', validators: { requiredValidator: {}, ...length(2, 60), trimValidator: true } },
  { marker: 'phone', type: 'string', position: 2, title: 'Phone', validators: { requiredValidator: { customErrorText: 'Please enter a phone number' }, ...length(9, 15), regExpValidator: { patternValue: '^\\+?[0-9]+$' } } },
  { marker: 'email', type: 'string', position: 3, title: 'E-mail', validators: { emailInspectionValidator: { customErrorText: 'Please enter an e-mail address' } } },
  { marker: 'floor', type: 'integer', position: 5, title: 'Floor', validators: { checkForNumberValidator: { integerOnly: true, minValue: -5, maxValue: 200 } } },
  { marker: 'people', type: 'integer', position: 6, title: 'People', validators: { ...required } },
  { marker: 'method', type: 'list', position: 7, title: 'Method', validators: required, listTitles: [
    { title: 'Courier', value: 'courier', position: 1, extended: { type: 'string', value: '4.99' } },
    { title: 'Pick-up', value: 'pickup', position: 2, extended: { type: null, value: null } },
  ] },
  { marker: 'colour', type: 'radioButton', position: 8, title: 'Colour', listTitles: [] },
  { marker: 'slot', type: 'timeInterval', position: 9, title: 'Delivery time' },
  { marker: 'day', type: 'date', position: 10, title: 'Day' },
  { marker: 'comment', type: 'text', position: 11, title: 'Comment' },
  { marker: 'locker', type: 'entity', position: 12, title: 'Locker' },
  { marker: 'photo', type: 'file', position: 13, title: 'Photo', additionalFields: [{ marker: 'hint', type: 'string', value: 'Of the door' }] },
];

/** @type {Attribute[]} */
const protectedOrder = [
  { marker: 'guest_name', type: 'string', position: 1, title: 'Name', validators: required },
  { marker: 'captcha', type: 'spam', position: 2, title: 'Captcha' },
];

export const forms = [
  { id: 9, identifier: 'guest_order', type: 'order', title: 'Guest order', set: 'guest_order_set', attributes: guestOrder },
  { id: 10, identifier: 'checkout_home_guest', type: 'order', title: 'Delivery', set: 'home_guest_set', attributes: homeDelivery },
  { id: 11, identifier: 'protected_order', type: 'order', title: 'Protected order', set: 'protected_set', attributes: protectedOrder },
  { id: 12, identifier: 'contact', type: 'data', title: 'Contact', set: 'contact_set', attributes: [{ marker: 'guest_name', type: 'string', position: 1, title: 'Name' }] },
  { id: 13, identifier: 'reg', type: 'sing_in_up', title: 'Registration', set: 'reg_set', attributes: [] },
];
