import { Quantities } from '../controls/quantities.tsx';

/** Plain text in which names from the code are between backticks. */
export function Sentence({ text }: { readonly text: string }) {
  return text.split('`').map((part, at) =>
    // Every second part was between two backticks.
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name than their place.
      <code key={at}>{part}</code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <Quantities key={at} text={part} />
    ),
  );
}
