import { isUuid, randomId, uuidV5 } from './uuid.js';

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

describe('Random UUIDs', () => {
  it('are UUIDs, each another', () => {
    const ids = Array.from({ length: 100 }, randomId);
    expect(ids.every(isUuid)).toBe(true);
    expect(new Set(ids).size).toBe(100);
  });
});
