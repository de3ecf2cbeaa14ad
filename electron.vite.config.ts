import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const at = (path: string) => resolve(root, path);

// Explicit targets: electron-vite would take them from the installed electron package, but the app also has to run on
// the older runtime that development falls back to (Electron 33: Node 20.18, Chrome 130).
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

// Main is CommonJS on purpose: a top-level `await app.whenReady()` deadlocks an ES-module main without any error, and
// here it is a build error instead. Everything but Electron is bundled, so out/ runs without node_modules.
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: nodeTarget,
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: at('src/main/index.ts'),
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  // A sandboxed preload can load one CommonJS file and nothing beside it.
  preload: {
    build: {
      outDir: at('out/preload'),
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: at('src/preload/index.ts'),
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      target: chromeTarget,
      sourcemap: true,
      // Inlined data: URLs would need holes in the content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
});
