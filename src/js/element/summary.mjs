/** The error summary above the form, with a link to each field: the pattern of GOV.UK. */
import { make } from './dom.mjs';

export function createSummary() {
  const title = make('h2', { id: 'summary-title', part: 'title' });
  const body = make('div', {});
  const element = make('div', { class: 'card summary', part: 'summary', role: 'alert', tabindex: '-1', 'data-tone': 'bad', 'aria-labelledby': 'summary-title', hidden: true }, title, body);

  return {
    element,
    /** @param {string} heading @param {string[]} texts @param {[text: string, target: any][]} links */
    show(heading, texts, links) {
      title.textContent = heading;
      body.replaceChildren(
        ...texts.map((text) => make('p', {}, text)),
        ...(links.length > 0 ? [make('ul', {}, ...links.map(([text, target]) => {
          const link = make('a', { href: `#${target.id}`, part: 'link' }, text);
          // The browser does not follow a fragment link into a shadow root.
          link.addEventListener('click', (/** @type {Event} */ event) => {
            event.preventDefault();
            target.focus();
          });
          return make('li', {}, link);
        }))] : []));
      element.hidden = false;
      element.focus();
    },
    hide() {
      element.hidden = true;
      body.replaceChildren();
    },
    isShown: () => !element.hidden,
  };
}
