// `npm run audit`: checks licences, sources and duplicates as `npm test` does, and looks up the crates and npm packages in
// the advisory databases. The databases need the network: when one is unreachable, its check is skipped and reported as such.
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
  // `npm run --silent` would hide npm's warnings, which tell an unreachable database from a finding.
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
    console.log(`- ${label}: NOT checked, the database is unreachable`);
    return 'skipped';
  }
  console.log(`✗ ${label}\n${output.trimEnd()}`);
  return 'failed';
}
