import { main } from '../bridge.ts';

/** Puts text on the clipboard. By way of main: the page may do so only while a person presses something in it. */
export function copyText(text: string): void {
  void main.copy(text);
}
