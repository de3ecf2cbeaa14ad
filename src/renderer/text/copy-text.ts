/** Puts text on the clipboard while a person presses something: the page may not ask for more than that. */
export function copyText(text: string): void {
  const copying = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', copying, { once: true });
  document.execCommand('copy');
}
