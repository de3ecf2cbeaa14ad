import { X } from 'lucide-react';
import { baseName } from '../../model/details/labels.ts';
import { main } from '../bridge.ts';
import { Button } from '../controls/button.tsx';
import { useUi } from '../store/ui-store.ts';
import { formatBytes, formatShare } from '../text/format.ts';

/** A strip for a file that is written: an export's progress with a button to cancel; then the file's path, also of a saved recording. */
export function WrittenStrip() {
  const written = useUi((state) => state.written);
  if (written === null) return null;
  const { way, file, progress } = written;
  if (progress === null) {
    return (
      <div className="progress-strip" role="status">
        <span className="selectable export-file">
          {way === 'saved' ? 'Saved as' : 'Exported to'} {file}
        </span>
        <Button look="outlined" onClick={() => void main.showWritten()}>
          Show in folder
        </Button>
        <Button
          icon={X}
          aria-label="Dismiss"
          title="Dismiss"
          onClick={() => useUi.setState({ written: null })}
        />
      </div>
    );
  }
  const read = 'read' in progress ? progress.read : null;
  return (
    <div className="progress-strip" role="status">
      <span>Exporting {baseName(file)}</span>
      {read === null ? (
        <progress aria-label="Exporting" />
      ) : (
        <progress aria-label="Exporting" value={read} max={1} />
      )}
      <span>
        {'read' in progress
          ? `${formatShare(progress.read)} read`
          : `${formatBytes(progress.writtenBytes)} written`}
      </span>
      <Button look="outlined" onClick={() => void main.cancelExport()}>
        Cancel
      </Button>
    </div>
  );
}
