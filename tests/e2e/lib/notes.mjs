/** Messages from a test file to the test runner: one line of JSON each, appended to the file that NOTES names. Without NOTES, none. */
import { appendFileSync } from 'node:fs';

/** @param {{ type: string } & Record<string, unknown>} entry */
export function note(entry) {
  const { NOTES: file } = process.env;
  if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}
