/** Starts a tool's own server, and stops it together with all processes that it started. */
import { spawn } from 'node:child_process';
import { freePort } from '../../../scripts/lib/ports.mjs';

const HOST = '127.0.0.1';
const LIMIT_MS = 60_000;

/** @param {(port: string) => [string, string[]]} command */
export async function startServer(command, cwd) {
  const port = String(await freePort(20_000 + Math.floor(Math.random() * 20_000), HOST));
  const [program, args] = command(port);
  const windows = process.platform === 'win32';
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', HOST, PORT: port };
  const child = spawn(program, args, { cwd, env, detached: !windows, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  let ended = false;
  child.once('error', (error) => { output += error.message; ended = true; });
  child.once('exit', () => { ended = true; });
  const stop = () => {
    try {
      if (child.pid) process.kill(windows ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // The process has already exited.
    }
  };
  process.once('exit', stop);
  const url = `http://${HOST}:${port}`;
  const until = Date.now() + LIMIT_MS;
  while (!(await answers(url))) {
    if (ended || Date.now() > until) {
      stop();
      throw new Error(`The server did not start.\n${output}`);
    }
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return {
    url,
    output: () => output,
    stop() {
      process.off('exit', stop);
      stop();
    },
  };
}

const answers = (url) => fetch(url, { signal: AbortSignal.timeout(5000) }).then(() => true, () => false);
