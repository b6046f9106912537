// A virtual screen: WebKitGTK needs an X display even in automated runs.
import { spawn } from 'node:child_process';
import { Problem } from './problem.mjs';

/** Returns `{ display, stop }`. Xvfb picks a free display number and writes it to file descriptor 3. */
export async function startXvfb(path) {
  const child = spawn(path, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  const number = await new Promise((resolve, reject) => {
    child.once('error', () => reject(new Problem(`Xvfb does not start (${path}).`)));
    child.once('exit', () => reject(new Problem(`Xvfb ended before it opened a display (${path}).`)));
    let text = '';
    child.stdio[3].setEncoding('utf8').on('data', (data) => (text += data).includes('\n') && resolve(text.trim()));
  });
  // Neither the child nor its pipe may keep this process alive.
  child.unref();
  child.stdio[3].unref();
  return { display: `:${number}`, stop };
}
