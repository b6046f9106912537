/** A product's picture. The name is next to it, so the picture has an empty `alt`. */
import { make } from './dom.mjs';

/** Addresses that failed to load and are not requested again. @type {Set<string>} */
const missing = new Set();

/** Creates the picture, hidden if there is none. @param {string | null} address @param {number} size in pixels */
export function picture(address, size) {
  const isMissing = address === null || missing.has(address);
  const image = make('img', { class: 'picture', src: isMissing ? null : address, alt: '', width: size, height: size, hidden: isMissing });
  image.addEventListener('error', () => {
    missing.add(String(address));
    image.hidden = true;
  });
  return image;
}
