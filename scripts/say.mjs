/**
 * One line about what the set-up does. To stderr, because `loopscope report --json` may be what triggered it.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`loopscope: ${line}\n`);
}

/** An error whose message says all there is to say; callers print it without a stack. */
export class SetupError extends Error {}

/**
 * Runs a script's main function and turns a SetupError into one readable line and a non-zero exit code.
 * @param {() => Promise<number | void>} main resolves to the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof SetupError) say(error.message);
    else console.error(error);
    process.exitCode = 1;
  }
}
