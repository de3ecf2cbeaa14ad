import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { checkFile } from '../recording/check-script.ts';
import { CommandError, EXIT_TROUBLE, problemError } from './errors.ts';
import { refuseOwnLimits } from './own-permissions.ts';
import { startScript } from './paths.ts';
import { PassedSignals } from './signals.ts';

/** Opens the app with a script, which it runs, or with a recording. Resolves when the app has been closed. */
export async function openApp(file: string | undefined, programArgs: readonly string[]): Promise<void> {
  refuseOwnLimits();
  if (file !== undefined) {
    const checked = await checkFile(file);
    if (!checked.ok) throw problemError(checked.problem);
  }
  if (!existsSync(startScript)) {
    throw new CommandError(
      'The app is not part of this installation; `record` and `report` work without it.',
    );
  }
  const args = [
    ...(file === undefined ? [] : [file]),
    ...(programArgs.length > 0 ? ['--', ...programArgs] : []),
  ];
  const signals = new PassedSignals();
  const app = spawn(process.execPath, [startScript, ...args], { stdio: 'inherit' });
  signals.to((signal) => app.kill(signal));
  const [exitCode] = await new Promise<[number | null]>((resolve, reject) => {
    app.once('error', reject);
    app.once('exit', (code) => resolve([code]));
  });
  await signals.close();
  process.exitCode = exitCode ?? EXIT_TROUBLE;
}
