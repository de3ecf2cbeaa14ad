import type { RecordVisitor } from '../../protocol/codec.ts';
import { BlobKind, RecordType } from '../../protocol/events.ts';
import type { ProgramEnd } from '../../protocol/payloads.ts';
import type { Tables } from '../tables/tables.ts';
import { ForgivingDecoder } from './forgiving-decoder.ts';
import { parseNotice, parseProgramEnd } from './payloads.ts';

/** The host's own stream: what the program wrote, what was typed for it, and how it ended. Times are on the host's clock. */
export class HostStream implements RecordVisitor {
  programEnd: ProgramEnd | null = null;
  programEndNs: number | null = null;
  readonly #tables: Tables;
  readonly #decoder: ForgivingDecoder;

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#decoder = new ForgivingDecoder(tables.damage);
  }

  push(bytes: Uint8Array): void {
    this.#decoder.push(bytes, this);
  }

  record(type: RecordType): void {
    if (type === RecordType.gap) this.#tables.unknownGaps++;
  }

  blob(kind: BlobKind, _ref: number, timeNs: number, bytes: Uint8Array): void {
    if (kind === BlobKind.stdout) this.#tables.console.write('stdout', timeNs, bytes);
    else if (kind === BlobKind.stderr) this.#tables.console.write('stderr', timeNs, bytes);
    else if (kind === BlobKind.stdin) this.#tables.console.typed(timeNs, bytes);
    else if (kind === BlobKind.programEnd) {
      this.programEnd = parseProgramEnd(bytes);
      this.programEndNs = timeNs;
    } else if (kind === BlobKind.notice) {
      const notice = parseNotice(bytes);
      if (notice !== null) this.#tables.notices.push(notice.message);
    }
  }
}
