/**
 * Of a file of a package its path from the package's name on, which tells it from the many of its name: `express/lib/router/index.js`. `folder`:
 * what packages are installed in. Null for any other file. Paths of either kind of machine.
 */
export function pathInPackage(path: string, folder: string): string | null {
  const parts = path.split(/[\\/]/);
  const at = parts.lastIndexOf(folder);
  return at < 0 || at === parts.length - 1 ? null : parts.slice(at + 1).join('/');
}
