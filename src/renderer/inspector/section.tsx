import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  /** Shown beside the title: how many, or since when. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the inspector under a heading. */
export function Section({ title, note, children }: SectionProps) {
  const id = useId();
  return (
    <section className="inspector-part" aria-labelledby={id}>
      <h3 className="inspector-heading" id={id}>
        {title}
        {note !== undefined && <span>{note}</span>}
      </h3>
      {children}
    </section>
  );
}
