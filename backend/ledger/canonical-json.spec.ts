import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeWithSharedData } from '../../infra/testing/shared-data.js';
import { canonicalize } from './canonical-json.js';

describe('Canonical JSON', () => {
  it.each([
    [{ b: 1, a: [true, null, { z: '', y: 'é' }] }, '{"a":[true,null,{"y":"é","z":""}],"b":1}'],
    [{ '10': 0, '9': 1, '\u20ac': 2, '\ud83d\ude00': 3, '\ufb33': 4 }, '{"10":0,"9":1,"€":2,"😀":3,"\ufb33":4}'],
    ['\u0000\b\t\n\f\r"\\/\u007f\u2028', '"\\u0000\\b\\t\\n\\f\\r\\"\\\\/\u007f\u2028"'],
    [
      [1e21, 1e-7, -0, 0.1, 333333333.33333329, 4.5, 1e30, 2e-3],
      '[1e+21,1e-7,0,0.1,333333333.3333333,4.5,1e+30,0.002]',
    ],
    [{}, '{}'],
    [[], '[]'],
  ])('of %j', (value, text) => {
    expect(canonicalize(value)).toBe(text);
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalize({ a: undefined, b: 1, c: undefined })).toBe('{"b":1}');
    expect(canonicalize({ a: undefined })).toBe('{}');
  });

  it.each([
    [NaN],
    [Infinity],
    [undefined],
    [1n],
    [() => 1],
    [Symbol('s')],
    ['\ud800'],
    [{ '\udfff': 1 }],
    [[undefined]],
  ])('refuses what is not JSON: %p', (value) => {
    expect(() => canonicalize(value)).toThrow(TypeError);
  });

  it('says the same as parsing and sorting would, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalize(value);
        expect(canonicalize(reversed(JSON.parse(text)))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  describeWithSharedData('of the RFC 8785 suite', (shared) => {
    const suite = join(shared, 'suites/jcs-rfc8785');
    it.each(readdirSync(join(suite, 'input')))('%s, byte for byte', (file) => {
      const bytes = Buffer.from(canonicalize(JSON.parse(readFileSync(join(suite, 'input', file), 'utf8'))));
      expect(bytes).toEqual(readFileSync(join(suite, 'output', file)));
      const hex = readFileSync(join(suite, 'outhex', file.replace('.json', '.txt')), 'utf8').replaceAll(/\s/g, '');
      expect(bytes.toString('hex')).toBe(hex);
    });
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
