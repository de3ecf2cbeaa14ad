/** What the types of this project lack. */
interface Assembly {
  readonly Memory: new (size: { shared: true; initial: number; maximum: number }) => { buffer: object };
}

/** Of WebAssembly, which has shared memory also where the program's start has removed the class (`--require`). */
function behindWebAssembly(): SharedArrayBufferConstructor {
  const { Memory } = (globalThis as unknown as { WebAssembly: Assembly }).WebAssembly;
  return new Memory({ shared: true, initial: 0, maximum: 0 }).buffer
    .constructor as SharedArrayBufferConstructor;
}

/** Memory that several threads see. `bytes`: its length. */
export function sharedMemory(bytes: number): SharedArrayBuffer {
  const Shared = globalThis.SharedArrayBuffer ?? behindWebAssembly();
  return new Shared(bytes);
}
