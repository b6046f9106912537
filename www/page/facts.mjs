/** Small pieces of panels: named facts, and a text to copy. */
import { button, make } from './dom.mjs';

/** Shown for as long on the button. */
const COPIED_MS = 4000;

/** @param {[id: string, label: string, value: (Node | string)[]][]} rows  An empty id sets none. */
export const facts = (rows) => make('dl', {}, ...rows.map(([id, label, value]) =>
  make('div', {}, make('dt', {}, label), make('dd', { id: id || null }, ...value))));

/** A text with a button that copies it; where that is forbidden it is selected. @param {string} text */
export function copyText(text) {
  const code = make('code', { class: 'reference' }, text);
  const told = make('span', { class: 'soft', role: 'status' });
  /** @param {string} words */
  const tell = (words) => {
    told.textContent = words;
    setTimeout(() => { if (told.textContent === words) told.textContent = ''; }, COPIED_MS);
  };
  const copy = button({ class: 'copy', 'aria-label': 'Copy the reference' }, 'Copy', async () => {
    try {
      await navigator.clipboard.writeText(text);
      tell('Copied.');
    } catch {
      getSelection()?.selectAllChildren(code);
      tell('Selected: copy it with Ctrl+C or ⌘C.');
    }
  });
  return make('span', { class: 'copied' }, code, copy, told);
}
