import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { HELD_A_BYTE, Model } from '../model/index.ts';
import { failure } from '../recording/problem.ts';
import { type OpenRecording, openRecording } from '../recording/reader.ts';
import { problemError } from './errors.ts';

const MIB = 1024 * 1024;

interface Reading {
  /** How much of the file has been read, 0 to 1. */
  readonly onRead?: (part: number) => void;
  readonly signal?: AbortSignal;
}

/** Reads a whole recording into a model. Throws a CommandError if it cannot be opened, or needs more memory than there is. */
export async function readModel(file: string, { onRead, signal }: Reading = {}): Promise<Model> {
  const opened = await openRecording(file);
  if (!opened.ok) throw problemError(opened.problem);
  await refuseTooMuch(opened.value);
  const model = new Model();
  model.setHeader(opened.value.header);
  const { fileBytes } = opened.value;
  const ending = await opened.value.read((stream, bytes, readBytes) => {
    model.ingest(stream, bytes);
    onRead?.(readBytes / fileBytes);
  }, signal);
  model.finish(ending);
  return model;
}

/** A file may unpack to a thousand times its size. Its chunks say how large they unpack, and reading enforces that. */
async function refuseTooMuch(recording: OpenRecording): Promise<void> {
  const { path } = recording;
  const rawBytes = await recording.rawBytes();
  const memoryBytes = memoryLimit();
  if (rawBytes * HELD_A_BYTE <= memoryBytes) return;
  await recording.close();
  const [events, memory] = [rawBytes, memoryBytes].map((bytes) => `${Math.round(bytes / MIB)} MiB`);
  throw problemError(
    failure(
      `Cannot read ${basename(path)}`,
      `${path} unpacks to ${events} of events, too many for the ${memory} of memory here.`,
      'Open it in the window, which shows a part at a time, or record a shorter run.',
    ).problem,
  );
}

/** The machine's memory, or the limit that is set for this process. */
function memoryLimit(): number {
  const constrainedBytes = process.constrainedMemory?.() ?? 0;
  return constrainedBytes > 0 ? Math.min(constrainedBytes, totalmem()) : totalmem();
}
