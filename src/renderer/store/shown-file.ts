import type { UiState } from './ui-store.ts';

/** The file that is shown: an opened recording, or a script that runs or is ready to run; null on the welcome screen. */
export const shownFile = ({ session, scriptPath }: UiState): string | null =>
  session?.kind === 'recording' ? session.recordingPath : scriptPath;
