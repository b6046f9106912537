// Runs an installation: announces it, runs it, saves the log, and reports a failure in one sentence.
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';
import { run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';

const SECONDS_BETWEEN_TRIES = 5;
const TRIES = 60;

/**
 * Runs one installation command. `byHand` completes the sentence "To install it yourself: …" in the error message.
 * `busy`: matches the command's output when another installation is running, so that a retry can succeed.
 */
export async function install({ label, estimate, command, args, byHand, log, busy, ...options }) {
  const path = join(root, 'target', 'setup-logs', `${log}.log`);
  await step(label, { estimate }, async (report) => {
    const attempt = () => run(command, args, { ...options, log: path, onLine: report });
    let { code, output } = await attempt();
    for (let tries = 1; code !== 0 && busy?.test(output) && tries < TRIES; tries += 1) {
      await setTimeout(SECONDS_BETWEEN_TRIES * 1000);
      ({ code, output } = await attempt());
    }
    if (code === 0) return;
    throw new Problem(`${label} failed: ${reason(output)}. To install it yourself: ${byHand}. Log: ${relative(root, path)}`);
  });
}

/** The most likely reason: the first line marked as an error, and the last line. */
function reason(output) {
  const lines = output.split(/\r?\n/).map((line) => line.trim().replace(/[.\s]+$/, '')).filter((line) => line && !/complete log of this run/.test(line));
  const error = lines.find((line) => /^(error\b|E:)|reason: /i.test(line));
  const said = [...new Set([error, lines.at(-1) ?? 'nothing'])].filter(Boolean).map((line) => `"${line.slice(0, 160)}"`);
  return `the output was ${said.join(' and ')}`;
}
