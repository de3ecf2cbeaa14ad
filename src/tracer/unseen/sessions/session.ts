// One session of the inspector that the program has opened: it is told what it would be told without the tracer.

import {
  correct,
  correctCoverage,
  correctScript,
  correctWorker,
  isJson,
  isMarkersStatement,
  type Json,
  type Location,
  searchWritten,
  threadOf,
  withoutMarkersBreaks,
} from './answers.ts';
import { type HeapProfile, type Profile, withoutOwnHeapNodes, withoutOwnNodes } from './profiles.ts';
import { type Ask, type CallFrame, Scopes } from './scopes.ts';
import { isOwn, type Script, Scripts } from './scripts.ts';

interface Asked {
  readonly method: string;
  readonly params: Json;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  params?: Json;
  result?: Json;
}

export interface Connected {
  /** Hands a command to the inspector. In a session of its own thread, it answers before this returns. */
  dispatch(message: string): void;
  /** Hands a message to the program. */
  tell(message: string): void;
  /** The number of the tracer's thread. */
  readonly ownThread: number;
  /** It is a worker's session with the main thread, whose answers come later. */
  readonly isElsewhere: boolean;
  /** All scripts of the thread that is asked, from a session of the tracer's own. */
  listScripts(): Iterable<Script>;
}

/** Commands of the tracer's own have numbers that no program's have. */
const FIRST_OWN = -1;

const SNAPSHOT = '{"method":"HeapProfiler.addHeapSnapshotChunk"';
const STEP = /^Debugger\.step(?:Into|Over|Out)$/;

export class WrittenSession {
  readonly #connected: Connected;
  readonly #scripts: Scripts;
  readonly #scopes: Scopes;
  /** What was asked and not answered. */
  readonly #asked = new Map<number, Asked>();
  /** What waits for answers to the tracer's own questions. */
  readonly #waiting = new Map<number, (answer: Json | null) => void>();
  /** The sessions of the tracer's thread. */
  readonly #ownSessions = new Set<unknown>();
  #ownWorker = Number.POSITIVE_INFINITY;
  #lastOwn = FIRST_OWN;
  #step: string | null = null;
  /** Where the program was last told to have stopped: in the text that runs, and in the author's. */
  #stop: { readonly running: string; readonly written: string } | null = null;

  constructor(connected: Connected) {
    this.#connected = connected;
    this.#scripts = new Scripts(connected.listScripts, connected.isElsewhere);
    this.#scopes = new Scopes(this.#scripts, this.#ask);
  }

  /** What has to be asked instead of what the program asks. */
  command(text: string): string {
    const message = JSON.parse(text) as Message;
    const { id, method, params = {} } = message;
    if (typeof id !== 'number' || typeof method !== 'string' || !isJson(params)) return text;
    this.#asked.set(id, { method, params });
    if (STEP.test(method)) this.#step = method;
    else if (method === 'Debugger.resume' || method === 'Debugger.pause') this.#step = null;
    const places = (PLACES[method]?.(params) ?? []).filter(({ columnNumber }) => columnNumber > 0);
    if (places.length === 0) return text;
    places.forEach((place) => void this.#move(place));
    return JSON.stringify(message);
  }

  /** Tells the program what the inspector has said. */
  hear(text: string): void {
    // A megabyte of many, and nothing in it is a place.
    if (text.startsWith(SNAPSHOT)) return this.#connected.tell(text);
    const message = JSON.parse(text) as Message;
    const { id, method } = message;
    if (typeof id === 'number' && id <= FIRST_OWN) {
      this.#waiting.get(id)?.(message.result ?? null);
      this.#waiting.delete(id);
      return;
    }
    const tell = (): void => {
      correct(message.params ?? message.result, this.#scripts);
      this.#connected.tell(JSON.stringify(message));
    };
    if (method !== undefined) {
      if (this.#isTold(method, message.params ?? {})) tell();
      return;
    }
    const asked = this.#asked.get(id as number);
    this.#asked.delete(id as number);
    if (asked === undefined || !isJson(message.result)) tell();
    else if (asked.method === 'Runtime.getProperties')
      this.#scopes.correctProperties(asked.params.objectId, message.result, tell);
    else {
      this.#correctAnswer(asked, message.result);
      tell();
    }
  }

  /** Corrects an event; false if the program is not to be told. */
  #isTold(method: string, params: Json): boolean {
    if (method === 'Debugger.scriptParsed' || method === 'Debugger.scriptFailedToParse') {
      this.#scripts.add(params as unknown as Script);
      if (isOwn(params.url)) return false;
      correctScript(params as never, this.#scripts);
    } else if (method === 'Debugger.paused') return this.#pauses(params);
    else if (method === 'Profiler.consoleProfileFinished') withoutOwnNodes(params.profile as Profile);
    else if (method === 'Profiler.preciseCoverageDeltaUpdate')
      params.result = correctCoverage(params.result as never, this.#scripts);
    else if (method === 'NodeWorker.attachedToWorker') {
      const info = params.workerInfo as { workerId: string; title: string };
      if (threadOf(info) === this.#connected.ownThread) {
        this.#ownSessions.add(params.sessionId);
        this.#ownWorker = Number(info.workerId);
      } else correctWorker(info, this.#ownWorker);
    }
    return !this.#ownSessions.has(params.sessionId);
  }

  #correctAnswer({ method, params }: Asked, result: Json): void {
    if (method === 'Profiler.stop') withoutOwnNodes(result.profile as Profile);
    else if (method === 'Profiler.takePreciseCoverage' || method === 'Profiler.getBestEffortCoverage')
      result.result = correctCoverage(result.result as never, this.#scripts);
    else if (method === 'HeapProfiler.stopSampling' || method === 'HeapProfiler.getSamplingProfile')
      withoutOwnHeapNodes(result.profile as HeapProfile);
    else if (method === 'Debugger.getPossibleBreakpoints')
      result.locations = withoutMarkersBreaks(result.locations as Location[], this.#scripts);
    else if (method === 'Debugger.searchInContent')
      result.result = searchWritten(params as never, this.#scripts) ?? result.result;
  }

  #pauses(params: Json): boolean {
    const frames = (params.callFrames as CallFrame[]).filter(({ location }) => !this.#isOwn(location));
    if (this.#step !== null && this.#goesOn(params.callFrames as CallFrame[])) return false;
    frames.forEach((frame) => void this.#scopes.correct(frame));
    params.callFrames = frames;
    return true;
  }

  #isOwn = ({ scriptId = '' }: Location): boolean => isOwn(this.#scripts.get(scriptId)?.url);

  /** A step that ends in the tracer, in a marker, or behind one that its statement has called, goes on. */
  #goesOn({ 0: top }: readonly CallFrame[]): boolean {
    if (top === undefined) return false;
    const { scriptId = '', lineNumber: line, columnNumber: column } = top.location;
    if (this.#isOwn(top.location)) this.#goOn('Debugger.stepOut');
    else if (isMarkersStatement(top.location, this.#scripts)) this.#goOn(this.#step as string);
    else {
      const columns = this.#scripts.marked(scriptId, undefined)?.columns;
      const place = columns?.place(line + 1, column + 1);
      const stop = { running: `${line}:${column}`, written: `${scriptId}:${place?.line}:${place?.column}` };
      const before = this.#stop;
      this.#stop = columns === undefined ? null : stop;
      if (columns === undefined || before?.written !== stop.written || before.running === stop.running)
        return false;
      this.#stop = before;
      this.#goOn(this.#step as string);
    }
    return true;
  }

  /** Moves a place of the author's text to where that stands in the text that runs. */
  #move(place: Location): void {
    const { scriptId = '', url } = place;
    const marked = this.#scripts.marked(scriptId, url);
    if (marked !== null)
      place.columnNumber = marked.columns.running(place.lineNumber + 1, place.columnNumber + 1) - 1;
  }

  #ask: Ask = (method, params, then) => {
    const id = --this.#lastOwn;
    this.#waiting.set(id, then);
    this.#connected.dispatch(JSON.stringify({ id, method, params }));
  };

  #goOn(method: string): void {
    this.#ask(method, {}, () => {});
  }
}

/** Where commands name places. */
const PLACES: Record<string, (params: Json) => Location[]> = {
  'Debugger.setBreakpointByUrl': (params) => placesIn(params),
  'Debugger.setBreakpoint': ({ location }) => placesIn(location),
  'Debugger.continueToLocation': ({ location }) => placesIn(location),
  'Debugger.getPossibleBreakpoints': ({ start, end }) => placesIn(start, end),
};

const placesIn = (...places: unknown[]): Location[] => places.filter(isJson) as unknown as Location[];
