import { type ReactNode, type RefObject, useLayoutEffect } from 'react';
import type { TaskIndex } from '../../protocol/units.ts';
import { useLineKeys } from '../controls/use-line-keys.ts';
import { useLongList } from '../controls/use-long-list.ts';
import { usePage } from '../session/use-page.ts';
import type { QueryAnswer } from '../worker/contract.ts';

type PartQuery = 'waits' | 'children' | 'written';
type Item<Name extends PartQuery> = QueryAnswer<Name>['items'][number];

interface PagedRowsProps<Name extends PartQuery> {
  readonly query: Name;
  readonly task: TaskIndex;
  readonly total: number;
  /** Asked for again when this changes. */
  readonly version: unknown;
  readonly label: string;
  /** The height of a row before it is measured. */
  readonly rowPx: number;
  readonly row: (item: Item<Name>) => ReactNode;
}

/** A list of any length, of which only the rows in view are asked for and laid out. Arrow keys move through it, and Tab leaves it. */
export function PagedRows<Name extends PartQuery>({
  query,
  task,
  total,
  version,
  label,
  rowPx,
  row,
}: PagedRowsProps<Name>) {
  const list = useLongList({ count: total, rowPx, margin: 4 });
  const { scroller, shown } = list;
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  const { page } = usePage(query, first, last + 1, { task } as never, version);
  const keys = useLineKeys(scroller, total, list.first, (index) => list.scrollTo(index, 'nearest'));
  useTabStop(scroller, keys.at ?? first);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move through the buttons in it.
    <div
      ref={list.attach}
      className="paged"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard.
      tabIndex={0}
      data-own-arrows
      onKeyDown={keys.pressed}
    >
      <ul className="virtual" aria-label={label} style={{ height: list.heightPx }}>
        {shown.map(({ index, topPx }) => {
          const item = page?.items[index - page.from] as Item<Name> | undefined;
          return (
            <li
              key={index}
              data-index={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className="paged-row"
              onFocus={() => keys.moveTo(index)}
              style={{ transform: `translateY(${topPx}px)` }}
            >
              {item === undefined ? <div style={{ height: rowPx }} /> : row(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Tab stops only at one row: a task may have thousands of waits, and what comes after them has to be reached. */
function useTabStop(list: RefObject<HTMLElement | null>, at: number): void {
  // After every render: the rows have other links then, and not all of them know that they are in a list.
  useLayoutEffect(() => {
    for (const button of list.current?.querySelectorAll('button') ?? [])
      button.tabIndex = button.closest<HTMLElement>('[data-index]')?.dataset.index === String(at) ? 0 : -1;
  });
}
