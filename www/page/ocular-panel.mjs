/** The simulated video attention: the hidden input that Ocular's widget would put into the cart, and the last report. */
import { byId, make } from './dom.mjs';
import { trackingWords } from './words.mjs';

const NAME = 'ocular_session_id';

export function createOcularPanel() {
  const input = make('input', { type: 'hidden', name: NAME });
  const toggle = byId('ocular-switch');
  const session = byId('ocular-session');

  function follow() {
    input.value = session.value.trim();
    session.disabled = !toggle.checked;
    if (toggle.checked) byId('order-form').append(input);
    else input.remove();
    byId('ocular-state').textContent = toggle.checked
      ? `The cart form holds the hidden input ${NAME}: a placed order is reported.`
      : 'The cart form holds no session: a placed order is not reported.';
  }
  toggle.addEventListener('change', follow);
  session.addEventListener('input', follow);
  follow();

  return {
    /** @param {number} order @param {any[]} items @param {any} tracking */
    show(order, items, tracking) {
      const { tone, text } = trackingWords(tracking, String(order));
      const wasSent = tracking !== null && tracking.code !== 'NO_OCULAR_SESSION';
      byId('ocular-report').replaceChildren(
        make('p', { class: tone }, text),
        ...(wasSent ? [json('What was reported', { external_id: String(order), items }), json('What Ocular answered', tracking)] : []));
    },
  };
}

/** @param {string} title @param {unknown} value */
const json = (title, value) => make('details', {}, make('summary', {}, title), make('pre', { tabindex: '0' }, JSON.stringify(value, null, 2)));
