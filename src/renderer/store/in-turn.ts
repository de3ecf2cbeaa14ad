type Act<Args extends readonly unknown[]> = (...args: Args) => Promise<void>;

/**
 * Makes `act`, which continues from where its last call ended, safe to call as fast as a key repeats: calls run one after the other, and each
 * starts from where the one before it ended.
 */
export const inTurn = <Args extends readonly unknown[]>(act: Act<Args>): Act<Args> => turns()(act);

/** The same for several acts that continue from where any of them ended. */
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
 * For acts that select something, set or remove the playhead, or continue from there: a key that is pressed right after another one acts on
 * the result of that.
 */
export const afterSelecting = turns();
