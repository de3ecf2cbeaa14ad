import { shortened } from './abouts.ts';
import { ownValue } from './own-value.ts';
import { withoutCredentials } from './secrets.ts';

export interface HttpRequest {
  readonly method?: unknown;
  readonly host?: unknown;
  readonly path?: unknown;
  readonly socket?: object | null;
  readonly reusedSocket?: boolean;
  getHeader?(name: string): unknown;
}

/** Names of requests by their paths: most programs ask for few paths, and putting a name together takes 1 µs. */
const named = new Map<string, { readonly method: unknown; readonly host: unknown; readonly name: string }>();
const MOST_NAMED = 500;
const LONGEST_NAMED = 200;

/** `Host` is the only header that is read: it has the port. */
export function httpName(request: HttpRequest): string {
  const { method, path } = request;
  const host = request.getHeader?.('host') ?? request.host;
  if (typeof path !== 'string' || path.length > LONGEST_NAMED) return requestName(method, host, path);
  const known = named.get(path);
  if (known !== undefined && known.method === method && known.host === host) return known.name;
  const name = requestName(method, host, path);
  if (named.size >= MOST_NAMED) named.clear();
  named.set(path, { method, host, name });
  return name;
}

/** `GET localhost:8080/price`: never what stands behind a `?`. */
export function requestName(method: unknown, host: unknown, path: unknown): string {
  // Without the user name of an address, which Node leaves in `Host` and `path`.
  const where = typeof host === 'string' ? host.slice(host.lastIndexOf('@') + 1) : '';
  const what = typeof path === 'string' ? withoutCredentials(beforeQuery(path)) : '';
  return `${typeof method === 'string' ? method : 'GET'} ${shortened(where + what)}`;
}

/** By positions in the text: a regular expression would take 0.2 µs for each request. */
function beforeQuery(path: string): string {
  const query = path.indexOf('?');
  const before = query < 0 ? path : path.slice(0, query);
  const fragment = before.indexOf('#');
  return fragment < 0 ? before : before.slice(0, fragment);
}

/** Where frameworks keep the request that a server was given: Fastify in `raw`, Koa in `req`. */
const KEPT_IN = ['raw', 'req'] as const;

/** `GET /price` for a request that a server was given, or a framework's object around one; null for anything else. */
export function servedName(value: unknown): string | null {
  let name = nameOfMessage(value);
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < KEPT_IN.length && name === null; at++)
    name = nameOfMessage(ownValue(value, KEPT_IN[at] as string));
  return name;
}

/** Other objects may have a method and a path, too, such as options of the program's: they are not requests that came in. */
function nameOfMessage(value: unknown): string | null {
  const path = ownValue(value, 'url');
  if (typeof path !== 'string' || !Array.isArray(ownValue(value, 'rawHeaders'))) return null;
  const method = ownValue(value, 'method');
  return typeof method === 'string' ? requestName(method, '', path) : null;
}
