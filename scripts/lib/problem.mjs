// A failure that a person can act on. Its message is one sentence, shown without a stack trace.
export class Problem extends Error {}

/** Runs a script's main function; whatever goes wrong ends as one readable line, `afterwards`, and exit code 1. */
export async function main(work, afterwards = () => {}) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    const text = error instanceof Problem ? error.message : `Unexpected failure in the scripts: ${error.message}`;
    console.error(`\n✗ ${text}`);
    process.exitCode = 1;
    afterwards();
  }
}
