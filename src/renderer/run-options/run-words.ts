import { counted } from '../../model/words.ts';
import type { RunChoices } from '../store/ui-store.ts';

/** Whether a script runs in another folder than its own, or with variables of its own. */
export const runsOtherwise = ({ cwd, env }: RunChoices): boolean =>
  cwd !== null || Object.keys(env).length > 0;

/** How a script will be run, in words. */
export function runWords({ cwd, env, argumentText }: RunChoices): string {
  const variables = Object.keys(env).length;
  const ends = [
    variables > 0 ? `with ${counted(variables, 'variable')} of its own` : '',
    argumentText.trim() === '' ? '' : 'with the arguments above',
  ];
  return `It runs in ${[cwd ?? 'this folder', ...ends.filter(Boolean)].join(', ')}.`;
}
