import { historyOf } from '../../infra/testing/specimen-ledger.js';
import { given, ledgerOf } from '../kernel/given.js';
import { activity } from './projection.js';

const happened = historyOf('MTL-1');
const by = (id: string, at: string) => ({ actor: { id, role: 'curator', via: 'session' } as const, at });

describe('Who did what, per month', () => {
  it('counts the events of each account by month and kind', () => {
    const { documents } = given(
      activity,
      happened('SpecimenReleased', {}, by('marie', '2026-01-31T23:59:59.999Z')),
      happened('SpecimenWithheld', {}, by('marie', '2026-02-01T00:00:00.000Z')),
      happened('SpecimenReleased', {}, by('marie', '2026-02-02T00:00:00.000Z')),
      happened('SpecimenWithheld', {}, by('marie', '2026-02-03T00:00:00.000Z')),
      happened('SpecimenReleased', {}, by('jean', '2026-02-04T00:00:00.000Z')),
    );
    expect(Object.fromEntries([...documents].map(([key, { deeds }]) => [key, deeds]))).toEqual({
      '2026-01 marie': { SpecimenReleased: 1 },
      '2026-02 marie': { SpecimenWithheld: 2, SpecimenReleased: 1 },
      '2026-02 jean': { SpecimenReleased: 1 },
    });
  });
  it('counts an event once, however often it is told', () => {
    const [event] = ledgerOf([happened('SpecimenReleased', {}, by('marie', '2026-02-01T00:00:00.000Z'))]);
    const once = activity.evolve(undefined, event!, 'x')!;
    expect(activity.evolve(once, event!, 'x')).toEqual(once);
  });
});
