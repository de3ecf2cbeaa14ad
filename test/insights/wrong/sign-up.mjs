// Twenty people sign up at once, and whoever only wants to read a file waits behind their passwords.
import { pbkdf2 } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
// finds threadpool-saturated: 20 of signUp()
async function signUp(password) {
  const hash = await derive(password, 'salt', 20_000, 64, 'sha512');
  return hash.length;
}
async function page() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  return text.length > 0;
}
async function visitors() {
  return Promise.all([page(), page()]);
}
async function customers() {
  return Promise.all(Array.from({ length: 20 }, (_, at) => signUp(`secret ${at}`)));
}
console.log((await Promise.all([customers(), visitors()])).length);
