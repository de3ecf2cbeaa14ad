import { FilePlus2, FolderOpen, Play, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { baseName } from '../../model/details/labels.ts';
import { main } from '../bridge.ts';
import { isEnabled, runCommand } from '../commands/commands.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { changeChoices, rememberChoices } from '../store/run-choices.ts';
import { useUi } from '../store/ui-store.ts';
import { joinArguments } from '../text/arguments.ts';
import { folderOf } from '../text/format.ts';
import { readVariables, variableLines } from '../text/variables.ts';
import './run-options.css';

const close = () => useUi.setState({ dialog: null });

/** The dialog for the folder, arguments and environment variables with which a script runs; they are remembered for it. */
export function RunOptionsDialog() {
  const path = useUi(({ dialog, scriptPath }) => (dialog === 'run-options' ? scriptPath : null));
  return path !== null && <Editor path={path} />;
}

function Editor({ path }: { readonly path: string }) {
  const options = useOptions(path);
  const { folder, argumentText, wrong } = options;
  return (
    <Dialog label="Run options" className="run-options" startsAt=".run-options-folder" onClose={close}>
      <div className="dialog-head">
        <h2>Run options of {baseName(path)}</h2>
        <Button icon={X} aria-label="Close" onClick={close} />
      </div>
      <form
        className="dialog-body run-options-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong.length === 0) options.keep();
        }}
      >
        <Row name="Folder" pick={{ icon: FolderOpen, name: 'Choose…', run: options.pickFolder }}>
          {(id) => (
            <input
              id={id}
              className="field run-options-folder mono"
              spellCheck={false}
              placeholder={folderOf(path)}
              value={folder}
              onChange={({ target }) => options.setFolder(target.value)}
            />
          )}
        </Row>
        <Row name="Arguments" pick={{ icon: FilePlus2, name: 'Add a file…', run: options.addFile }}>
          {(id) => (
            <input
              id={id}
              className="field mono"
              spellCheck={false}
              value={argumentText}
              onChange={({ target }) => options.setArgumentText(target.value)}
            />
          )}
        </Row>
        <VariablesRow options={options} />
        <p id="run-options-hint" className="run-options-hint" role="status">
          {options.unread ?? wrongWords(wrong) ?? HINT}
        </p>
        <Actions isWrong={wrong.length > 0} keep={options.keep} />
      </form>
    </Dialog>
  );
}

function VariablesRow({ options }: { readonly options: ReturnType<typeof useOptions> }) {
  return (
    <Row name="Variables" pick={{ icon: FilePlus2, name: 'Add from a file…', run: options.addVariables }}>
      {(id) => (
        <textarea
          id={id}
          className="field field-lines mono"
          rows={6}
          spellCheck={false}
          placeholder="NAME=value"
          aria-describedby="run-options-hint"
          value={options.lines}
          onChange={({ target }) => options.setLines(target.value)}
        />
      )}
    </Row>
  );
}

const HINT =
  'One per line. They are added to the variables that Loopscope was started with, or replace them. All of this is kept for this ' +
  'script in Loopscope’s settings, as plain text. Recordings contain the folder and the arguments, but no variables.';

/** The contents of the fields, and what is wrong with them, until they are saved. */
function useOptions(path: string) {
  const { choices } = useUi.getState();
  const own = folderOf(path);
  const [folder, setFolder] = useState(choices.cwd ?? own);
  const [argumentText, setArgumentText] = useState(choices.argumentText);
  const [lines, setLines] = useState(variableLines(choices.env));
  const [unread, setUnread] = useState<string | null>(null);
  const { env, wrong } = readVariables(lines);
  const cwd = folder.trim() === '' ? own : folder.trim();

  const keep = () => {
    changeChoices({ argumentText, cwd: cwd === own ? null : cwd, env });
    rememberChoices();
    close();
  };
  const pickFolder = async () => setFolder((await main.pick('folder', cwd)) ?? folder);
  const addFile = async () => {
    const file = await main.pick('file', cwd);
    if (file !== null) setArgumentText(`${argumentText.trimEnd()} ${joinArguments([file])}`.trimStart());
  };
  const addVariables = async () => {
    const file = await main.pick('variables', cwd);
    if (file === null) return;
    const read = await main.readVariables(file);
    setUnread(read.ok ? null : `${read.problem.title}. ${read.problem.detail} ${read.problem.action}`);
    if (read.ok) setLines(`${lines}\n${read.value}`.trim());
  };
  const fields = { folder, setFolder, argumentText, setArgumentText, lines, setLines };
  return { ...fields, unread, wrong, keep, pickFolder, addFile, addVariables };
}

function Actions({ isWrong, keep }: { readonly isWrong: boolean; keep(): void }) {
  const canRun = useUi((state) => isEnabled('run', state));
  return (
    <div className="dialog-actions">
      <Button look="outlined" onClick={close}>
        Cancel
      </Button>
      <Button look="outlined" type="submit" disabled={isWrong}>
        Save
      </Button>
      <Button
        look="primary"
        icon={Play}
        disabled={isWrong || !canRun}
        onClick={() => {
          keep();
          // After the dialog has returned the focus.
          setTimeout(() => runCommand('run'));
        }}
      >
        Save and run
      </Button>
    </div>
  );
}

function wrongWords(wrong: readonly number[]): string | null {
  if (wrong.length === 0) return null;
  const which = wrong.length === 1 ? `Line ${wrong[0]} is` : `Lines ${wrong.join(', ')} are`;
  return `${which} no variable: write NAME=value.`;
}

function Row({
  name,
  pick,
  children,
}: {
  readonly name: string;
  readonly pick: { readonly icon: typeof X; readonly name: string; run(): Promise<void> };
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{name}</label>
      {children(id)}
      <Button look="outlined" icon={pick.icon} onClick={() => void pick.run()}>
        {pick.name}
      </Button>
    </>
  );
}
