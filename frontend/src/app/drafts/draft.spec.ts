import { Draft, type KeptDraft } from './draft';

interface Typed {
  readonly name: string;
  readonly date: string;
}

describe('A draft', () => {
  let kept: KeptDraft<Typed> | undefined;
  let keys = 0;
  const open = (): Draft<Typed> =>
    new Draft<Typed>({ name: '', date: '' }, () => `key-${++keys}`, {
      read: () => kept,
      write: (next) => (kept = next),
    });
  beforeEach(() => {
    [kept, keys] = [undefined, 0];
  });

  it('is kept at every change and found again as it was left', () => {
    open().set({ name: 'Carex' });
    const again = open();
    expect(again.value()).toEqual({ name: 'Carex', date: '' });
    expect(again.restored()).toBeDefined();
  });
  it('keeps nothing while nothing is typed', () => {
    open();
    expect(kept).toBeUndefined();
  });
  it('has one key for the same content, also after the page was lost, and another for other content', () => {
    const first = open().keyFor({ name: 'Carex' });
    expect(open().keyFor({ name: 'Carex' })).toBe(first);
    expect(open().keyFor({ name: 'Carex L.' })).not.toBe(first);
  });
  it('is gone once it is recorded', () => {
    const draft = open();
    draft.set({ name: 'Carex' });
    draft.forget();
    expect(kept).toBeUndefined();
    expect(open().restored()).toBeUndefined();
  });
});
