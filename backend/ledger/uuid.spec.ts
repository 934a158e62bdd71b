import { isUuid, randomId, uuidV5, writeUuid } from './uuid.js';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('Name-based UUIDs', () => {
  it('are those of RFC 9562', () => {
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('take a name as UTF-8, however long', () => {
    expect(uuidV5(DNS, 'é')).not.toBe(uuidV5(DNS, 'e\u0301'));
    expect(uuidV5(DNS, 'é'.repeat(10_000))).not.toBe(uuidV5(DNS, 'é'.repeat(10_001)));
    expect(isUuid(uuidV5(DNS, ''))).toBe(true);
  });

  it('want a namespace that is a UUID in lower case', () => {
    expect(() => uuidV5(DNS.toUpperCase(), 'x')).toThrow('not a lower-case UUID');
  });
});

describe('The bytes of a UUID', () => {
  it('are written where they are wanted', () => {
    const bytes = Buffer.alloc(18, 0xee);
    expect(writeUuid(DNS, bytes, 1)).toBe(true);
    expect(bytes.toString('hex')).toBe('ee6ba7b8109dad11d180b400c04fd430c8ee');
  });

  it('are those of whatever is a UUID, and of nothing else', () => {
    const bytes = Buffer.alloc(16);
    for (let at = 0; at < 100; at++) {
      const id = randomId();
      expect(writeUuid(id, bytes, 0)).toBe(true);
      expect(bytes.toString('hex')).toBe(id.replaceAll('-', ''));
      for (const sign of ['G', 'g', 'A', '-', '0', '/', ':', '`', 'é', '\u{10ffff}'])
        for (let place = 0; place < 36; place++) {
          const odd = id.slice(0, place) + sign + id.slice(place + sign.length);
          expect([odd, writeUuid(odd, bytes, 0)]).toEqual([odd, isUuid(odd)]);
        }
    }
    for (const odd of ['', DNS.slice(1), `${DNS}0`]) expect(writeUuid(odd, bytes, 0)).toBe(false);
  });
});

describe('Random UUIDs', () => {
  it('are UUIDs, each another', () => {
    const ids = Array.from({ length: 100 }, randomId);
    expect(ids.every(isUuid)).toBe(true);
    expect(new Set(ids).size).toBe(100);
  });
});
