import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { main } from '../bridge.ts';
import { openPath } from '../session/session.ts';
import { showProblem } from '../store/ui-store.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Takes a file dropped anywhere on the window, and says what will happen with it. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false);
  // Entering a child comes before leaving its parent: only the balance says whether the pointer is still here.
  const depth = useRef(0);
  const moved = (by: number) => {
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    depth.current = 0;
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
      onDragEnter={(event) => hasFiles(event) && moved(1)}
      onDragLeave={(event) => hasFiles(event) && moved(-1)}
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
          <p>A script is made ready to run, a recording is shown.</p>
        </div>
      )}
    </div>
  );
}
