import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A flat asar archive: a pickled JSON header (three nested lengths, then the text padded to 4 bytes), then the files.
 * @param {string} folder
 * @param {string[]} names
 */
export function asar(folder, names) {
  const bodies = names.map((name) => readFileSync(join(folder, name)));
  /** @type {Record<string, { size: number, offset: string }>} */
  const files = {};
  let offset = 0;
  names.forEach((name, i) => {
    const size = bodies[i]?.length ?? 0;
    files[name] = { size, offset: String(offset) };
    offset += size;
  });
  const json = Buffer.from(JSON.stringify({ files }));
  const paddedBytes = (json.length + 3) & ~3;
  const head = Buffer.alloc(16 + paddedBytes);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(8 + paddedBytes, 4);
  head.writeUInt32LE(4 + paddedBytes, 8);
  head.writeUInt32LE(json.length, 12);
  json.copy(head, 16);
  return Buffer.concat([head, ...bodies]);
}
