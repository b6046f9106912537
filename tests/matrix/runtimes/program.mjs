// Runs a program from a package for this operating system, such as @oven/bun-linux-x64/bin/bun.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [scope, path, ...args] = process.argv.slice(2);
const folder = join('node_modules', scope);
const program = readdirSync(folder).map((name) => join(folder, name, path)).find((file) => existsSync(file));
process.exit(spawnSync(program, args, { stdio: 'inherit' }).status ?? 1);
