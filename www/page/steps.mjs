/** The steps of the documented scenario, each with its state as it changes. */
import { byId, make } from './dom.mjs';

/** @typedef {'auth' | 'createOrder' | 'createSession' | 'updateSession' | 'getSession' | 'track'} Step */
/** @typedef {'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'unsure'} State */

/** @type {Record<Step, [title: string, call: string, busy: string]>} */
const STEPS = {
  auth: ['Sign the guest in', 'auth', 'Signing the guest in…'],
  createOrder: ['Create the order', 'createOrder', 'Creating the order…'],
  createSession: ['Open the payment session', 'createSession', 'Opening the payment session…'],
  updateSession: ['Write its status', 'updateSessionById', 'Writing the session’s status…'],
  getSession: ['Read its state', 'getSessionByOrderId', 'Reading the session’s state…'],
  track: ['Report to Ocular', 'setBuyOrder', 'Reporting the order…'],
};
/** @type {Record<State, string>} */
const WORDS = { waiting: '', running: 'running', done: 'done', failed: 'failed', skipped: 'not needed', unsure: 'no answer' };
/** @type {Record<string, State>} */
const STATE_OF_EVENT = { start: 'running', done: 'done', failed: 'failed' };

/** @param {(text: string) => void} onBusy told what is going on */
export function createSteps(onBusy) {
  const rows = /** @type {Record<Step, { element: any, state: any, since: number }>} */ ({});
  for (const [step, [title, call]] of Object.entries(STEPS)) {
    const state = make('span', { class: 'state' });
    const element = make('li', { 'data-step': step, 'data-state': 'waiting' }, make('span', { class: 'title' }, title), make('code', {}, call), state);
    rows[/** @type {Step} */ (step)] = { element, state, since: 0 };
  }
  byId('steps').replaceChildren(...Object.values(rows).map(({ element }) => element));

  /** @param {Step} step @param {State} state @param {string} [note] */
  function set(step, state, note = WORDS[state]) {
    const row = rows[step];
    row.element.dataset.state = state;
    row.state.textContent = note;
  }

  return {
    set,
    /** All steps are ahead, but for those that this checkout does not have. @param {Partial<Record<Step, string>>} notNeeded */
    begin(notNeeded) {
      for (const step of /** @type {Step[]} */ (Object.keys(rows))) {
        const why = notNeeded[step];
        set(step, why === undefined ? 'waiting' : 'skipped', why);
      }
    },
    /** An event of the bridge. @param {{ step: string, state: string }} event */
    tell({ step, state }) {
      const row = rows[/** @type {Step} */ (step)];
      if (!row) return;
      if (step === 'createOrder' && rows.auth.element.dataset.state === 'waiting') set('auth', 'done', 'still signed in');
      if (state === 'start') {
        row.since = performance.now();
        onBusy(STEPS[/** @type {Step} */ (step)][2]);
      }
      const took = state === 'done' ? `, ${seconds(performance.now() - row.since)}` : '';
      set(/** @type {Step} */ (step), STATE_OF_EVENT[state], WORDS[STATE_OF_EVENT[state]] + took);
    },
    /** What is still ahead will not come. */
    end() {
      for (const step of /** @type {Step[]} */ (Object.keys(rows))) {
        if (rows[step].element.dataset.state === 'waiting') set(step, 'skipped', 'not reached');
      }
    },
  };
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(ms < 95 ? 2 : 1)} s`;
