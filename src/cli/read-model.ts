import { Model } from '../model/index.ts';
import { openRecording } from '../recording/reader.ts';
import { problemError } from './errors.ts';

interface Reading {
  /** How much of the file has been read, 0 to 1. */
  readonly onRead?: (part: number) => void;
  readonly signal?: AbortSignal;
}

/** Everything a recording holds. Throws a CommandError when it cannot be opened. */
export async function readModel(file: string, { onRead, signal }: Reading = {}): Promise<Model> {
  const opened = await openRecording(file);
  if (!opened.ok) throw problemError(opened.problem);
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
