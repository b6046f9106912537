// Runs a test runner and prints the result line of the test, or the runner's whole output if there is none.
import { spawnSync } from 'node:child_process';

const [SERVICES, TOKEN, ...args] = process.argv.slice(2);
const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, SERVICES, TOKEN, CI: 'true', NO_COLOR: '1', NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } });
const said = /RESULT (.*)/.exec(`${stdout}\n${stderr}`)?.[1];
console.log(said ?? `${stdout}\n${stderr}`);
