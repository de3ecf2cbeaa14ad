import { splitQuantities } from '../text/quantities.ts';

/** A text in which no line ends within a number, or between it and its unit. */
export function Quantities({ text }: { readonly text: string }) {
  return splitQuantities(text).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name than their place.
      <span key={at} className="quantity">
        {part}
      </span>
    ),
  );
}
