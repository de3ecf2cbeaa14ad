/**
 * An end of what messages go through: between who has started a thread and what was started, or between the two ports of one
 * `MessageChannel` (`start` is the name of either, `end` which of the two it is); a port that has come with a message; or one of any
 * number of ends that all hear what another one of the name broadcasts.
 */
export type Channel =
  | { readonly start: string; readonly end: 'starter' | 'started' }
  | { readonly cameWith: Carried }
  | {
      readonly broadcast: string;
      /** How long ago at most it began to hear. */
      readonly sinceUs: number;
    };

/** One of the ports that a message carries. */
export interface Carried {
  /** By its number in the stream, the end that sends or receives that message. */
  readonly end: number;
  /** The how manyth of that end it is; 0: what a worker begins with. */
  readonly message: number;
  /** The how manyth port in it, from 0. */
  readonly index: number;
}

/** How many messages have gone through an end of a channel by the time that it goes elsewhere. */
export interface HandOver extends Carried {
  readonly sent: number;
  readonly received: number;
}
