/**
 * Applies a fault around the action of a route.
 * @typedef {import('./answer.mjs').Answer} Answer
 * @typedef {{ end: 'answer' | 'reset' | 'hang', answer?: Answer, broken?: boolean, cors?: boolean }} Ending
 */
import { html } from './answer.mjs';

const SLOW_MS = 1000;
const LATE_MS = 1000;

/**
 * @param {import('./faults.mjs').Fault | null} fault
 * @param {() => Answer} act
 * @param {object} tools
 * @param {(ms: number) => Promise<void>} tools.wait
 * @param {(ms: number, act: () => unknown) => void} tools.later
 * @param {(status: number, message: string | undefined) => Answer} tools.errorOf  The service's own error answer.
 * @returns {Promise<Ending>}
 */
export async function faulty(fault, act, tools) {
  const answered = (answer, more) => ({ end: 'answer', answer, cors: fault?.cors, ...more });
  const actIf = (standard) => { if (fault.commit ?? standard) act(); };
  switch (fault?.fault) {
    case 'slow': {
      const early = fault.commit ? act() : null;
      await tools.wait(fault.ms ?? SLOW_MS);
      return answered(early ?? act());
    }
    case 'hang':
      actIf(false);
      return { end: 'hang' };
    case 'refused':
    case 'reset-before':
      return { end: 'reset' };
    case 'lost-after-commit':
      act();
      return { end: 'reset' };
    case 'truncated': {
      const whole = act();
      return answered({ ...whole, text: whole.text.slice(0, Math.ceil(whole.text.length / 2)) }, { broken: fault.broken === true });
    }
    case 'bad-json':
      actIf(true);
      return answered({ status: 200, text: '{"id":90,', headers: { 'content-type': 'application/json' } });
    case 'html-200':
      actIf(false);
      return answered(html('<!doctype html><title>Sign in to the network</title><p>Please sign in.'));
    case 'empty-200':
      actIf(true);
      return answered({ status: 200, text: '', headers: {} });
    case 'status':
      actIf(false);
      return answered(statusAnswer(fault, 500, tools));
    case 'status-after-commit':
      act();
      return answered(statusAnswer(fault, 500, tools));
    case 'late-commit':
      tools.later(fault.ms ?? LATE_MS, act);
      if (fault.end === 'reset' || fault.end === 'hang') return { end: fault.end };
      return answered(statusAnswer(fault, 504, tools));
    case 'redirect':
      actIf(false);
      return answered({ status: fault.status ?? 307, text: '', headers: { location: fault.to } });
    case 'no-cors':
      return answered(act(), { cors: false });
    default:
      return answered(act());
  }
}

function statusAnswer(fault, standard, { errorOf }) {
  const status = fault.status ?? standard;
  const answer = errorOf(status, fault.message);
  if (typeof fault.body === 'string') Object.assign(answer, { text: fault.body, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  else if (fault.body !== undefined) answer.text = JSON.stringify(fault.body);
  if (fault.retryAfter !== undefined) answer.headers['retry-after'] = String(fault.retryAfter);
  Object.assign(answer.headers, fault.headers);
  return answer;
}
