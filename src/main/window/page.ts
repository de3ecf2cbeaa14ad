// The window's page, served under a scheme of its own. Unlike file:// it has an origin, may start module workers, and can have a content
// security policy.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { app, protocol, session } from 'electron';
import { rendererFolder } from '../paths.ts';

const SCHEME = 'loopscope';
const ORIGIN = `${SCHEME}://app`;

/**
 * Set by electron-vite during development: the page then comes from its server, with hot reload. In a packaged app it is ignored, because a
 * variable must not decide which page gets the bridge.
 */
const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;

export const pageUrl = (): string => developmentUrl ?? `${ORIGIN}/index.html`;

/** Whether a frame that sends a request to main shows our page. */
export const isOurPage = (url: string): boolean => URL.canParse(url) && originOf(url) === originOf(pageUrl());

// `new URL().origin` is "null" for a scheme the URL standard does not know.
const originOf = (url: string): string => `${new URL(url).protocol}//${new URL(url).host}`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Where `<meta property="csp-nonce" nonce="…">` gets the nonce that libraries need to add style elements. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

// Vite's server inserts styles and its hot-reload client into the page.
const developmentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self' ws:",
].join('; ');

/** To be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** To be called once the app is ready. */
export function setupPage(): void {
  protocol.handle(SCHEME, (request) => answer(new URL(request.url)));
  if (developmentUrl === undefined) return;
  session.defaultSession.webRequest.onHeadersReceived((details, callback) => {
    callback({
      responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [developmentPolicy] },
    });
  });
}

async function answer(url: URL): Promise<Response> {
  try {
    const folder = rendererFolder();
    const file = normalize(join(folder, decodeURIComponent(url.pathname)));
    const type = TYPES[extname(file)];
    if (url.host !== 'app' || !file.startsWith(folder + sep) || type === undefined) return notFound();
    const nonce = randomBytes(16).toString('base64');
    const content = await readFile(file);
    const body = type.startsWith('text/html')
      ? content.toString().replaceAll(NONCE_PLACEHOLDER, nonce)
      : new Uint8Array(content);
    return new Response(body, {
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': policy(nonce),
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch {
    // There is no such file, or the path is malformed, such as `%`.
    return notFound();
  }
}

const notFound = (): Response => new Response('Not found', { status: 404 });
