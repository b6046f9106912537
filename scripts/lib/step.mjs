// Shows the progress of one long step: its name, the expected time, signs of activity, and the time it took.
const terminal = process.stdout.isTTY;
const SECONDS_BETWEEN_LINES = 15;

export function duration(seconds) {
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  const digits = seconds < 10 && !Number.isInteger(seconds) ? 1 : 0;
  return `${seconds.toFixed(digits)} s`;
}

/**
 * Runs `work(report)`; `report(line)` shows what it is currently doing.
 * `failed`: called at the end, for work that can fail without throwing.
 */
export async function step(label, { estimate, failed = () => false }, work) {
  if (estimate) console.log(`• ${label} (about ${duration(estimate)} on two cores)`);
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  let now = '';
  const clock = setInterval(() => tick(label, elapsed(), now), (terminal ? 1 : SECONDS_BETWEEN_LINES) * 1000);
  try {
    const result = await work((line) => (now = line.trim()));
    clearLine();
    console.log(`${failed() ? '✗' : '✓'} ${label} (${duration(elapsed())})`);
    return result;
  } catch (error) {
    clearLine();
    throw error;
  } finally {
    clearInterval(clock);
  }
}

function tick(label, seconds, now) {
  const text = `  … ${label}: ${duration(Math.round(seconds))}${now ? `, ${now}` : ''}`;
  if (!terminal) return console.log(text);
  clearLine();
  process.stdout.write(text.slice(0, (process.stdout.columns || 80) - 1));
}

function clearLine() {
  if (terminal) process.stdout.write('\r\x1b[K');
}
