import { main } from '../bridge.ts';

/** Puts text on the clipboard. Main does it, because the page itself may do so only during a key or mouse press. */
export function copyText(text: string): void {
  void main.copy(text);
}
