// Ids of sites in inserted texts.

/** A site's id in the text, padded to the widest possible one: the wire has 20 bits for it. Each stands behind a bracket or a comma. */
export const written = (site: number): string => `0x${site.toString(16).padStart(5, '0')}`;
const WRITTEN = /(?<=[(,])0x[0-9a-f]{5}/g;

/** A text of the program's as a literal in what is inserted: nothing in it looks like an id. */
export const quoted = (text: string): string => JSON.stringify(text).replaceAll('0x', '0\\x78');

/** What makes of an inserted text, with ids from one number on, the same with ids from another number on. */
export const withFirstSite = (from: number, to: number): ((inserted: string) => string) => {
  const moved = (id: string): string => written(Number(id) - from + to);
  return (inserted) => inserted.replace(WRITTEN, moved);
};
