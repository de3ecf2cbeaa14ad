import { AwaitedKind, MOST_MEMBERS } from '../../protocol/events.ts';
import { NO_INT32, NO_UINT8, NO_UINT32, Table } from '../columns/columns.ts';

/** One row per `Promise.all`, `race`, `any` or `allSettled` that a task waited for, or that has settled while none did. */
export class CombinationTable extends Table {
  /** A Combinator. */
  how = NO_UINT8;
  /** The run that ended in the wait for it; -1 where no task waited. */
  run = NO_INT32;
  /** How many members it has. The tracer may have reported only the first ones. */
  count = NO_UINT32;
  /** The reported members, chained by `MemberTable.next`. */
  firstMember = NO_INT32;
  lastMember = NO_INT32;
  told = NO_UINT32;
  /** Which member settled the whole, from 0; -1 while unknown. */
  decided = NO_INT32;
  /** By row, the combinations that no task waited for. */
  readonly unawaited = new Map<number, Unawaited>();
  readonly members = new MemberTable();

  add(run: number, how: number, count: number): number {
    const row = this.addRow();
    this.run[row] = run;
    this.how[row] = how;
    this.count[row] = count;
    this.firstMember[row] = -1;
    this.lastMember[row] = -1;
    this.decided[row] = -1;
    return row;
  }

  addMember(combination: number, kind: number, reference: number, count: number): void {
    this.count[combination] = count;
    const member = this.members.add(kind, reference);
    const last = this.lastMember[combination]!;
    if (last < 0) this.firstMember[combination] = member;
    else this.members.next[last] = member;
    this.lastMember[combination] = member;
    this.told[combination]!++;
  }

  /** Makes a promise of a member, counted from 1, that was told as a timer or a file. False if there is none, or if it is one of more than may be told: a stranger's
   * recording may have a million, and ask for the last one as often. */
  toPromise(combination: number, member: number): boolean {
    if (combination < 0 || member < 1 || member > Math.min(MOST_MEMBERS, this.told[combination]!))
      return false;
    let row = this.firstMember[combination]!;
    for (let at = 1; at < member; at++) row = this.members.next[row]!;
    const kind = this.members.kind[row];
    const isWrong = kind === AwaitedKind.timer || kind === AwaitedKind.file;
    if (isWrong) this.members.reference[row] = -1;
    this.members.kind[row] = AwaitedKind.promise;
    return isWrong || kind === AwaitedKind.promise;
  }
}

/** A combination that has settled while no task waited for it. */
export interface Unawaited {
  readonly stream: number;
  /** The task that made it, -1 for none. */
  readonly task: number;
  /** The tracer's id of the place where the task made it. */
  readonly site: number;
  readonly atNs: number;
}

/** One row per member. */
class MemberTable extends Table {
  /** An AwaitedKind. */
  kind = NO_UINT8;
  /** A task's index, a timer's delay in milliseconds, otherwise a text's; -1 for none. */
  reference = NO_INT32;
  next = NO_INT32;

  add(kind: number, reference: number): number {
    const member = this.addRow();
    this.kind[member] = kind;
    this.reference[member] = reference;
    this.next[member] = -1;
    return member;
  }
}
