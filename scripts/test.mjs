// `npm test`: every suite, one after the other. `--quick`: those that need no browser. `--only NAME`: one of them.
// `--only e2e` runs the suites of all engines. The last line of the output counts the suites.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/step.mjs';
import { suiteEnv, suites } from './lib/suites.mjs';
import { summarize } from './lib/summary.mjs';
import { webdriverJson } from './lib/webdriver-json.mjs';
import { startXvfb } from './lib/xvfb.mjs';
import { setUp } from './setup.mjs';

const RESULTS = join(root, 'test-results');
const SUITE_LIMIT_SECONDS = 1200;
const LINES_OF_A_FAILURE = 200;

const flag = (name) => process.argv.includes(name);
const only = flag('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '') : undefined;
const withoutBrowsers = flag('--quick') || (only !== undefined && !/^(bindings|e2e|matrix|supply-chain)\b/.test(only));

await main(test, () => console.log('\n0 passed, 1 failed'));

async function test() {
  const { tools, engines } = await setUp({ for: withoutBrowsers ? 'check' : 'test' });
  const chosen = choose(suites({ tools, engines }));
  await build(tools);

  rmSync(RESULTS, { recursive: true, force: true });
  const shared = webdriverJson(join(RESULTS, 'webdriver.json'), tools);
  const screen = chosen.some((suite) => suite.engine === 'webkit' && !suite.missing) && (await startXvfb(tools.xvfb));
  if (screen) shared.DISPLAY = screen.display;

  const results = [];
  for (const suite of chosen) results.push(await runSuite(suite, suiteEnv(tools, { ...shared, ...suite.env })));
  if (screen) screen.stop();
  return summarize(results);
}

function choose(all) {
  const chosen = all.filter(({ name, quick }) => (only === undefined ? quick || !flag('--quick') : name === only || name.startsWith(`${only}-`)));
  if (chosen.length === 0) throw new Problem(`No suite is called "${only}"; there are ${all.map((suite) => suite.name).join(', ')}.`);
  return chosen;
}

/** Runs all of a suite's commands, also after one that fails. Returns the suite with `result`, `seconds` and `output`. */
async function runSuite(suite, env) {
  if (suite.missing) return { ...suite, result: 'not run', seconds: 0, output: '' };
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const outputs = [];
  const failures = [];
  await step(suite.name, { failed: () => failures.length > 0 }, async (report) => {
    for (const [i, [command, args]] of suite.commands.entries()) {
      const log = join(RESULTS, `${suite.name}${suite.commands.length > 1 ? `-${i + 1}` : ''}.log`);
      const limit = Math.max(1, SUITE_LIMIT_SECONDS - seconds());
      const { code, output, timedOut } = await run(command, args, { env, log, onLine: report, limit });
      outputs.push(output);
      if (code !== 0) failures.push(timedOut ? `${output}\nEnded: the suite took longer than ${SUITE_LIMIT_SECONDS} seconds.` : output);
    }
  });
  failures.forEach((output) => console.log(output.trimEnd().split('\n').slice(-LINES_OF_A_FAILURE).join('\n')));
  return { ...suite, result: failures.length ? 'failed' : 'passed', seconds: seconds(), output: outputs.join('\n') };
}
