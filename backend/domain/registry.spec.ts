import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Fact } from './kernel/decider.js';
import { AGGREGATES, aggregateOf } from './registry.js';

const root = resolve(__dirname, '../..');
/** The folder of an aggregate is the one that keeps samples of its events. */
const goldenOf = (events: object): string => {
  const first = `${Object.keys(events)[0]}.v1.json`;
  const folder = readdirSync(__dirname).find((name) => existsSync(join(__dirname, name, 'golden', first)));
  if (!folder) throw new Error(`No folder of backend/domain has golden/${first}: add a sample of each event.`);
  return join(__dirname, folder, 'golden');
};

/** The order in which a thing's golden events are told, where the aggregate's own list is not a possible story. */
const STORY: Readonly<Record<string, readonly string[]>> = {
  import: ['ImportStarted', 'ImportCancelled', 'ImportFailed', 'ImportCompleted', 'ImportUndone'],
};

describe('The registry', () => {
  it('finds an aggregate by the category of its streams, which holds no hyphen', () => {
    for (const aggregate of AGGREGATES) {
      expect(aggregate.category).toMatch(/^[a-z][A-Za-z]*$/);
      expect(aggregateOf(aggregate.category)).toBe(aggregate);
    }
    expect(aggregateOf('unicorn')).toBeUndefined();
  });

  it('has no event and no command twice', () => {
    const events = AGGREGATES.flatMap(({ events }) => Object.keys(events));
    const commands = AGGREGATES.flatMap(({ guards }) => Object.keys(guards));
    expect(events.length + commands.length).toBe(new Set([...events, ...commands]).size);
  });

  it('catches a person who overwrites what another has just changed', () => {
    // Commands that write over what stands there are called so, and must be given what was seen.
    const overwriting = /^(Correct|Describe|Update)/;
    for (const [name, guard] of AGGREGATES.flatMap(({ guards }) => Object.entries(guards)))
      expect([name, guard]).toEqual([name, overwriting.test(name) ? 'seen' : 'rules']);
  });
});

describe.each(AGGREGATES.map((aggregate) => [aggregate.category, aggregate] as const))(
  'Golden events of %s',
  (category, aggregate) => {
    const golden = goldenOf(aggregate.events);
    const story = STORY[category] ?? Object.keys(aggregate.events);
    const sample = (type: string, schema: number): Fact =>
      JSON.parse(readFileSync(join(golden, `${type}.v${schema}.json`), 'utf8')) as Fact;
    const folded = (events: readonly Fact[]): unknown =>
      events.reduce((state, event) => aggregate.evolve(state, event), aggregate.initial);
    /** States hold maps; this is their JSON. */
    const plain = (state: unknown): unknown =>
      JSON.parse(
        JSON.stringify(state, (_key, value: unknown) =>
          value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value,
        ),
      );

    it('are there for every version ever shipped, and for nothing else', () => {
      const wanted = Object.entries(aggregate.events).flatMap(([type, newest]) =>
        Array.from({ length: newest }, (_, version) => `${type}.v${version + 1}.json`),
      );
      expect(readdirSync(golden).sort()).toEqual([...wanted, 'state.json'].sort());
    });

    it('still fold to the same state', () => {
      const state = plain(folded(story.map((type) => sample(type, 1))));
      const file = join(golden, 'state.json');
      if (process.env['WRITE_GOLDEN'] === '1') writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`);
      expect(existsSync(file) && JSON.parse(readFileSync(file, 'utf8'))).toEqual(state);
    });

    it('each mean something', () => {
      story.forEach((type, index) => {
        const before = folded(story.slice(0, index).map((name) => sample(name, 1)));
        expect(plain(aggregate.evolve(before, sample(type, 1)))).not.toEqual(plain(before));
      });
    });
  },
);

describe('The event catalogue', () => {
  it('is what the sources say', async () => {
    const tool = join(root, 'infra/tools/event-catalogue.mjs');
    await promisify(execFile)(process.execPath, [tool, '--check']);
  });
});
