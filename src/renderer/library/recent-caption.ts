import { baseName } from '../../model/details/labels.ts';
import type { RecentFile } from '../../protocol/bridge.ts';
import { folderOf } from '../text/format.ts';

/** How Loopscope names the recordings it keeps: the script's name and when it was run. */
const RECORDING = /^(.+)-(\d{4})-(\d\d)-(\d\d)T(\d\d)-(\d\d)(?:-\d\d)?.*\.loopscope$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The caption of a recent file in a narrow list: a script with its folder, a recording with its time, which tells it from others. */
export function recentCaption(
  path: string,
  kind: RecentFile['kind'],
): { readonly name: string; readonly where: string; readonly isTime: boolean } {
  const parts = kind === 'recording' ? RECORDING.exec(baseName(path)) : null;
  if (parts === null) return { name: baseName(path), where: baseName(folderOf(path)), isTime: false };
  const [, name = '', , month = '1', day = '1', hour, minute] = parts;
  return { name, where: `${Number(day)} ${MONTHS[Number(month) - 1]} ${hour}:${minute}`, isTime: true };
}
