/** Where something stands in the author's text; lines and columns from 1. */
export interface PlaceView {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
