/** Withheld time is mentioned from here on, because every wake-up takes about as much. */
export const FELT_WITHHELD_NS = 1e5;
