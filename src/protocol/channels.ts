/**
 * One end of a channel that messages go through. It is one of: an end of the channel between a thread and whoever started it, or of a
 * `MessageChannel` (`start` names the channel, `end` says which of its two ends); a port that arrived in a message; or one of the many
 * ends of a broadcast channel, which all receive what any other of the same name sends.
 */
export type Channel =
  | { readonly start: string; readonly end: 'starter' | 'started' }
  | { readonly cameWith: Carried }
  | {
      readonly broadcast: string;
      /** It began to listen at most this long ago. */
      readonly sinceUs: number;
    };

/** One of the ports that a message transfers. */
export interface Carried {
  /** The number, in its stream, of the end that sends or receives that message. */
  readonly end: number;
  /** The message's number at that end, from 1; 0 is the data that a worker is started with. */
  readonly message: number;
  /** The port's number in the message, from 0. */
  readonly index: number;
}

/** How many messages had gone through an end of a channel when it was transferred. */
export interface HandOver extends Carried {
  readonly sent: number;
  readonly received: number;
}
