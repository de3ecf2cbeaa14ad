import { BenchWindow } from './bench-window.ts';
import { ms, say } from './numbers.ts';

/** Types into the search field of an open recording: how long until it says how many hits there are. */
export async function benchSearch(file: string): Promise<void> {
  const window = await BenchWindow.open();
  try {
    await window.openFile(file);
    await window.finished();
    for (const text of ['query', 'backoff', '/item/41"', 'server.mjs', 'nothing like this']) {
      const { hits, tookMs } = await window.page.evaluate(
        (text) =>
          new Promise<{ hits: string; tookMs: number }>((resolve) => {
            const field = document.querySelector('.search-field') as HTMLInputElement;
            const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
            const type = (what: string): void => {
              set?.call(field, what);
              field.dispatchEvent(new Event('input', { bubbles: true }));
            };
            const from = performance.now();
            const look = (): void => {
              const hits = document.querySelector('.search-hits')?.textContent ?? '';
              if (hits !== '') resolve({ hits, tookMs: performance.now() - from });
              else setTimeout(look, 1);
            };
            type(text);
            look();
          }),
        text,
      );
      say(`“${text}”`, `${ms(tookMs)}, ${hits}`, '100 ms');
      await window.page.getByRole('button', { name: 'Clear search' }).click();
      await window.page.waitForTimeout(500);
    }
  } finally {
    await window.close();
  }
}
