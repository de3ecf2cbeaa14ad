import type { Insight } from '../../src/model/index.ts';

/** A finding that has no place in the source. */
export const placeless = (message: string, id: Insight['id'] = 'never-settled'): Insight => ({
  id,
  severity: 'warning',
  message,
  file: null,
  line: null,
  code: null,
  tasks: [],
  costMs: null,
  fromNs: 0,
  toNs: 0,
  advice: { text: 'Wait.' },
});
