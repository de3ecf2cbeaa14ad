import type { LinksRequest, PictureRequest } from '../../model/view-types.ts';
import { nanoseconds, type RowIndex } from '../../protocol/units.ts';
import { ignoreClosed, type SessionClient } from '../session/session-client.ts';
import type { LabelledPicture } from '../worker/contract.ts';
import { spanOf, type TimeWindow } from './time/time-window.ts';

/** What the chart shows now. */
export interface View {
  readonly window: TimeWindow;
  readonly widthPx: number;
  readonly ratio: number;
  readonly fromRow: number;
  readonly toRow: number;
  /** The ids of the rows in view, and of those that have been in view for a while. */
  readonly inView: readonly number[];
  readonly lookedAt: readonly number[];
  /** Whether the counters are shown. */
  readonly counters: boolean;
  /** The selected row's links. */
  readonly links: LinksRequest | null;
  readonly lit: PictureRequest['lit'] | null;
  readonly pathOf: PictureRequest['pathOf'];
}

export interface PictureListener {
  arrived(picture: LabelledPicture, before: LabelledPicture | null): void;
  /** The rows that have the user's attention as a picture is asked for. */
  rows(): Pick<PictureRequest, 'places' | 'sought'>;
}

/** The margin on each side of a picture, as a part of the view's length, so that panning has something to show until the next picture comes. */
const TIME_MARGIN = 0.5;
/** A picture is good enough for zoom factors between these, with merging a little finer or coarser than a pixel. */
const FINEST = 2.5;
const COARSEST = 0.8;

/** Up to when a picture says what happened. The model may have gone on since, while a recording is read. */
export const coveredNs = ({ picture: { endNs, request } }: LabelledPicture): number =>
  Math.min(endNs, request.toNs);

/**
 * Keeps the best picture of what is shown. The picture at hand is drawn at once, whatever the view has become. A better one is asked for
 * when it does not cover the view, has the wrong resolution, or is out of date. Only one request is under way at a time, so views that
 * have already passed are never asked for.
 */
export class PictureFeed {
  shown: LabelledPicture | null = null;
  readonly #client: SessionClient;
  readonly #listener: PictureListener;
  #view: View | null = null;
  #underWay = false;
  #outOfDate = true;
  /** How many requests were made. */
  #asked = 0;
  #waiting: { readonly request: number; resolve(): void }[] = [];

  constructor(client: SessionClient, listener: PictureListener) {
    this.#client = client;
    this.#listener = listener;
  }

  /** Sets what is shown now. */
  look(view: View): void {
    this.#view = view;
    this.#ask();
  }

  /** The view has been scrolled, by a picture that has just come, to rows which that picture has. */
  scrolled([fromRow, toRow]: readonly [from: number, to: number]): void {
    if (this.#view !== null) this.#view = { ...this.#view, fromRow, toRow };
  }

  /** The model has changed, or the rows have. */
  invalidate(): void {
    this.#outOfDate = true;
    this.#ask();
  }

  /**
   * Resolves when the picture at hand was asked for at this call or later, or cannot get better. While a program runs faster than pictures
   * come, a better one is always under way.
   */
  settled(): Promise<void> {
    const wasUnderWay = this.#underWay;
    this.#ask();
    if (!this.#underWay) return Promise.resolve();
    const request = wasUnderWay ? this.#asked + 1 : this.#asked;
    return new Promise((resolve) => this.#waiting.push({ request, resolve }));
  }

  #ask(): void {
    if (this.#underWay || !this.#needed()) return;
    this.#underWay = true;
    this.#outOfDate = false;
    this.#asked += 1;
    const request = this.#asked;
    let answered = false;
    this.#client
      .query('picture', { ...requestFor(this.#view as View), ...this.#listener.rows() })
      .then((answer) => {
        answered = true;
        const before = this.shown;
        this.shown = answer;
        this.#listener.arrived(answer, before);
      })
      .catch(ignoreClosed)
      .finally(() => {
        this.#underWay = false;
        // Without an answer there will be none: asking a closed session again and again would freeze the window.
        if (answered) this.#ask();
        const waiting = this.#waiting;
        const isOver = (each: { readonly request: number }) => !this.#underWay || each.request <= request;
        this.#waiting = waiting.filter((each) => !isOver(each));
        for (const each of waiting.filter(isOver)) each.resolve();
      });
  }

  #needed(): boolean {
    const view = this.#view;
    if (view === null || view.widthPx < 1) return false;
    if (this.#outOfDate || this.shown === null) return true;
    const { picture } = this.shown;
    const { request, rowCount } = picture;
    const finer = (request.widthPx / spanOf(request)) * (spanOf(view.window) / (view.widthPx * view.ratio));
    // Rows may move now, so those that were kept apart can be folded.
    const isSettled = view.inView.length === 0 && (request.inView ?? []).length > 0;
    return (
      isSettled ||
      view.window.fromNs < request.fromNs ||
      view.window.toNs > request.toNs ||
      finer < COARSEST ||
      finer > FINEST ||
      view.fromRow < request.fromRow ||
      Math.min(view.toRow, rowCount) > request.toRow ||
      (view.counters && picture.counterLanes === null) ||
      view.links?.id !== request.links?.id ||
      view.pathOf !== request.pathOf ||
      view.lit?.file !== request.lit?.file ||
      view.lit?.line !== request.lit?.line ||
      view.links?.kinds.join() !== request.links?.kinds.join()
    );
  }
}

function requestFor({
  window,
  widthPx,
  ratio,
  fromRow,
  toRow,
  inView,
  lookedAt,
  counters,
  links,
  lit,
  pathOf,
}: View): PictureRequest {
  const margin = spanOf(window) * TIME_MARGIN;
  const rows = toRow - fromRow;
  return {
    fromNs: nanoseconds(window.fromNs - margin),
    toNs: nanoseconds(window.toNs + margin),
    widthPx: Math.ceil(widthPx * ratio * (1 + 2 * TIME_MARGIN)),
    fromRow: Math.max(0, fromRow - rows) as RowIndex,
    toRow: (toRow + rows) as RowIndex,
    inView,
    lookedAt,
    counters,
    ...(links === null ? {} : { links }),
    ...(lit == null ? {} : { lit }),
    ...(pathOf === undefined ? {} : { pathOf }),
  };
}
