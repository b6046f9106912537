// Starts a program, captures its output, and enforces a time limit.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { root } from './paths.mjs';

const windows = process.platform === 'win32';
const groups = new Set();
const SECONDS_FOR_LAST_OUTPUT = 5;

/**
 * Resolves with `{ code, output, seconds, timedOut }`, even when the program fails or does not exist.
 * `log`: a file for the whole output. `onLine`: called with each line as it is printed.
 * `limit`: seconds after which the program and everything it started are killed.
 */
export function run(command, args, { cwd = root, env = process.env, log, onLine, limit, stdin = 'ignore' } = {}) {
  const started = performance.now();
  const file = log && openLog(log, [command, ...args]);
  // Only programs with a limit get their own process group: a new group loses the terminal, which sudo needs.
  const ownGroup = limit !== undefined && !windows;
  const child = spawn(command, args, { cwd, env, stdio: [stdin, 'pipe', 'pipe'], detached: ownGroup });
  if (ownGroup && child.pid) groups.add(child.pid);

  let output = '';
  let timedOut = false;
  const timer = limit && setTimeout(() => ((timedOut = true), end(child, ownGroup)), limit * 1000);

  for (const stream of [child.stdout, child.stderr]) {
    const lines = splitLines(onLine);
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      file?.write(text);
      lines(text);
    });
  }
  return new Promise((resolve) => {
    const finish = (code) => {
      clearTimeout(timer);
      groups.delete(child.pid);
      const result = { code, output, timedOut, seconds: (performance.now() - started) / 1000 };
      file ? file.end(() => resolve(result)) : resolve(result);
    };
    child.on('error', (error) => ((output += error.message), finish(127)));
    child.on('exit', (code) => {
      // A process that a suite left running (a browser, a server) would disturb the next suite and could keep the output open.
      if (ownGroup) killGroup(child.pid);
      const done = () => finish(timedOut ? 124 : (code ?? 1));
      const patience = setTimeout(done, SECONDS_FOR_LAST_OUTPUT * 1000);
      child.on('close', () => (clearTimeout(patience), done()));
    });
  });
}

/** Returns what a program prints, or undefined when it fails or does not exist. */
export async function ask(command, args, options) {
  const { code, output } = await run(command, args, options);
  return code === 0 ? output.trim() : undefined;
}

function openLog(path, command) {
  mkdirSync(dirname(path), { recursive: true });
  const file = createWriteStream(path);
  file.write(`$ ${command.join(' ')}\n`);
  return file;
}

function splitLines(onLine) {
  let rest = '';
  return (text) => {
    if (!onLine) return;
    const lines = (rest + text).split(/\r?\n|\r/);
    rest = lines.pop();
    lines.filter((line) => line.trim()).forEach(onLine);
  };
}

function end(child, ownGroup) {
  if (ownGroup) return killGroup(child.pid);
  if (windows) return spawn('taskkill', ['/pid', String(child.pid), '/t', '/f']);
  child.kill('SIGKILL');
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

// Ctrl+C does not reach other process groups, so the signal is forwarded.
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => {
    groups.forEach(killGroup);
    console.error(`\nStopped by ${signal}.`);
    process.exit(code);
  });
}
