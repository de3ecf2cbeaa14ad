// Names of things that hold secrets: parameters, variables, options, headers, fields.

const PARTS = [
  'pass',
  'pwd',
  'secret',
  'token',
  'key',
  'auth',
  'cred',
  'cookie',
  'session',
  'jwt',
  'bearer',
  'signature',
];
/** Words that are secret only as a whole, since they are parts of harmless words. */
const WHOLE = ' pin otp pw cvv cvc ssn iban dsn salt nonce env environment header headers body payload ';

/** Whether something of this name (a parameter, a variable, an option, a header) may be a secret, or contain one. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return secretPart(lower, 0).at >= 0 || lower.endsWith('pin') || WHOLE.includes(` ${lower} `);
}

/** Whether a function of this name is given secrets, whatever its parameters are called. */
export function takesSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return ['passw', 'passphrase', 'pwd', 'secret', 'token', 'credential', 'cookie'].some((part) =>
    lower.includes(part),
  );
}

const found = { at: -1, end: 0 };

/** The first of `PARTS` in a lower-case text, from a position on. */
export function secretPart(lower: string, from: number): typeof found {
  found.at = -1;
  for (let i = 0; i < PARTS.length; i++) {
    const part = PARTS[i] as string;
    let at = lower.indexOf(part, from);
    // `author` is harmless, though it begins like `authorization`.
    if (part === 'auth')
      while (at >= 0 && lower.startsWith('author', at) && !lower.startsWith('authori', at))
        at = lower.indexOf(part, at + 1);
    if (at < 0 || (found.at >= 0 && at >= found.at)) continue;
    found.at = at;
    found.end = at + part.length;
  }
  return found;
}
