import { BlobKind, RecordType } from '../../src/protocol/events.ts';

const inverted = (names: Readonly<Record<string, number>>): Readonly<Record<number, string>> =>
  Object.fromEntries(Object.entries(names).map(([name, value]) => [value, name]));

const RECORD_NAMES = inverted(RecordType);
export const BLOB_NAMES = inverted(BlobKind);
export const recordName = (type: number): string => RECORD_NAMES[type] ?? String(type);
