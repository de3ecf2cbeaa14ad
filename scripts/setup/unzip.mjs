// Just enough of the zip format to unpack one archive of a known kind, so that the set-up needs no `unzip` command.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
const SYMLINK = 0o120000;

/**
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => boolean} wanted
 */
export function unzip(archive, folder, wanted) {
  const zip = readFileSync(archive);
  for (const entry of entries(zip)) {
    if (entry.name.endsWith('/') || !wanted(entry.name)) continue;
    const target = join(folder, normalize(entry.name));
    if (!target.startsWith(join(folder, '/'))) throw new Error(`unsafe path in archive: ${entry.name}`);
    mkdirSync(dirname(target), { recursive: true });
    const body = content(zip, entry);
    if ((entry.mode & 0o170000) === SYMLINK) symlinkSync(body.toString(), target);
    else {
      writeFileSync(target, body);
      if (entry.mode & 0o777) chmodSync(target, entry.mode & 0o777);
    }
  }
}

/** @typedef {{ name: string, mode: number, method: number, packedBytes: number, at: number }} Entry */

/**
 * @param {Buffer} zip
 * @returns {Generator<Entry>}
 */
function* entries(zip) {
  // The end record is the last thing in the file, before a comment of at most 65,535 bytes.
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('not a zip archive');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('damaged zip directory');
    const nameBytes = zip.readUInt16LE(at + 28);
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + nameBytes),
      mode: zip.readUInt16LE(at + 40),
      method: zip.readUInt16LE(at + 10),
      packedBytes: zip.readUInt32LE(at + 20),
      at: zip.readUInt32LE(at + 42),
    };
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

/**
 * @param {Buffer} zip
 * @param {Entry} entry
 */
function content(zip, entry) {
  const start = entry.at + 30 + zip.readUInt16LE(entry.at + 26) + zip.readUInt16LE(entry.at + 28);
  const packed = zip.subarray(start, start + entry.packedBytes);
  if (entry.method === STORED) return packed;
  if (entry.method === DEFLATED) return inflateRawSync(packed);
  throw new Error(`unsupported zip method ${entry.method} for ${entry.name}`);
}
