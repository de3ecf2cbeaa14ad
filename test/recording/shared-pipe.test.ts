import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeAbandoned } from '../../src/recording/shared-pipe.ts';
import { newFolder } from '../support/folder.ts';

test('the next start removes what a killed recorder left behind, and nothing else', async () => {
  const within = newFolder();
  const make = (name: string, isOld = true): string => {
    const pipe = join(within, name, 'pipe');
    mkdirSync(join(within, name));
    execFileSync('mkfifo', [pipe]);
    writeFileSync(join(within, name, 'a file with markers'), '');
    if (isOld) utimesSync(pipe, 0, 0);
    return pipe;
  };
  make('loopscope-killed');
  make('loopscope-beginning', false);
  make('others-killed');
  const reader = openSync(make('loopscope-recording'), constants.O_RDONLY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(reader));
  mkdirSync(join(within, 'loopscope-check'));
  writeFileSync(join(within, 'loopscope-check', 'pipe'), '');
  await removeAbandoned(within);
  expect(readdirSync(within).sort()).toEqual([
    'loopscope-beginning',
    'loopscope-check',
    'loopscope-recording',
    'others-killed',
  ]);
  await removeAbandoned(join(within, 'no such folder'));
});
