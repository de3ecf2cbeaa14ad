type Act<Args extends readonly unknown[]> = (...args: Args) => Promise<void>;

/**
 * Makes of `act`, which starts from where the last call has led, something that may be called as fast as a key repeats:
 * calls wait for their turn, and none is lost or answered from where another one started.
 */
export const inTurn = <Args extends readonly unknown[]>(act: Act<Args>): Act<Args> => turns()(act);

/** The same for several acts that start from where any of them has led. */
function turns(): <Args extends readonly unknown[]>(act: Act<Args>) => Act<Args> {
  let last = Promise.resolve();
  return (act) =>
    (...args) => {
      const mine = last.then(() => act(...args));
      last = mine.catch(() => {});
      return mine;
    };
}

/**
 * For what selects or puts the playhead, what goes on from there, and what takes it away: a key pressed right after another
 * one finds what that led to.
 */
export const afterSelecting = turns();
