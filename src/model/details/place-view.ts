/** A place in the source as its author wrote it; lines and columns count from 1. */
export interface PlaceView {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
