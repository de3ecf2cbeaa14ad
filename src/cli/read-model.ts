import { Model } from '../model/index.ts';
import { openRecording } from '../recording/reader.ts';
import { problemError } from './errors.ts';

/** Everything a recording holds. Throws a CommandError when it cannot be opened. */
export async function readModel(file: string): Promise<Model> {
  const opened = await openRecording(file);
  if (!opened.ok) throw problemError(opened.problem);
  const model = new Model();
  model.setHeader(opened.value.header);
  const ending = await opened.value.read((stream, bytes) => model.ingest(stream, bytes));
  model.finish(ending);
  return model;
}
