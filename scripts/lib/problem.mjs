// An error that the user can act on. Its message is one sentence, printed without a stack trace.
export class Problem extends Error {}

/** Runs a script's main function. Any error is printed as one readable line, then `afterwards` runs and the exit code is 1. */
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
