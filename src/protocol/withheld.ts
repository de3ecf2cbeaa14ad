// What a `withheld` record holds: two numbers of 44 bits, 200 days of microseconds, in an argument and two operands.

const TWO_32 = 2 ** 32;
const HIGH_BITS = 12;
const HIGH_MASK = (1 << HIGH_BITS) - 1;

/** Both in microseconds: a moment, counted from the stream's time zero, and how much time the machine had withheld until then. */
export interface Withheld {
  readonly atUs: number;
  readonly totalUs: number;
}

export const withheldArgument = ({ atUs, totalUs }: Withheld): number =>
  (high(totalUs) << HIGH_BITS) | high(atUs);

const high = (us: number): number => Math.floor(us / TWO_32) & HIGH_MASK;

export const withheldOf = (argument: number, a: number, b: number): Withheld => ({
  atUs: (argument & HIGH_MASK) * TWO_32 + a,
  totalUs: (argument >>> HIGH_BITS) * TWO_32 + b,
});
