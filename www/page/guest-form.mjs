/** The guest's details: checked gently while typing, fully on ordering, never lost. */
import { byId } from './dom.mjs';
import { keep, recall } from './keep.mjs';

/** @typedef {'guest_name' | 'guest_phone' | 'guest_email'} FieldId */

/** What is wrong with a value, or an empty text. @type {Record<FieldId, (value: string) => string>} */
const RULES = {
  guest_name: (value) => (value === '' ? 'Enter your name.' : [...value].length < 2 ? 'Enter your name with at least 2 letters.' : [...value].length > 60 ? 'Enter your name with at most 60 letters.' : ''),
  guest_phone: (value) => (value === '' ? 'Enter a phone number.' : /^\+?[\d\s()./-]{5,20}$/.test(value) ? '' : 'Enter a phone number such as +1 800 500 0500.'),
  guest_email: (value) => (value === '' ? 'Enter an e-mail address.' : /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? '' : 'Enter an e-mail address such as name@example.com.'),
};
const FIELDS = /** @type {FieldId[]} */ (Object.keys(RULES));

/** The documentation's own example. @type {Record<FieldId, string>} */
const SAMPLE = { guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' };

export function createGuestForm() {
  const input = (/** @type {FieldId} */ id) => byId(id);
  const value = (/** @type {FieldId} */ id) => input(id).value.trim();

  /** @param {FieldId} id @param {string} text */
  function complain(id, text) {
    byId(`${id}-error`).textContent = text;
    if (text === '') input(id).removeAttribute('aria-invalid');
    else input(id).setAttribute('aria-invalid', 'true');
  }

  const keepValues = () => keep('guest', Object.fromEntries(FIELDS.map((id) => [id, input(id).value])));

  const kept = recall('guest', /** @type {Partial<Record<FieldId, string>>} */ ({}));
  for (const id of FIELDS) {
    input(id).value = kept[id] ?? input(id).value;
    // An error goes as soon as it is mended. It comes when a filled field is left for another one, and not when it is
    // left for a button: text that appears between press and release would move the button away from the pointer.
    input(id).addEventListener('input', () => {
      keepValues();
      if (input(id).getAttribute('aria-invalid') === 'true') complain(id, RULES[id](value(id)));
    });
    input(id).addEventListener('blur', (/** @type {FocusEvent} */ { relatedTarget }) => {
      const isMovingOn = FIELDS.some((other) => input(other) === relatedTarget);
      if (isMovingOn && value(id) !== '') complain(id, RULES[id](value(id)));
    });
  }
  byId('sample').addEventListener('click', () => {
    for (const id of FIELDS) {
      input(id).value = SAMPLE[id];
      complain(id, '');
    }
    keepValues();
  });

  return {
    /** Shows what is wrong. @returns {FieldId[]} the fields to mend */
    check() {
      return FIELDS.filter((id) => {
        const text = RULES[id](value(id));
        complain(id, text);
        return text !== '';
      });
    },
    /** Shows what the shop refused. @param {Record<string, string[]>} detail by marker @param {Record<FieldId, string>} markers @returns {FieldId[]} */
    refuse(detail, markers) {
      return FIELDS.filter((id) => {
        const refused = Object.hasOwn(detail, markers[id]);
        if (refused) complain(id, 'The shop did not accept this. Please check it.');
        return refused;
      });
    },
    /** @param {FieldId} id */
    focus: (id) => input(id).focus(),
    /** @param {Record<FieldId, string>} markers */
    formData: (markers) => FIELDS.map((id) => ({ marker: markers[id], type: 'string', value: value(id) })),
  };
}
