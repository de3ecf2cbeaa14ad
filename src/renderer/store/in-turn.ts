/**
 * Makes of `act`, which starts from where the last call has led, something that may be called as fast as a key repeats:
 * calls wait for their turn, and none is lost or answered from where another one started.
 */
export function inTurn<Args extends readonly unknown[]>(
  act: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  let last = Promise.resolve();
  return (...args) => {
    const mine = last.then(() => act(...args));
    last = mine.catch(() => {});
    return mine;
  };
}
