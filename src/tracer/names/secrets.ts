// Which part of a text from the program's data may be recorded. A recording is handed on, and nobody wants to find a password in it. Secrets
// are recognised by what things are called, then by what they look like. Without regular expressions, because some of this runs in the
// middle of the program's code, and a program can see which expression ran last (`RegExp.$1`).

import { lastRecordNs } from '../sending/writer.ts';
import { isSecretName, secretPart } from './secret-names.ts';

/** Shows an address or path: `GET example.org/price?…`. Leaves out credentials, what stands behind a `?`, and what looks like a token. */
export function withoutCredentials(text: string): string {
  let shown = '';
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (end < text.length && text.charCodeAt(end) > SPACE) end++;
    shown += wordShown(text.slice(start, end));
    start = end;
    while (end < text.length && text.charCodeAt(end) <= SPACE) end++;
    shown += text.slice(start, end);
    start = end;
  }
  return shown;
}

const SPACE = 32;

function wordShown(whole: string): string {
  const word = withoutUser(withoutQuery(whole));
  const equals = word.indexOf('=');
  if (equals > 0 && equals < word.length - 1 && isSecretName(word.slice(0, equals)))
    return `${word.slice(0, equals)}=…`;
  let shown = '';
  for (let start = 0; start < word.length; ) {
    let end = start;
    while (end < word.length && isTokens(word.charCodeAt(end))) end++;
    if (looksLikeToken(word, start, end)) {
      // Some tokens have parts with dots between them.
      end = word.indexOf('/', end);
      shown += `${word.slice(start, start + 4)}…`;
      if (end < 0) break;
    } else shown += word.slice(start, end);
    if (end < word.length) shown += word[end];
    start = end + 1;
  }
  return shown;
}

/** `/price?key=1`, `/price;session=1`, `/price#1` */
function withoutQuery(word: string): string {
  if (word.indexOf('/') < 0) return word;
  for (let at = 1; at < word.length - 1; at++) {
    const char = word[at];
    if (char === '?' || char === '#' || char === ';') return `${word.slice(0, at)}${char}…`;
  }
  return word;
}

/** `https://ada:secret@example.org/`, `//ada:secret@example.org/`, `ada:secret@example.org` */
function withoutUser(word: string): string {
  const scheme = word.indexOf('//');
  const start = scheme < 0 ? 0 : scheme + 2;
  const slash = word.indexOf('/', start);
  const at = word.lastIndexOf('@', slash < 0 ? word.length : slash);
  if (at < start || (scheme < 0 && word.lastIndexOf(':', at) < 0)) return word;
  return `${word.slice(0, start)}…${word.slice(at)}`;
}

const SHORTEST_TOKEN = 16;
/** From this length on, a word is a token even if letters and digits hardly alternate in it. */
const LONG_TOKEN = 20;

const isDigit = (char: number): boolean => char >= 48 && char <= 57;
const isLetter = (char: number): boolean => (char >= 65 && char <= 90) || (char >= 97 && char <= 122);
/** Letters, digits, `-` and `_`. */
const isTokens = (char: number): boolean => isDigit(char) || isLetter(char) || char === 45 || char === 95;

/** Whether a word has letters and digits in an order that nobody would give them. */
function looksLikeToken(word: string, start: number, end: number): boolean {
  if (end - start < SHORTEST_TOKEN) return false;
  let changes = 0;
  let length = 0;
  for (let at = start; at < end; at++) {
    const char = word.charCodeAt(at);
    if (!isDigit(char) && !isLetter(char)) {
      changes = 0;
      length = 0;
      continue;
    }
    if (++length > 1 && isDigit(char) !== isDigit(word.charCodeAt(at - 1))) changes++;
    if ((length >= SHORTEST_TOKEN && changes >= 3) || (length >= LONG_TOKEN && changes > 0)) return true;
  }
  return false;
}

/** Of longer texts only this much is shown and looked at. */
const LONGEST_LOOKED_AT = 400;

/** Shows a text that the program gave as an argument. Leaves out what follows the name of a secret, and the options of a command. */
export function argumentShown(argument: string): string {
  const text = argument.length > LONGEST_LOOKED_AT ? `${argument.slice(0, LONGEST_LOOKED_AT)}…` : argument;
  if (holdsEnvironment(text)) return '…';
  const ends = Math.min(endOfNames(text), endOfCommand(text));
  return withoutCredentials(ends < text.length ? `${text.slice(0, ends)}…` : text);
}

/** Where the text after the name of a secret begins: `password=`, `{"password":`, `Authorization: `, `--password `. */
function endOfNames(text: string): number {
  const lower = text.toLowerCase();
  for (let from = 0; ; ) {
    const { at, end: after } = secretPart(lower, from);
    if (at < 0) return text.length;
    let end = after;
    while (end < text.length && isTokens(text.charCodeAt(end))) end++;
    while (end < text.length && CLOSING.includes(text[end] as string)) end++;
    if (end < text.length && ENDS_NAME.includes(text[end] as string)) return end + 1;
    from = after;
  }
}

const CLOSING = '"\'])}`';
const ENDS_NAME = '=: \t\n';

/** Where the options of a command begin: `mysql -u root -p…` shows no more than `mysql`. */
function endOfCommand(text: string): number {
  if (text.startsWith('-----')) return 0;
  for (let at = text.indexOf(' -'); at >= 0; at = text.indexOf(' -', at + 1)) {
    const next = text.charCodeAt(at + 2);
    if (isLetter(next) || next === 45) return at + 1;
  }
  return text.length;
}

// Taken before the program can replace it by an object with getters.
const { env } = process;
const SHORTEST_VALUE = 6;
/** Not secrets, though their names contain `PWD`: a shell's working folder and the one before, with which most paths begin. */
const FOLDERS: readonly string[] = ['PWD', 'OLDPWD'];
/** The program may set more variables at any time (dotenv), so they are read again. That takes 50 µs. */
const LOOKED_AT_EVERY_NS = 20e6;
let lookedAtNs = Number.NEGATIVE_INFINITY;
let values: string[] = [];

/** Whether the text contains the value of an environment variable that has the name of a secret. */
function holdsEnvironment(text: string): boolean {
  const nowNs = lastRecordNs();
  if (nowNs - lookedAtNs >= LOOKED_AT_EVERY_NS) {
    lookedAtNs = nowNs;
    values = secretValues();
  }
  for (let i = 0; i < values.length; i++) if (text.includes(values[i] as string)) return true;
  return false;
}

function secretValues(): string[] {
  const found: string[] = [];
  const names = Object.keys(env);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const value = isSecretName(name) && !FOLDERS.includes(name) ? env[name] : undefined;
    if (value !== undefined && value.length >= SHORTEST_VALUE) found[found.length] = value;
  }
  return found;
}
