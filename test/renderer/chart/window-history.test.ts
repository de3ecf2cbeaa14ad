import { expect, test } from 'vitest';
import type { TimeWindow } from '../../../src/renderer/chart/time/time-window.ts';
import { WindowHistory } from '../../../src/renderer/chart/time/window-history.ts';

const at = (fromNs: number): TimeWindow => ({ fromNs, toNs: fromNs + 1 });

/** A person who starts at 0: goes to a window at once, or by small steps at milliseconds of a clock. */
class Person {
  readonly history = new WindowHistory();
  place = 0;

  jump(to: number): this {
    this.history.jumped(at(this.place), at(to));
    this.place = to;
    return this;
  }

  step(to: number, nowMs: number): this {
    this.history.stepped(at(this.place), at(to), nowMs);
    this.place = to;
    return this;
  }

  /** Where one is after each of so many times back (-1) or forth (1). */
  go(...directions: (1 | -1)[]): number[] {
    return directions.map((direction) => {
      this.place = this.history.go(direction, at(this.place))?.fromNs ?? this.place;
      return this.place;
    });
  }
}

test('goes back through earlier windows, and forward again', () => {
  expect(new Person().jump(1).jump(2).jump(3).go(-1, -1, 1, 1, -1, -1, -1)).toEqual([2, 1, 2, 3, 2, 1, 0]);
});

test('goes nowhere at its ends', () => {
  const person = new Person();
  const ways = () => [person.history.has(-1), person.history.has(1)];
  expect(ways()).toEqual([false, false]);
  expect(person.go(-1, 1)).toEqual([0, 0]);
  person.jump(1);
  expect(ways()).toEqual([true, false]);
  person.go(-1);
  expect(ways()).toEqual([false, true]);
});

test('going elsewhere from an earlier window forgets what was ahead', () => {
  const person = new Person().jump(1).jump(2);
  person.go(-1);
  expect(person.jump(5).go(1, -1, -1)).toEqual([5, 1, 0]);
});

test('small steps close to each other are one; a pause between them makes two', () => {
  const wheel = new Person().step(1, 1000).step(2, 1100).step(3, 1590);
  expect(wheel.step(4, 2100).step(5, 2200).go(-1, -1, 1, 1)).toEqual([3, 0, 3, 5]);
});

test('neither a jump nor going back is part of a series of steps', () => {
  const person = new Person().step(1, 1000).jump(2).step(3, 1010);
  expect(person.go(-1)).toEqual([2]);
  expect(person.step(4, 1020).go(-1, -1, -1)).toEqual([2, 1, 0]);
});

test('going to the present window adds no entry', () => {
  expect(new Person().jump(1).jump(1).step(1, 1000).go(-1)).toEqual([0]);
});

test('the oldest of very many windows are forgotten', () => {
  const person = new Person();
  for (let to = 1; to <= 150; to += 1) person.jump(to);
  let left = 0;
  for (; person.history.has(-1); left += 1) person.go(-1);
  expect([left, person.place]).toEqual([100, 50]);
});
