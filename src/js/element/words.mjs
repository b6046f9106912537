/** What the element says, in English, Spanish and Portuguese. While an order's outcome is not known, nothing asks for another. */
import { en } from './words/en.mjs';
import { es } from './words/es.mjs';
import { pt } from './words/pt.mjs';

const TABLES = { en, es, pt };

/** The first wish that there are words for; English is the last resort. @param {(string | null | undefined)[]} wishes @returns {{ language: string, words: typeof en }} */
export function wordsFor(wishes) {
  for (const wish of wishes) {
    const primary = String(wish ?? '').split(/[-_]/)[0].toLowerCase();
    // The region stays: it says how sums and dates are written.
    if (primary in TABLES) return { language: String(wish).replace('_', '-'), words: TABLES[/** @type {keyof typeof TABLES} */ (primary)] };
  }
  return { language: 'en', words: en };
}
