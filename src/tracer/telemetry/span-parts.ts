import type { Link, TimeInput } from '@opentelemetry/api';
import type { SpanDetails } from '../../protocol/payloads.ts';
import { NS_PER_MS, NS_PER_S } from '../../protocol/units.ts';

export function isTime(value: unknown): value is TimeInput {
  return typeof value === 'number' || Array.isArray(value) || value instanceof Date;
}

/** How long ago a time that the program gave was. A number that is not larger than `performance.now()` is on that clock. */
export function agoNs(time: TimeInput): number {
  const now = performance.now();
  if (typeof time === 'number' && time <= now) return Math.round((now - time) * NS_PER_MS);
  const ms = Array.isArray(time) ? (time[0] * NS_PER_S + time[1]) / NS_PER_MS : Number(time);
  return Math.round((performance.timeOrigin + now - ms) * NS_PER_MS);
}

/** When a span began or ended, if the program says so. `nowNs`: now, since the stream's start. */
export const saidAtNs = <Key extends 'startedAtNs' | 'endedAtNs'>(
  key: Key,
  time: TimeInput | undefined,
  nowNs: number,
): { readonly [key in Key]?: number } =>
  (isTime(time) ? { [key]: nowNs - agoNs(time) } : {}) as { readonly [key in Key]?: number };

export const linkOf = ({ context, attributes }: Link): SpanDetails['links'][number] => ({
  traceId: context.traceId,
  spanId: context.spanId,
  ...(attributes === undefined ? {} : { attributes: { ...attributes } }),
});
