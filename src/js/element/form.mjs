/** The shopper's details, drawn from the project's form. Checked gently while typing and fully when ordering, never lost. */
import { make } from './dom.mjs';
import { canDraw, controlOf, defaultOf, purposeOf, submitted } from './fields.mjs';
import { load, save } from './memory.mjs';

/** @param {any} ctx */
export function createForm(ctx) {
  const legend = make('legend', {});
  const fields = make('div', { class: 'fields' });
  const element = make('fieldset', { part: 'fieldset' }, legend, fields);
  /** @type {any} */
  let form = null;
  /** @type {Map<string, { field: any, input: any, error: any, box: any }>} */
  const rows = new Map();
  /** The shopper's input by marker. It survives a change of language or bridge. @type {Record<string, string>} */
  let typed = ctx.host.keepValues ? load('values', {}) : {};
  /** What the fields were drawn from. They are drawn again only if this changes. */
  let drawn = '';
  /** @type {any[]} */
  let cannot = [];

  /** @param {string} marker @param {string} text */
  function complain(marker, text) {
    const row = rows.get(marker);
    if (!row) return;
    row.error.textContent = text;
    row.box.toggleAttribute('data-wrong', text !== '');
    if (text === '') row.input.removeAttribute('aria-invalid');
    else row.input.setAttribute('aria-invalid', 'true');
  }

  const values = () => [...[...rows.values()].map(({ field, input }) => submitted(field, input.value)), ...hidden().map((field) => submitted(field, defaultOf(field)))].filter(Boolean);
  const taken = () => [ctx.host.referenceMarker, ...others().map((/** @type {any} */ { marker }) => marker)];
  /** Hidden fields. Those with a default value are submitted. @returns {any[]} */
  const hidden = () => (form?.fields ?? []).filter((/** @type {any} */ field) => !field.isVisible && canDraw(field) && !taken().includes(field.marker));
  const others = () => ctx.host.formData;

  /** Error texts by marker, according to the bridge's rules. @returns {Record<string, string[]>} */
  const wrong = () => {
    // The checkout itself fills in the reference, so the shopper must not see an error about it.
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
    input.value = typed[field.marker] ?? defaultOf(field);
    const note = () => {
      typed[field.marker] = input.value;
      if (ctx.host.keepValues) save('values', typed);
      // An error disappears as soon as it is corrected.
      if (input.getAttribute('aria-invalid') === 'true') complain(field.marker, wrong()[field.marker]?.[0] ?? '');
    };
    // Some ways of filling in a form fire only `change`.
    for (const event of ['input', 'change']) input.addEventListener(event, note);
    input.addEventListener('blur', () => ctx.afterPress(() => {
      if (input.isConnected && input.value.trim() !== '') complain(field.marker, wrong()[field.marker]?.[0] ?? '');
    }));
    rows.set(field.marker, { field, input, error, box });
    return box;
  }

  return {
    element,
    /** @param {any} given from `getForm` */
    show(given) {
      form = given;
      const known = taken();
      const open = form.fields.filter((/** @type {any} */ field) => field.isVisible && !known.includes(field.marker));
      const from = JSON.stringify([ctx.language, ctx.host.purposes, open]);
      // Required fields that cannot be filled in here: the shopper's order would be refused.
      cannot = form.fields.filter((/** @type {any} */ field) => field.required && !known.includes(field.marker) && (field.isVisible ? !canDraw(field) : submitted(field, defaultOf(field)) === null));
      if (from === drawn) return { cannot };
      drawn = from;
      // Read from the controls, because a browser may fill them in without an event.
      for (const [marker, { input }] of rows) if (input.value !== '') typed[marker] = input.value;
      const { activeElement } = ctx.root;
      const focused = fields.contains(activeElement) ? activeElement : null;
      rows.clear();
      legend.textContent = ctx.words.details;
      fields.replaceChildren(...open.filter(canDraw).map(rowOf));
      if (focused) rows.get(focused.name)?.input.focus();
      return { cannot };
    },
    /** Clears the input, so that the next shopper does not see it. */
    clear() {
      typed = {};
      if (ctx.host.keepValues) save('values', null);
      for (const { field, input } of rows.values()) input.value = defaultOf(field);
    },
    /** Checks all fields and shows the errors. @returns {[text: string, target: any][]} */
    check() {
      const detail = wrong();
      for (const marker of rows.keys()) complain(marker, detail[marker]?.[0] ?? '');
      return listed(detail);
    },
    /** Shows the errors that the shop has returned. @param {Record<string, string[]>} detail @returns {[text: string, target: any][]} */
    refuse(detail) {
      for (const [marker, [text]] of Object.entries(detail)) complain(marker, text);
      return listed(detail);
    },
    values: () => [...values(), ...others()],
    /** @param {boolean} isBusy  Sets `readOnly`, not `disabled`, so that the control keeps the focus. */
    setBusy(isBusy) {
      for (const { input } of rows.values()) input.readOnly = isBusy;
    },
  };

  /** In the order of the form. @param {Record<string, string[]>} detail */
  function listed(detail) {
    return [...rows].filter(([marker]) => detail[marker]).map(([marker, { field, input }]) => /** @type {[string, any]} */ ([`${field.title}: ${detail[marker][0]}`, input]));
  }
}
