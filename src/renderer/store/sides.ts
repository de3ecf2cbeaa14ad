// Two sessions can be compared side by side. The panels around the charts show the active one, whose state is at the top level of `UiState`;
// that of the other one is kept in `otherSide`. A chart belongs to a side, active or not, and reads and writes through that side's store.

import { createContext, useContext } from 'react';
import { type Side, sideStateOf, type UiState, useUi } from './ui-store.ts';

/** The window's state with one side's session in it. */
export interface SideStore {
  readonly side: Side;
  getState(): UiState;
  setState(change: Partial<UiState>): void;
  /** Returns a function that ends the subscription. */
  subscribe(listener: (state: UiState, before: UiState) => void): () => void;
}

const merged = new WeakMap<UiState, UiState>();

/** The state as seen from a side. The same state gives the same object, so that unchanged parts compare equal. */
function seenFrom(side: Side, state: UiState): UiState {
  if (side === state.activeSide || state.otherSide === null) return state;
  const known = merged.get(state);
  if (known !== undefined) return known;
  const seen = { ...state, ...state.otherSide };
  merged.set(state, seen);
  return seen;
}

function storeFor(side: Side): SideStore {
  return {
    side,
    getState: () => seenFrom(side, useUi.getState()),
    setState: (change) => {
      const { activeSide, otherSide } = useUi.getState();
      if (side === activeSide) useUi.setState(change);
      else if (otherSide !== null) useUi.setState({ otherSide: { ...otherSide, ...change } });
    },
    subscribe: (listener) =>
      useUi.subscribe((state, before) => listener(seenFrom(side, state), seenFrom(side, before))),
  };
}

const STORES: Readonly<Record<Side, SideStore>> = { own: storeFor('own'), beside: storeFor('beside') };

export const storeOf = (side: Side): SideStore => STORES[side];

/** Makes a side the active one, which the panels show. */
export function activate(side: Side): void {
  useUi.setState((state) => {
    if (side === state.activeSide || state.otherSide === null) return state;
    return { ...state.otherSide, otherSide: sideStateOf(state), activeSide: side };
  });
}

const SideContext = createContext<Side | null>(null);
export const SideProvider = SideContext.Provider;

/** The side to which a component belongs; for components around the charts, the active one. */
export function useSideName(): Side {
  const active = useUi(({ activeSide }) => activeSide);
  return useContext(SideContext) ?? active;
}

/** `useUi` for a component that belongs to a side. */
export function useSide<T>(select: (state: UiState) => T): T {
  const side = useSideName();
  return useUi((state) => select(seenFrom(side, state)));
}
