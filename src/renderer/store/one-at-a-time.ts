/**
 * Makes `act` safe to call whenever something has changed: only one call is under way at a time. However often it is called meanwhile, it
 * runs once more afterwards, so that it has seen the last change. A call that fails counts as over.
 */
export function oneAtATime(act: () => Promise<void>): () => void {
  let isUnderWay = false;
  let again = false;
  const run = () => {
    again = isUnderWay;
    if (isUnderWay) return;
    isUnderWay = true;
    const over = () => {
      isUnderWay = false;
      if (again) run();
    };
    act().then(over, over);
  };
  return run;
}
