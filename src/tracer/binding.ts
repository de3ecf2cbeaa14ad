/** What Node's own JavaScript is built on. Null where a version keeps it to itself, or a permission is missing. */
export function binding<Binding>(name: string): Binding | null {
  const { emitWarning } = process;
  // That it is deprecated is nothing the program has to do with.
  process.emitWarning = () => {};
  try {
    return (process as unknown as { binding(name: string): Binding }).binding(name);
  } catch {
    return null;
  } finally {
    process.emitWarning = emitWarning;
  }
}
