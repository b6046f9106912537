/** What a test file has to say to whoever runs it: a line of JSON each, in the file that NOTES names. Without one it says nothing. */
import { appendFileSync } from 'node:fs';

/** @param {{ type: string } & Record<string, unknown>} entry */
export function note(entry) {
  const { NOTES: file } = process.env;
  if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}
