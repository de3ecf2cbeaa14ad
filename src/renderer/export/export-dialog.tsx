import { X } from 'lucide-react';
import { EXPORT_FORMATS, type ExportFormat } from '../../protocol/export-formats.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { exportRecording } from '../session/session.ts';
import { useUi } from '../store/ui-store.ts';
import './export.css';

/** The dialog that asks for the format; then the system's dialog asks where to. */
export function ExportDialog() {
  const open = useUi(({ dialog }) => dialog === 'export');
  if (!open) return null;
  const close = () => useUi.setState({ dialog: null });
  const choose = (format: ExportFormat) => {
    close();
    void exportRecording(format);
  };
  return (
    <Dialog label="Export the recording" className="dialog-small" startsAt=".export-format" onClose={close}>
      <div className="dialog-head">
        <h2>Export the recording</h2>
        <Button icon={X} aria-label="Close" onClick={close} />
      </div>
      <ul className="dialog-body export-formats">
        {EXPORT_FORMATS.map(({ id, label, extension, use }) => (
          <li key={id}>
            <button type="button" className="export-format" onClick={() => choose(id)}>
              <span className="export-label">{label}</span>
              <span className="export-extension">{extension}</span>
              <span className="export-use">{use}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
