import type { UiState } from './ui-store.ts';

/** The file of what is shown: the recording that was opened, or the script that runs or is to run; null on the welcome screen. */
export const shownFile = ({ session, scriptPath }: UiState): string | null =>
  session?.kind === 'recording' ? session.recordingPath : scriptPath;
