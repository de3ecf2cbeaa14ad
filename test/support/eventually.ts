/** Resolves when `met` neither throws nor returns false. Rejects with its last error after ten seconds. */
export async function eventually(met: () => unknown): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    try {
      if ((await met()) !== false) return;
      if (performance.now() > end) throw new Error('It never came true.');
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Resolves when an amount has not grown for 0.3 s and is more than `least`. The least amount keeps a pause of a busy machine at the
 * beginning from counting.
 */
export async function halted(amount: () => number | Promise<number>, least = 0): Promise<void> {
  let before = -1;
  await eventually(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = await amount();
    const isStill = now > least && now === before;
    before = now;
    return isStill;
  });
}
