import type { LoopscopeBridge } from '../protocol/bridge.ts';

declare global {
  interface Window {
    readonly loopscope: LoopscopeBridge;
  }
}

/** The main process, as the preload script exposes it. */
export const main = window.loopscope;
