/** Helpers that build elements. Text is only ever inserted as text, so that Trusted Types have nothing to refuse. */

/**
 * Creates an element with attributes and children. `true` sets an empty attribute; `false`, `null` and `undefined` set none.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string)} children @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** @param {Record<string, any>} attributes @param {string} text @param {() => void} act */
export function button(attributes, text, act) {
  const element = make('button', { type: 'button', part: 'button', ...attributes }, text);
  element.addEventListener('click', act);
  return element;
}

/** A list of labelled values. @param {[id: string, label: string, value: (Node | string)[]][]} rows  An empty id sets none. */
export const facts = (rows) => make('dl', { part: 'facts' }, ...rows.map(([id, label, value]) =>
  make('div', {}, make('dt', {}, label), make('dd', { id: id || null }, ...value))));

/** Sets the text only if it has changed: a live region would announce it again. @param {any} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
