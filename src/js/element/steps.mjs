/** The steps of a checkout as they happen, and a live region that announces them to screen readers. */
import { make, say } from './dom.mjs';

const LONG_MS = 3000;

/** @param {any} ctx */
export function createSteps(ctx) {
  const list = make('ol', { class: 'steps', part: 'steps', hidden: true });
  const line = make('p', { class: 'status', role: 'status', part: 'status' });
  /** @type {Map<string, any>} */
  const rows = new Map();
  /** @type {any} */
  let later;

  /** @param {string} text @param {boolean} [isBusy]  After a while, the line adds that it takes longer than usual. */
  function announce(text, isBusy = false) {
    if (isBusy && line.textContent.startsWith(text)) return;
    clearTimeout(later);
    say(line, text);
    if (isBusy) later = setTimeout(() => say(line, `${text} ${ctx.words.takesLong}`), LONG_MS);
  }

  return {
    list,
    line,
    announce,
    begin() {
      rows.clear();
      list.replaceChildren();
      list.hidden = false;
    },
    /** Shows a step event of the bridge. @param {{ step: string, state: string }} event */
    follow({ step, state }) {
      const names = ctx.words.steps[step];
      if (!names) return;
      let row = rows.get(step);
      if (!row) {
        row = make('li', { 'data-step': step }, make('span', {}, names[0]), make('span', { class: 'soft' }));
        rows.set(step, row);
        list.append(row);
      }
      row.dataset.state = state;
      row.lastChild.textContent = ctx.words.stepStates[state];
      // Steps overlap: announces the last one that is still under way.
      const running = [...rows].filter(([, { dataset }]) => dataset.state === 'start').pop()?.[0];
      if (running) announce(ctx.words.steps[running][1], true);
    },
    /** @param {string} step @param {string} state */
    mark(step, state) {
      const row = rows.get(step);
      if (!row) return;
      row.dataset.state = state;
      row.lastChild.textContent = ctx.words.stepStates[state];
    },
    hide() {
      list.hidden = true;
    },
    stop: () => clearTimeout(later),
  };
}
