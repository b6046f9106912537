/** Lets a row place its order, and checks the result: at the stand-in, and in the files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../scripts/lib/run.mjs';
import { serve } from '../../../www/serve.mjs';
import { count } from './files.mjs';
import { startServer } from './server.mjs';

const LIMIT_SECONDS = 30;
const REPORTED = 'reported: Success';

/**
 * Returns `{ files, faults }`: the counts of emitted files, and a sentence for each fault.
 * @param {object} row @param {string} folder of the project @param {() => Promise<import('selenium-webdriver').WebDriver>} browser
 */
export async function look(row, folder, browser) {
  const { wasm = 1, mostScript = Infinity } = row;
  const faults = [];
  const asked = row.site ?? row.start ?? row.run ? await order(row, folder, browser, faults) : undefined;
  const place = row.emitted ?? (row.site === '.' || row.path ? undefined : row.site);
  const emitted = place && count(join(folder, place));
  if (emitted && emitted.wasm !== wasm) faults.push(`${emitted.wasm} wasm files in ${place}, ${wasm} expected`);
  if (asked && asked.wasm !== wasm) faults.push(`the page requested ${asked.wasm} wasm files, ${wasm} expected`);
  if (emitted?.scriptBytes > mostScript) faults.push(`${emitted.scriptBytes} bytes of script, ${mostScript} at most`);
  return { files: emitted ?? asked ?? {}, faults };
}

/** Places one order, and checks what the stand-in received. */
async function order(row, folder, browser, faults) {
  const { says, orders: wanted = says ? 0 : 1 } = row;
  const good = wanted ? `accepted, ${REPORTED}` : REPORTED;
  const isGood = (result) => (says ? says.test(result) : result.startsWith(good));
  const site = row.site && join(folder, row.site);
  const served = await serve({ pagePort: 0, servicesPort: 0, pageRoot: site ?? folder, packageRoot: folder, ...(row.policy === false && { policy: null }) });
  const { standIn, servicesUrl: services } = served;
  const name = { services, token: standIn.token };
  let server;
  try {
    server = row.start && (await startServer(row.start, folder));
    const address = `${server?.url ?? served.pageUrl}${row.path ?? '/'}?${new URLSearchParams(name)}`;
    if (site) fill(join(site, row.path ?? 'index.html'), name);
    const said = row.run ? await printed(row, folder, name) : row.isPage === false ? await answered(address) : await shown(address, await browser(), row.act);
    if (!isGood(said.result)) faults.push(said.result, ...(said.more ?? []), ...(server ? [server.output()] : []));
    const { orders, reports } = standIn.state;
    if (orders.length !== wanted) faults.push(`${orders.length} orders on the stand-in`);
    if (reports.length !== (says ? 0 : 1)) faults.push(`${reports.length} reports on the stand-in`);
    faults.push(...(row.check?.(standIn) ?? []));
    return row.asked === false ? undefined : said.asked;
  } catch (error) {
    faults.push(String(error.message));
    return undefined;
  } finally {
    server?.stop();
    await served.close();
  }
}

/** Fills in the placeholders of a page that names the services in its markup. */
function fill(path, { services, token }) {
  const text = readFileSync(path, 'utf8');
  if (text.includes('%SERVICES%')) writeFileSync(path, text.replaceAll('%SERVICES%', services).replaceAll('%TOKEN%', token));
}

async function printed({ run: command }, cwd, { services, token }) {
  const { output } = await run(...command(services, token), { cwd, limit: LIMIT_SECONDS });
  return { result: output.trim() };
}

async function answered(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(LIMIT_SECONDS * 1000) });
  return { result: await answer.text() };
}

const ASKED = `
  const own = performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => ({ path: new URL(name).pathname, encodedBodySize }));
  const sum = (entries) => entries.reduce((all, { encodedBodySize }) => all + encodedBodySize, 0);
  const wasm = own.filter(({ path }) => path.endsWith('.wasm'));
  return { wasm: new Set(wasm.map(({ path }) => path)).size, wasmBytes: sum(wasm), scriptBytes: sum(own.filter(({ path }) => /\\.[mc]?js$/.test(path))) };`;

/** Opens the page. The result is the page's title, or the result of the actions of `act`. */
async function shown(address, driver, act) {
  const seen = async () => (await driver.manage().logs().get('browser')).map(({ message }) => message).filter((text) => !text.includes('/favicon.ico'));
  await seen();
  await driver.get(address);
  const title = () => driver.getTitle();
  if (!act) await driver.wait(async () => !/^(waiting)?$/.test(await title()), LIMIT_SECONDS * 1000).catch(() => {});
  const result = act ? await act(driver) : await title();
  const more = result.endsWith(REPORTED) ? [] : await seen();
  return { result: result || 'the page reports no result', more, asked: await driver.executeScript(ASKED) };
}
