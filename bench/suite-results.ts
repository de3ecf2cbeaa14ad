// What the tests of a suite came to, read off what a runner prints, and what two series of runs differ in.

export type Outcome = 'passed' | 'failed' | 'skipped' | 'missing';

/** Of each test by its name; of several of one name the second is called `name #2`. */
export type Outcomes = ReadonlyMap<string, Outcome>;

export interface Changed {
  readonly name: string;
  readonly untraced: readonly Outcome[];
  readonly traced: readonly Outcome[];
}

/** What mocha's json reporter writes, as far as it is looked at. */
interface MochaJson {
  readonly passes: readonly { readonly fullTitle: string }[];
  readonly failures: readonly { readonly fullTitle: string }[];
  readonly pending: readonly { readonly fullTitle: string }[];
}

class Collected {
  readonly all = new Map<string, Outcome>();

  add(name: string, outcome: Outcome): void {
    let own = name;
    for (let n = 2; this.all.has(own); n++) own = `${name} #${n}`;
    this.all.set(own, outcome);
  }
}

/** The TAP of `node:test` (whose subtests are indented), mocha, tape and ava; lines that are none are passed over. */
export function readTap(text: string): Outcomes {
  const collected = new Collected();
  const above: string[] = [];
  for (const line of text.split('\n')) {
    const [, indent = '', heading] = /^( *)# Subtest: (.*)$/.exec(line) ?? [];
    if (heading !== undefined) {
      above.length = indent.length / 4;
      above.push(heading);
      continue;
    }
    const [, shift = '', not, said] = /^( *)(not )?ok\b(?: \d+)?(?: -)? ?(.*)$/.exec(line) ?? [];
    if (said === undefined) continue;
    const [, title = '', directive] = /^(.*?)(?: # (SKIP|TODO)\b.*)?$/i.exec(said) ?? [];
    const name = [...above.slice(0, shift.length / 4), title].join(' › ');
    collected.add(name, directive ? 'skipped' : not ? 'failed' : 'passed');
  }
  return collected.all;
}

/** What mocha's json reporter prints, with whatever the suite prints around it. Nothing where it is not there. */
export function readMochaJson(text: string): Outcomes {
  const collected = new Collected();
  const from = text.search(/^\{\s*"stats"/m);
  if (from < 0) return collected.all;
  const { passes, failures, pending } = JSON.parse(text.slice(from, text.lastIndexOf('}') + 1)) as MochaJson;
  for (const { fullTitle } of passes) collected.add(fullTitle, 'passed');
  for (const { fullTitle } of failures) collected.add(fullTitle, 'failed');
  for (const { fullTitle } of pending) collected.add(fullTitle, 'skipped');
  return collected.all;
}

/** The tests that did not come to the same, with what they came to in each run. */
export function changedTests(untraced: readonly Outcomes[], traced: readonly Outcomes[]): readonly Changed[] {
  const names = new Set([...untraced, ...traced].flatMap((outcomes) => [...outcomes.keys()]));
  const of = (name: string, runs: readonly Outcomes[]) =>
    runs.map((outcomes) => outcomes.get(name) ?? 'missing');
  return [...names]
    .map((name) => ({ name, untraced: of(name, untraced), traced: of(name, traced) }))
    .filter((test) => new Set([...test.untraced, ...test.traced]).size > 1);
}

/** Whether a test comes to one thing without the tracer and to another with it, however often it is run. */
export function isAlways({ untraced, traced }: Changed): boolean {
  return new Set(untraced).size === 1 && new Set(traced).size === 1;
}
