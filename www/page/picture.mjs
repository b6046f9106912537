/** A product's picture. Its name stands beside it, so it says nothing to a screen reader. */
import { make } from './dom.mjs';

/** Addresses without a picture: not asked for again. @type {Set<string>} */
const missing = new Set();

/** Nothing is shown where there is no picture. @param {string | null} address @param {number} size in pixels */
export function picture(address, size) {
  const isMissing = address === null || missing.has(address);
  const image = make('img', { class: 'picture', src: isMissing ? null : address, alt: '', width: size, height: size, hidden: isMissing });
  image.addEventListener('error', () => {
    missing.add(String(address));
    image.hidden = true;
  });
  return image;
}
