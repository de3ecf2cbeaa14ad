import { type DragEvent, type ReactNode, useState } from 'react';
import { main } from '../bridge.ts';
import { openPath } from '../session/session.ts';
import { showProblem } from '../store/problems.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Accepts a file dropped anywhere on the window, and says during the drag what will happen with it. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false);
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { files } = event.dataTransfer;
    if (files.length === 0) return;
    if (files.length > 1) {
      showProblem({
        title: 'Cannot open several files at once',
        detail: `${files.length} files were dropped.`,
        action: 'Drop one script or one recording.',
      });
      return;
    }
    void openPath(main.pathOfFile(files[0]));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one more way to do what Open does.
    <div
      className="app-drop"
      onDragEnter={(event) => hasFiles(event) && setOver(true)}
      // Only leaving the window has no related target; moving between its parts has one.
      onDragLeave={(event) => event.relatedTarget === null && setOver(false)}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={dropped}
    >
      {children}
      {over && (
        <div className="drop-overlay">
          <p>Drop to open</p>
          <p>A script is made ready to run, a recording is shown, a folder of lessons joins the course.</p>
        </div>
      )}
    </div>
  );
}
