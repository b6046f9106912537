/** The element's texts in English, Spanish and Portuguese. While an order's outcome is unknown, no text suggests another order. */
import { en } from './words/en.mjs';
import { es } from './words/es.mjs';
import { pt } from './words/pt.mjs';

const TABLES = { en, es, pt };

/**
 * The first requested language that is available, otherwise English.
 * @param {(string | null | undefined)[]} wishes @returns {{ language: string, words: typeof en }}
 */
export function wordsFor(wishes) {
  for (const wish of wishes) {
    const primary = String(wish ?? '').split(/[-_]/)[0].toLowerCase();
    // The region is kept: it determines how sums and dates are written.
    if (primary in TABLES) return { language: String(wish).replace('_', '-'), words: TABLES[/** @type {keyof typeof TABLES} */ (primary)] };
  }
  return { language: 'en', words: en };
}
