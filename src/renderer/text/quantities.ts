/** A number, with a space between its groups of three or none, and its unit: `850 ns`, `2.003 412 s`, `1 m 12 s`, `47 %`. */
const QUANTITY = /(\d[\d.,]*(?: \d{3})* (?:ns|µs|ms|s|m \d+ s|h \d+ m|%)(?![\p{L}\d]))/u;

/** A text in parts: every second one, from the second on, is a number with its unit. */
export const splitQuantities = (text: string): readonly string[] => text.split(QUANTITY);
