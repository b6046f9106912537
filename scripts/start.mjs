// `npm start`: sets up a bare machine, builds, and serves the demo shop. `--port N` sets the page's port.
import { freePort } from './lib/ports.mjs';
import { main, Problem } from './lib/problem.mjs';
import { build } from './build.mjs';
import { setUp } from './setup.mjs';

const HOST = '127.0.0.1';
const PAGE_PORT = 8080;

await main(async () => {
  const wished = wishedPort();
  const { tools } = await setUp({ for: 'start' });
  await build(tools);

  // Imported late: it may use npm packages that set-up has just installed.
  const { serve } = await import('../www/serve.mjs');
  const pagePort = await freePort(wished, HOST);
  const servicesPort = await freePort(pagePort + 1, HOST);
  const { pageUrl, servicesUrl } = await serve({ pagePort, servicesPort, host: HOST });

  console.log(`
  Shop page            ${pageUrl}
  Shop with the tag    ${new URL('/tag.html', pageUrl)}
  Playground           ${new URL('/playground.html', pageUrl)}
  Stand-in services    ${new URL('/standin', servicesUrl)}

  Press Ctrl+C to stop.
`);
});

function wishedPort() {
  const at = process.argv.indexOf('--port');
  if (at < 0) return PAGE_PORT;
  const port = Number(process.argv[at + 1]);
  if (!Number.isInteger(port) || port < 1 || port > 65534) throw new Problem('Use `--port N` with N from 1 to 65534.');
  return port;
}
