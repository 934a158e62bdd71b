import { guardValue, parseGuarded, UnwritableValue } from './write-guard.js';

const refusal = (value: unknown): UnwritableValue => {
  try {
    guardValue(value, 'data');
  } catch (error) {
    return error as UnwritableValue;
  }
  throw new Error('It was let through.');
};

describe('Write guard', () => {
  it.each([
    [{ terms: { '2024': 'x' } }, 'data.terms.2024', 'whole number as a key'],
    [{ '0': 'x' }, 'data.0', 'whole number as a key'],
    [{ note: 'a\ud800b' }, 'data.note', 'half a character'],
    [{ 'x\udc00': 1 }, 'data."x\\udc00"', 'half a character'],
    [{ items: [1, 2 ** 53] }, 'data.items[1]', 'past 2^53'],
    [{ items: [{ count: -0 }] }, 'data.items[0].count', 'minus zero'],
    [{ n: NaN }, 'data.n', 'not a finite number'],
    [{ n: 1n }, 'data.n', 'bigint is not JSON'],
    [{ f: () => 1 }, 'data.f', 'function is not JSON'],
    [{ list: [undefined] }, 'data.list[0]', 'undefined is not JSON'],
    [{ on: new Date(0) }, 'data.on', 'neither a plain object nor a list'],
    [{ set: new Set([1]) }, 'data.set', 'neither a plain object nor a list'],
    [{ bytes: new Uint8Array(1) }, 'data.bytes', 'neither a plain object nor a list'],
  ])('refuses %p and says where and what', (value, path, why) => {
    const { path: where, message } = refusal(value);
    expect(where).toBe(path);
    expect(message).toContain(path);
    expect(message).toContain(why);
  });

  it('refuses what lies too deep', () => {
    let deep: unknown = 'bottom';
    for (let i = 0; i < 70; i++) deep = [deep];
    expect(refusal(deep).why).toContain('levels deep');
  });

  it.each([
    [{ a: undefined, b: null, c: [], d: { '01': 'x', '-1': 'y', '1.5': 'z', é: '😀' } }],
    [{ n: [0, -1, 1.5, Number.MAX_SAFE_INTEGER, 1e-7] }],
    [{ text: '\u0000 \u2028 "quoted" NA' }],
  ])('lets %j through', (value) => {
    expect(() => guardValue(value, 'data')).not.toThrow();
  });

  describe('of a text from outside', () => {
    it('parses what survives', () => {
      expect(parseGuarded('{"a": [1, -5, 0.07, 1.50, 1e-05, 2E+3], "b": {"a": "9007199254740993"}}')).toEqual({
        a: [1, -5, 0.07, 1.5, 1e-5, 2000],
        b: { a: '9007199254740993' },
      });
    });

    it.each([
      ['{"a":1,"b":{"a":2},"a":3}', 'stands twice'],
      ['[{"a":1,"\\u0061":2}]', 'stands twice'],
      ['{"n":9007199254740993}', '9007199254740992'],
      ['{"n":-0}', 'minus zero'],
      ['{"x":"\\ud800"}', 'half a character'],
    ])('refuses %s', (text, why) => {
      expect(() => parseGuarded(text)).toThrow(why);
    });
  });
});
