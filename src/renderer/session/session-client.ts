import type { SessionStatus } from '../../model/view-types.ts';
import type {
  Ending,
  FromWorker,
  QueryAnswer,
  QueryName,
  QueryRequest,
  ToWorker,
} from '../worker/contract.ts';

export interface SessionListener {
  status(status: SessionStatus, ending: Ending | null): void;
  progress(done: number): void;
  /** The worker itself has failed, and will not answer any more. */
  failed(message: string): void;
}

/** The window's end of a session: it owns the worker with the model, and sends questions to it. */
export class SessionClient {
  readonly #worker: Worker;
  readonly #listener: SessionListener;
  readonly #calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastCall = 0;
  #closed = false;

  constructor(port: MessagePort, listener: SessionListener) {
    this.#listener = listener;
    this.#worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    this.#worker.onerror = (event) => listener.failed(event.message);
    this.#send({ type: 'open', port }, [port]);
  }

  /** Asks the worker. Rejects with `SessionClosedError` if the session is closed before the answer comes. */
  query<Name extends QueryName>(name: Name, request: QueryRequest<Name>): Promise<QueryAnswer<Name>> {
    if (this.#closed) return Promise.reject(new SessionClosedError());
    this.#lastCall += 1;
    const call = this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve: resolve as (value: unknown) => void, reject });
      this.#send({ type: 'query', call, name, request });
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#worker.terminate();
    for (const { reject } of this.#calls.values()) reject(new SessionClosedError());
    this.#calls.clear();
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWorker): void {
    if (this.#closed) return;
    if (message.type === 'status') this.#listener.status(message.status, message.ending);
    else if (message.type === 'progress') this.#listener.progress(message.done);
    else {
      const call = this.#calls.get(message.call);
      this.#calls.delete(message.call);
      if (message.type === 'answer') call?.resolve(message.value);
      else call?.reject(new Error(message.message));
    }
  }
}

/** The session has been closed, so the caller has nothing left to do. */
export class SessionClosedError extends Error {
  override name = 'SessionClosedError';
  constructor() {
    super('The session was closed.');
  }
}

/** For `catch`: ignores that the session has been closed, and throws every other error again. */
export function ignoreClosed(error: unknown): undefined {
  if (error instanceof SessionClosedError) return undefined;
  throw error;
}
