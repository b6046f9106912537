/** Test runners and server runtimes: each places an order, or explains in one sentence what to do. The format is that of rows.mjs. */

const node = (...args) => [process.execPath, args];
const runner = (...args) => (services, token) => node('run.mjs', services, token, ...args);
const jest = (environment, ...more) => runner('node_modules/jest/bin/jest.js', 'jest.test', `--env=${environment}`, ...more);
const vitest = (environment) => runner('node_modules/vitest/vitest.mjs', 'run', '--environment', environment, 'vitest.test');
/** Programs that an npm package ships for this operating system. */
const program = (scope, path, ...before) => (...args) => node('program.mjs', scope, path, ...before, 'main.mjs', ...args);

export const projects = [{
  folder: 'runtimes',
  rows: [
    { name: 'Jest, node', tool: 'jest', run: jest('node') },
    { name: 'Jest, jest-fixed-jsdom', tool: 'jest-fixed-jsdom', run: jest('jest-fixed-jsdom', '--testEnvironmentOptions={"customExportConditions":["node"]}') },
    { name: 'Jest, jsdom alone', tool: 'jest-environment-jsdom', run: jest('jsdom'), says: /^WASM_BLOCKED: This engine has no Request, .*: jsdom hides those of Node; in Jest use the environment jest-fixed-jsdom\.$/ },
    { name: 'Vitest, node', tool: 'vitest', run: vitest('node') },
    { name: 'Vitest, jsdom', tool: 'jsdom', run: vitest('jsdom') },
    { name: 'Vitest, happy-dom', tool: 'happy-dom', run: vitest('happy-dom') },
    { name: 'Bun', tool: 'bun', run: program('@oven', 'bin/bun') },
    { name: 'Deno', tool: 'deno', run: program('@deno', 'deno', 'run', '--allow-all', '--node-modules-dir=manual') },
    { name: 'workerd, by miniflare', tool: 'miniflare', run: (...args) => node('workerd.mjs', ...args) },
  ],
}];
