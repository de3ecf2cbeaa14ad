// A debugger that connects to a program as others do: by a WebSocket to the inspector of its Node.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { PATIENCE_MS, type ProgramOptions, runPlain } from './program.ts';
import { runTraced } from './traced.ts';

/** A place as the protocol tells it: from 0. */
interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}
export interface Frame {
  readonly functionName: string;
  readonly location: Location;
}
export interface Script {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapURL: string;
}
type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
};

export class Debugger {
  readonly scripts = new Map<string, Script>();
  readonly #socket: WebSocket;
  readonly #listeners = new Set<(message: Message) => void>();
  #asked = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data as string) as Message;
      if (message.method === 'Debugger.scriptParsed') {
        const script = message.params as Script;
        this.scripts.set(script.scriptId, script);
      }
      for (const listener of [...this.#listeners]) listener(message);
    });
  }

  async ask<Result>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#asked;
    const answered = this.#first((message) => message.id === id);
    this.#socket.send(JSON.stringify({ id, method, params }));
    const message = await answered;
    if (message.result === undefined) throw new Error(`${method}: ${JSON.stringify(message)}`);
    return message.result as Result;
  }

  async next<Params>(method: string): Promise<Params> {
    return (await this.#first((message) => message.method === method)).params as Params;
  }

  /** Where the program stops next, after a command that makes it go on. */
  async stop(command: string, params: object = {}): Promise<readonly Frame[]> {
    const paused = this.next<{ readonly callFrames: readonly Frame[] }>('Debugger.paused');
    await this.ask(command, params);
    return (await paused).callFrames;
  }

  /** Whether a frame is of a program's file. */
  isUsers({ location }: Frame): boolean {
    return this.scripts.get(location.scriptId)?.url.startsWith('file:') === true;
  }

  /** The name of a frame's function and its place, from 1, in the text that its source map leads to. */
  async shown(frame: Frame): Promise<string> {
    const { scriptId, lineNumber, columnNumber } = frame.location;
    const script = this.scripts.get(scriptId) as Script;
    const map = mapOf(script);
    if (map === null) {
      const { scriptSource } = await this.ask<{ scriptSource: string }>('Debugger.getScriptSource', {
        scriptId,
      });
      return told(frame, scriptSource, lineNumber + 1, columnNumber);
    }
    const { line, column } = originalPositionFor(map, { line: lineNumber + 1, column: columnNumber });
    return told(frame, map.sourcesContent?.[0] ?? '', line ?? 0, column ?? 0);
  }

  #first(isIt: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error('The inspector did not answer')), PATIENCE_MS);
      const listener = (message: Message): void => {
        if (!isIt(message)) return;
        clearTimeout(patience);
        this.#listeners.delete(listener);
        resolve(message);
      };
      this.#listeners.add(listener);
    });
  }
}

const told = (frame: Frame, text: string, line: number, column: number): string =>
  `${frame.functionName} ${line}:${column + 1} ${text.split('\n')[line - 1]?.slice(column)}`;

function mapOf({ sourceMapURL }: Script): TraceMap | null {
  const { 1: data } = /^data:[^,]*;base64,(.*)$/.exec(sourceMapURL) ?? [];
  if (data !== undefined) return new TraceMap(Buffer.from(data, 'base64').toString());
  return sourceMapURL.startsWith('file:')
    ? new TraceMap(readFileSync(fileURLToPath(sourceMapURL), 'utf8'))
    : null;
}

/**
 * Runs a program that waits for a debugger before its first line, or does what `nodeOptions` say, and returns what `work` found out. The program runs on
 * when `work` is over.
 */
export async function debugged<Found>(
  path: string,
  how: 'plain' | 'traced',
  work: (client: Debugger) => Promise<Found>,
  { nodeOptions = '--inspect-brk=0', ...options }: ProgramOptions & { readonly nodeOptions?: string } = {},
): Promise<Found> {
  let output = '';
  let isFound = (_url: string): void => {};
  const url = new Promise<string>((resolve) => {
    isFound = resolve;
  });
  const running = (how === 'plain' ? runPlain : runTraced)(path, {
    ...options,
    env: { ...options.env, NODE_OPTIONS: nodeOptions },
    onOutput: (piece) => {
      output += piece;
      const { 0: found } = /ws:\/\/[\w.:]+\/[\w-]{36}/.exec(output) ?? [];
      if (found !== undefined) isFound(found);
    },
  });
  const socket = new WebSocket(await Promise.race([url, running.then(() => url)]));
  await once(socket, 'open');
  const client = new Debugger(socket);
  await client.ask('Runtime.enable');
  await client.ask('Debugger.enable');
  try {
    return await work(client);
  } finally {
    socket.close();
    await running;
  }
}
