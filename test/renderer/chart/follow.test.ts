import { describe, expect, test } from 'vitest';
import { LiveEdge } from '../../../src/model/live-edge.ts';
import { FOLLOW_TRANSITIONS, type FollowEvent, liveWindow } from '../../../src/renderer/chart/time/follow.ts';
import { spanOf } from '../../../src/renderer/chart/time/time-window.ts';

const stateAfter = (...events: FollowEvent[]) =>
  events.reduce(
    (state, event) => FOLLOW_TRANSITIONS[state][event],
    'live' as keyof typeof FOLLOW_TRANSITIONS,
  );

describe('following a program that runs', () => {
  test('moving the view leaves the live edge, one command returns', () => {
    expect(stateAfter('move')).toBe('scrubbed');
    expect(stateAfter('move', 'go-live')).toBe('live');
  });

  test('pausing twice is live again; looking around does not thaw a paused picture', () => {
    expect(stateAfter('pause')).toBe('paused');
    expect(stateAfter('pause', 'move')).toBe('paused');
    expect(stateAfter('pause', 'pause')).toBe('live');
  });

  test('the end of the program thaws a paused picture and moves nothing; a new program is live', () => {
    expect(stateAfter('move', 'finish')).toBe('scrubbed');
    expect(stateAfter('pause', 'finish')).toBe('scrubbed');
    expect(stateAfter('finish')).toBe('live');
    expect(stateAfter('pause', 'start')).toBe('live');
  });

  test('the window keeps still while the edge runs through it, doubles, and slides in the end', () => {
    const spans = [0.1, 0.5, 0.9, 1, 1.8, 2, 10, 27, 40].map((s) => spanOf(liveWindow(s * 1e9)) / 1e9);
    expect(spans).toEqual([1, 1, 1, 2, 2, 4, 16, 30, 30]);
    expect(liveWindow(0.2e9)).toEqual(liveWindow(0.7e9));
  });

  test('the newest moment is always in view', () => {
    for (let s = 0.01; s < 200; s *= 1.1) {
      const { fromNs, toNs } = liveWindow(s * 1e9);
      expect(fromNs).toBeLessThan(s * 1e9);
      expect(toNs).toBeGreaterThan(s * 1e9);
    }
  });
});

describe('the live edge', () => {
  test('moves on while nothing arrives, and never back', () => {
    const edge = new LiveEdge();
    edge.heard(100e6, 1000);
    expect(edge.at(1000)).toBe(100e6);
    expect(edge.at(1500)).toBe(600e6);
    edge.heard(550e6, 1500);
    expect(edge.at(1500)).toBe(600e6);
  });

  test('a delivery that was slow does not set it back; an earlier one sets it right', () => {
    const edge = new LiveEdge();
    edge.heard(100e6, 1100);
    edge.heard(200e6, 1110);
    expect(edge.at(1200)).toBe(290e6);
  });

  test('is the last moment known once nothing more will come', () => {
    const edge = new LiveEdge();
    edge.heard(100e6, 1000);
    edge.ended(130e6);
    expect(edge.at(9000)).toBe(130e6);
  });

  test('is no earlier than what a picture shows, although nobody has reported that yet', () => {
    const edge = new LiveEdge();
    edge.ended(100e6);
    edge.reached(130e6);
    expect(edge.at(9000)).toBe(130e6);
    edge.reached(120e6);
    expect(edge.at(9000)).toBe(130e6);
  });
});
