/** The shopper's details: drawn from the project's form, checked gently while typing, fully on ordering, never lost. */
import { make } from './dom.mjs';
import { canDraw, controlOf, purposeOf, submitted } from './fields.mjs';
import { keep, recall } from './memory.mjs';

/** @param {any} ctx */
export function createForm(ctx) {
  const legend = make('legend', {});
  const fields = make('div', { class: 'fields' });
  const element = make('fieldset', { part: 'fieldset' }, legend, fields);
  /** @type {any} */
  let form = null;
  /** @type {Map<string, { field: any, input: any, error: any, box: any }>} */
  const rows = new Map();
  /** What was typed, by marker: outlives another language and another bridge. @type {Record<string, string>} */
  const typed = ctx.host.keepValues ? recall('values', {}) : {};

  /** @param {string} marker @param {string} text */
  function complain(marker, text) {
    const row = rows.get(marker);
    if (!row) return;
    row.error.textContent = text;
    row.box.toggleAttribute('data-wrong', text !== '');
    if (text === '') row.input.removeAttribute('aria-invalid');
    else row.input.setAttribute('aria-invalid', 'true');
  }

  const values = () => [...rows.values()].map(({ field, input }) => submitted(field, input.value)).filter(Boolean);
  const others = () => ctx.host.formData;

  /** Texts by marker; the rules are the bridge's. @returns {Record<string, string[]>} */
  const wrong = () => {
    // What the checkout itself fills in is no business of the shopper.
    const own = ctx.host.referenceMarker ? [{ marker: ctx.host.referenceMarker, type: 'string', value: '00000000-0000-4000-8000-000000000000' }] : [];
    return ctx.bridge.guestCheckout.validateForm(form, [...values(), ...others(), ...own]).detail;
  };

  /** @param {any} field */
  function rowOf(field) {
    const id = `field-${field.marker}`;
    const purpose = purposeOf(field, ctx.host.purposes);
    const input = controlOf(field, id, purpose, ctx.words.choose);
    const hintText = purpose?.endsWith('tel') ? ctx.words.telHint : '';
    const hint = hintText ? make('p', { id: `${id}-hint`, class: 'soft', part: 'hint' }, hintText) : null;
    const error = make('p', { id: `${id}-error`, class: 'error', part: 'error' });
    const label = make('label', { for: id, part: 'label' }, field.title, ...(field.required ? [] : [make('span', { class: 'soft' }, ` ${ctx.words.optional}`)]));
    input.setAttribute('aria-describedby', `${hint ? `${hint.id} ` : ''}${error.id}`);
    const box = make('div', { class: 'field', part: 'field' }, label, ...(hint ? [hint] : []), error, input);
    input.value = typed[field.marker] ?? '';
    input.addEventListener('input', () => {
      typed[field.marker] = input.value;
      if (ctx.host.keepValues) keep('values', typed);
      // An error goes as soon as it is mended.
      if (input.getAttribute('aria-invalid') === 'true') complain(field.marker, wrong()[field.marker]?.[0] ?? '');
    });
    input.addEventListener('blur', () => ctx.afterPress(() => {
      if (input.isConnected && input.value.trim() !== '') complain(field.marker, wrong()[field.marker]?.[0] ?? '');
    }));
    rows.set(field.marker, { field, input, error, box });
    return box;
  }

  return {
    element,
    /** @param {any} given of getForm */
    show(given) {
      form = given;
      rows.clear();
      legend.textContent = ctx.words.details;
      const taken = [ctx.host.referenceMarker, ...others().map((/** @type {any} */ { marker }) => marker)];
      const open = form.fields.filter((/** @type {any} */ field) => field.isVisible && !taken.includes(field.marker));
      fields.replaceChildren(...open.filter(canDraw).map(rowOf));
      return { cannot: open.filter((/** @type {any} */ field) => !canDraw(field) && field.required) };
    },
    /** Shows what is wrong. @returns {[text: string, target: any][]} */
    check() {
      const detail = wrong();
      for (const marker of rows.keys()) complain(marker, detail[marker]?.[0] ?? '');
      return listed(detail);
    },
    /** Shows what the shop refused. @param {Record<string, string[]>} detail @returns {[text: string, target: any][]} */
    refuse(detail) {
      for (const [marker, [text]] of Object.entries(detail)) complain(marker, text);
      return listed(detail);
    },
    values: () => [...values(), ...others()],
    /** @param {boolean} isBusy  Not `disabled`: a control under way keeps the focus. */
    setBusy(isBusy) {
      for (const { input } of rows.values()) input.readOnly = isBusy;
    },
  };

  /** In the order of the form. @param {Record<string, string[]>} detail */
  function listed(detail) {
    return [...rows].filter(([marker]) => detail[marker]).map(([marker, { field, input }]) => /** @type {[string, any]} */ ([`${field.title}: ${detail[marker][0]}`, input]));
  }
}
