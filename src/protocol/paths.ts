/**
 * For a file of a package, its path from the package's name on, because many packages have files of the same name:
 * `express/lib/router/index.js`. `folder`: the name of the folder in which packages are installed. Null for any other file. Understands
 * paths of every system.
 */
export function pathInPackage(path: string, folder: string): string | null {
  const parts = path.split(/[\\/]/);
  const at = parts.lastIndexOf(folder);
  return at < 0 || at === parts.length - 1 ? null : parts.slice(at + 1).join('/');
}
