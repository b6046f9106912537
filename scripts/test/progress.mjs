// Shows which suites are running, for how long, and what each is currently doing.
import { duration } from '../lib/step.mjs';

const terminal = process.stdout.isTTY;
const SECONDS_BETWEEN_LINES = 15;

export function createProgress() {
  const running = new Map();
  const clock = setInterval(tick, (terminal ? 1 : SECONDS_BETWEEN_LINES) * 1000);

  function tick() {
    const text = [...running].map(([name, { started, now }]) => `${name}: ${duration(Math.round((performance.now() - started) / 1000))}${now ? `, ${now}` : ''}`);
    if (!terminal) return text.forEach((line) => console.log(`  … ${line}`));
    clearLine();
    process.stdout.write(`  … ${text.join(' | ')}`.slice(0, (process.stdout.columns || 80) - 1));
  }

  return {
    /** Runs `work(report)`, whose result has a `result`. @template T @param {string} name @param {(report: (line: string) => void) => Promise<T>} work */
    async of(name, work) {
      const entry = { started: performance.now(), now: '' };
      running.set(name, entry);
      const outcome = await work((line) => { entry.now = line.trim(); });
      running.delete(name);
      clearLine();
      const sign = { passed: '✓', failed: '✗' }[outcome.result] ?? '-';
      console.log(`${sign} ${name} (${duration((performance.now() - entry.started) / 1000)})`);
      return outcome;
    },
    end: () => { clearInterval(clock); clearLine(); },
  };
}

function clearLine() {
  if (terminal) process.stdout.write('\r\x1b[K');
}
