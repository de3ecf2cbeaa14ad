/** From here on it is told that the machine gave a thread no processor: less is what every wake-up takes. */
export const FELT_WITHHELD_NS = 1e5;
