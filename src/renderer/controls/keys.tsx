const IS_MAC = navigator.userAgent.includes('Mac OS');

const NAMES: Readonly<Record<string, string>> = {
  Mod: IS_MAC ? '⌘' : 'Ctrl',
  Alt: IS_MAC ? '⌥' : 'Alt',
  Shift: IS_MAC ? '⇧' : 'Shift',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
};

/** The parts of a key of the command list, as labelled on the keyboard: `Mod+Shift+P` is Ctrl, Shift, P. */
export function keyParts(key: string): string[] {
  // The key may itself be a plus, so a plus at the end is not a separator.
  return key.split(/\+(?=.)/).map((part) => NAMES[part] ?? part);
}

export const keyText = (key: string): string => keyParts(key).join(IS_MAC ? '' : '+');

export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className="keys">
      {keyParts(keys).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
