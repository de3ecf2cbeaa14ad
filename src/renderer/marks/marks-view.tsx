import { Trash2 } from 'lucide-react';
import { type Mark, MOST_MARK_TEXT } from '../../protocol/marks.ts';
import { Button } from '../controls/button.tsx';
import { deleteMark, goToMark, setMark } from '../store/marks.ts';
import { useUi } from '../store/ui-store.ts';
import { formatDuration, formatMoment } from '../text/format.ts';
import './marks.css';

/** The list of all marks in order of time, to go to, edit or remove. */
export function MarksView() {
  const marks = useUi((state) => state.marks);
  if (marks.length === 0) {
    return (
      <p className="drawer-none">
        No moment is marked. Press M to mark where the playhead stands, or what the pointer is at.
      </p>
    );
  }
  return (
    <table className="marks-table" aria-label="Marks">
      <thead>
        <tr>
          <th scope="col">Moment</th>
          <th scope="col">Note</th>
          <th scope="col" className="number">
            Since the mark before
          </th>
          <th scope="col">
            <span className="visually-hidden">Delete</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {marks.map((mark, at) => (
          <Row key={mark.atNs} mark={mark} before={marks[at - 1] ?? null} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ mark, before }: { readonly mark: Mark; readonly before: Mark | null }) {
  const moment = formatMoment(mark.atNs);
  const write = (text: string) => text.trim() !== mark.text && setMark({ atNs: mark.atNs, text });
  return (
    <tr>
      <td>
        <button type="button" className="link" onClick={() => goToMark(mark)}>
          {moment}
        </button>
      </td>
      <td>
        <input
          key={mark.text}
          className="field marks-note"
          aria-label={`Note at ${moment}`}
          maxLength={MOST_MARK_TEXT}
          defaultValue={mark.text}
          onBlur={({ target }) => write(target.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') write(currentTarget.value);
            if (key === 'Escape') currentTarget.value = mark.text;
          }}
        />
      </td>
      <td className="number">{before === null ? '' : formatDuration(mark.atNs - before.atNs)}</td>
      <td>
        <Button icon={Trash2} aria-label={`Delete the mark at ${moment}`} onClick={() => deleteMark(mark)} />
      </td>
    </tr>
  );
}
