import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type Mark, MOST_MARK_TEXT } from '../../protocol/marks.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { deleteMark, setMark } from '../store/marks.ts';
import { useUi } from '../store/ui-store.ts';
import { formatMoment } from '../text/format.ts';

const close = () => useUi.setState({ dialog: null, markDraft: null });

/** The dialog for a mark's note. Enter sets the mark, or saves the change. */
export function MarkDialog() {
  const draft = useUi(({ dialog, markDraft }) => (dialog === 'mark' ? markDraft : null));
  return draft && <Editor key={draft.atNs} draft={draft} />;
}

function Editor({ draft }: { readonly draft: Mark }) {
  const [text, setText] = useState(draft.text);
  const known = useUi(({ marks }) => marks.some(({ atNs }) => atNs === draft.atNs));
  const field = useRef<HTMLInputElement>(null);
  // After the dialog has opened, because opening focuses its first button.
  useEffect(() => field.current?.select(), []);
  const done = (change: () => void) => {
    change();
    close();
  };
  return (
    <Dialog label="Mark" className="dialog-small" onClose={close}>
      <div className="dialog-head">
        <h2>Mark at {formatMoment(draft.atNs)}</h2>
        <Button icon={X} aria-label="Close" onClick={close} />
      </div>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault();
          done(() => setMark({ atNs: draft.atNs, text }));
        }}
      >
        <input
          ref={field}
          className="field mark-field"
          aria-label="Note"
          placeholder="A note, if you like"
          maxLength={MOST_MARK_TEXT}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <div className="dialog-actions">
          {known && (
            <Button look="outlined" onClick={() => done(() => deleteMark(draft))}>
              Delete
            </Button>
          )}
          <Button look="primary" type="submit">
            {known ? 'Save' : 'Mark'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
