// `npm run fuzz`: coverage-guided fuzzing (libFuzzer) of every parser of src/domain, ten minutes each.
//   -- --seconds N   per target   --target NAME   only this one   --keep   saves new inputs that reach new code
//
// libFuzzer works with the stable compiler: its coverage is an LLVM pass, which `-Cpasses` enables. The address sanitizer,
// which usually runs with it, needs nightly and would find nothing: the crate forbids unsafe code.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepInputs, keptInputs, packed, unpack } from './fuzz/corpus.mjs';
import { find } from './lib/find.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { ask, run } from './lib/run.mjs';
import { duration, step } from './lib/step.mjs';
import { table } from './lib/table.mjs';
import { apt } from './setup/apt.mjs';
import { setUp } from './setup.mjs';

const TARGETS = readdirSync(join(root, 'fuzz/corpus')).map((name) => name.replace('.jsonl', '')).sort();
const WORK = join(root, 'target/fuzz');
const COVERAGE = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
];
const SECONDS = 600;
const LONGEST_INPUT = 4096;
/** An input that takes longer counts as a hang. */
const HANGS_AFTER_SECONDS = 20;

await main(async () => {
  const seconds = Number(option('--seconds') ?? SECONDS);
  const only = option('--target');
  if (!(seconds > 0)) throw new Problem('Use `--seconds N` with a positive N.');
  if (only !== undefined && !TARGETS.includes(only)) throw new Problem(`No target is called "${only}". Available: ${TARGETS.join(', ')}.`);
  const program = await build();
  const results = [];
  for (const target of only ? [only] : TARGETS) results.push(await fuzz(program, target, seconds));

  console.log();
  const row = (r) => [r.target, r.executions, r.coverage, r.features, `${r.before} → ${r.after}`, r.crashes.length];
  table(['target', 'executions', 'edges', 'features', 'inputs', 'failures'], results.map(row), { right: [1, 2, 3, 4, 5] }).forEach((line) => console.log(line));
  for (const { target, crashes } of results) for (const file of crashes) tell(target, file);
  const failed = results.filter(({ crashes }) => crashes.length).length;
  console.log(`\n${results.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
});

function option(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : (process.argv[at + 1] ?? '');
}

async function build() {
  const { tools } = await setUp({ for: 'start' });
  if (process.platform === 'win32') throw new Problem('libFuzzer is not set up for Windows. `npm test` replays the saved inputs on every system.');
  // libFuzzer is C++, and its crate compiles it from source.
  if (!find('c++', 'g++', 'clang++')) await apt(['g++']);
  if (!find('c++', 'g++', 'clang++')) throw new Problem('A C++ compiler is missing: install g++ (dnf install gcc-c++) or, on macOS, run `xcode-select --install`.');
  const host = /host: (\S+)/.exec((await ask(tools.rustc, ['-vV'])) ?? '')?.[1];
  // With an explicit target, procedural macros and build scripts are not instrumented.
  const args = ['build', '--release', '--locked', '--features', 'libfuzzer', '--target', host, '--target-dir', WORK];
  await step('Compiling the fuzz targets with coverage', { estimate: 150 }, async (report) => {
    const env = { ...process.env, RUSTFLAGS: COVERAGE.join(' ') };
    const { code, output } = await run(tools.cargo, args, { cwd: join(root, 'fuzz'), env, onLine: report });
    if (code !== 0) throw new Problem(`The fuzz targets do not compile:\n${output.trimEnd().split('\n').slice(-40).join('\n')}`);
  });
  return join(WORK, host, 'release', 'order-bridge-fuzz');
}

async function fuzz(program, target, seconds) {
  const folder = join(WORK, 'corpus', target);
  const failures = join(WORK, 'failures', target);
  rmSync(failures, { recursive: true, force: true });
  mkdirSync(failures, { recursive: true });
  unpack(target, folder);
  const before = keptInputs(target).length;
  const env = { ...process.env, FUZZ_TARGET: target, RUST_BACKTRACE: '0' };
  const log = join(WORK, 'logs', `${target}.log`);
  const args = [
    folder, `-dict=${join(root, 'fuzz/words.dict')}`, `-max_total_time=${seconds}`, `-max_len=${LONGEST_INPUT}`,
    `-timeout=${HANGS_AFTER_SECONDS}`, '-rss_limit_mb=2048', '-print_final_stats=1', `-artifact_prefix=${failures}/`,
  ];
  console.log(`• ${target}: ${duration(seconds)}`);
  const { output } = await run(program, args, { env, log });
  const last = (name) => Number(output.match(new RegExp(`${name}: (\\d+)`, 'g'))?.at(-1)?.split(' ')[1] ?? 0);
  const result = {
    target,
    executions: Number(/stat::number_of_executed_units: (\d+)/.exec(output)?.[1] ?? 0),
    coverage: last('cov'),
    features: last('ft'),
    before,
    after: readdirSync(folder).length,
    crashes: readdirSync(failures).map((name) => join(failures, name)),
  };
  if (result.executions === 0 && result.crashes.length === 0) throw new Problem(`libFuzzer did not run: see ${log}`);
  if (process.argv.includes('--keep')) result.after = await keep(program, target, env);
  return result;
}

/** Saves the smallest set of inputs that reaches every known edge, ignoring hit counts. `node fuzz/seed.mjs` adds the seeds. */
async function keep(program, target, env) {
  const small = join(WORK, 'merged', target);
  rmSync(small, { recursive: true, force: true });
  mkdirSync(small, { recursive: true });
  await run(program, ['-use_counters=0', '-set_cover_merge=1', small, join(WORK, 'corpus', target)], { env });
  keepInputs(target, packed(small));
  return keptInputs(target).length;
}

function tell(target, file) {
  const input = JSON.stringify(readFileSync(file, 'utf8'));
  console.log(`\n${target} failed for this input. As a line for fuzz/corpus/${target}.jsonl:\n${input}`);
  const log = join(WORK, 'logs', `${target}.log`);
  if (!existsSync(log)) return;
  const said = readFileSync(log, 'utf8').split('\n');
  const at = said.findIndex((line) => line.includes('panicked at'));
  if (at >= 0) console.log(said.slice(at, at + 6).join('\n').slice(0, 2000));
}
