// `npm run audit`: licences, sources and duplicates as in `npm test`, and what the advisory databases know of the crates
// and npm packages. Those need the network: where they cannot be reached, this says so and has checked nothing of them.
import { find } from './lib/find.mjs';
import { root } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { run } from './lib/run.mjs';
import { cargoDeny, setUp } from './setup.mjs';

const OUT_OF_REACH = /failed to fetch advisory database|failed to (clone|fetch)|Could not resolve host|audit endpoint returned an error|ENOTFOUND|EAI_AGAIN/;
const LIMIT_SECONDS = 120;

await main(async () => {
  const { tools } = await setUp({ for: 'start' });
  const deny = await cargoDeny(tools.cargo);
  const results = [];
  for (const manifest of ['Cargo.toml', 'fuzz/Cargo.toml']) {
    const words = ['--manifest-path', manifest, '--locked'];
    results.push(await check(`${manifest}: licences, sources, bans`, deny, [...words, '--offline', 'check', 'bans', 'licenses', 'sources']));
    results.push(await check(`${manifest}: advisories`, deny, [...words, 'check', 'advisories']));
  }
  const npm = find('npm');
  // Its own words, also under `npm run --silent`: they tell a database out of reach from a finding.
  if (npm) results.push(await check('npm packages: advisories', npm, ['audit', '--audit-level=low', '--loglevel=warn']));
  const count = (wanted) => results.filter((result) => result === wanted).length;
  const skipped = count('skipped');
  console.log(`\n${count('passed')} passed, ${count('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return count('failed') ? 1 : 0;
});

async function check(label, command, args) {
  const { code, output } = await run(command, args, { cwd: root, limit: LIMIT_SECONDS });
  if (code === 0) {
    console.log(`✓ ${label}`);
    return 'passed';
  }
  if (OUT_OF_REACH.test(output)) {
    console.log(`- ${label}: NOT checked, the database cannot be reached from here`);
    return 'skipped';
  }
  console.log(`✗ ${label}\n${output.trimEnd()}`);
  return 'failed';
}
