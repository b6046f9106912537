/** The simulated video attention: the hidden input that Ocular's widget would add to the page. */
import { byId, make } from './dom.mjs';

const NAME = 'ocular_session_id';

export function createAttention() {
  const input = make('input', { type: 'hidden', name: NAME });
  const toggle = byId('attention');
  const session = byId('attention-session');

  function follow() {
    input.value = session.value.trim();
    session.disabled = !toggle.checked;
    if (toggle.checked) byId('attention-place').append(input);
    else input.remove();
    byId('attention-state').textContent = toggle.checked
      ? `The page has the hidden input ${NAME}, so a placed order is reported.`
      : 'The page has no session, so a placed order is not reported.';
  }
  toggle.addEventListener('change', follow);
  session.addEventListener('input', follow);
  follow();
}
