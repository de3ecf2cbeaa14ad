// What a native add-on does in the background is called as the add-on calls it. (The names are those of sqlite3 and bcrypt, of sharp, and of what is made
// with napi-rs.)

import { AsyncResource } from 'node:async_hooks';
import { expect, test } from 'vitest';
import { resourceType } from '../../../src/tracer/resources/resource-types.ts';

test('work of a native add-on has the name that the add-on gives it', () => {
  const workOf = (name: string, resource: object) => resourceType(name, resource).work;
  expect(workOf('sqlite3.Statement.All', {})).toBe('native sqlite3.Statement.All');
  expect(workOf('bcrypt:SaltAsyncWorker', Promise.resolve())).toBe('native bcrypt:SaltAsyncWorker');
  expect(workOf('x'.repeat(1000), {})).toBe(`native ${'x'.repeat(60)}`);
  for (const nobodys of ['generic', 'undefined', '', 'napi_resolve_deferred'])
    expect(workOf(nobodys, {})).toBe('');
  // One of the program's own is called by the program, in a turn that something else has begun.
  expect(workOf('order', new AsyncResource('order'))).toBe('');
});

test('only so many names of add-ons are remembered', () => {
  const works = Array.from({ length: 1000 }, (_, at) => resourceType(`task ${at}`, {}).work);
  expect(works[0]).toBe('native task 0');
  expect(works.filter((work) => work === '').length).toBeGreaterThan(400);
});
