import { expect, test } from 'vitest';
import { inTurn } from '../../../src/renderer/store/in-turn.ts';

test('each call starts from where the previous one ended, however late the answers come', async () => {
  let at = 0;
  const moves: string[] = [];
  const move = inTurn(async (by: number) => {
    const from = at;
    // The first answer comes last.
    await new Promise((resolve) => setTimeout(resolve, moves.length === 0 ? 20 : 1));
    at = from + by;
    moves.push(`${from} → ${at}`);
  });
  await Promise.all([move(1), move(1), move(-3)]);
  expect(moves).toEqual(['0 → 1', '1 → 2', '2 → -1']);
});

test('a failure reaches its caller, and does not stop later calls', async () => {
  const act = inTurn(async (fails: boolean) => {
    if (fails) throw new Error('no');
  });
  const failing = act(true);
  await expect(act(false)).resolves.toBeUndefined();
  await expect(failing).rejects.toThrow('no');
});
