import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithSharedData } from '../../../infra/testing/shared-data.js';
import { DARWIN_CORE, isDeterminationTerm, placeOfTerm } from './darwin-core.js';
import { resolveTerm } from './term-header.js';

describe('The header of a column', () => {
  it.each([
    ['catalogNumber', 'catalogNumber'],
    ['Catalog Number', 'catalogNumber'],
    ['CATALOG_NUMBER', 'catalogNumber'],
    ['dwc:catalogNumber', 'catalogNumber'],
    ['http://rs.tdwg.org/dwc/terms/catalogNumber', 'catalogNumber'],
    ['http://purl.org/dc/terms/modified', 'modified'],
    ['http://purl.org/dc/terms/type', 'type'],
    ['http://purl.org/dc/elements/1.1/type', 'type'],
    ['Localité', 'locality'],
    ['https://symbiota.org/terms/recordEnteredBy', 'https://symbiota.org/terms/recordEnteredBy'],
    ['http://rs.tdwg.org/ac/terms/order', 'http://rs.tdwg.org/ac/terms/order'],
    ['my notes', undefined],
    ['7', undefined],
    ['', undefined],
  ])('%j stands for %j', (header, term) => expect(resolveTerm(header)).toBe(term));

  it('means more in a table of media', () => {
    expect(resolveTerm('http://purl.org/dc/terms/title', 'media')).toBe('title');
    expect(resolveTerm('http://purl.org/dc/terms/title')).toBe('http://purl.org/dc/terms/title');
    expect(resolveTerm('http://rs.tdwg.org/ac/terms/accessURI', 'media')).toBe('accessURI');
    expect(resolveTerm('http://ns.adobe.com/xap/1.0/rights/WebStatement', 'media')).toMatch(/^webStatement$/i);
  });

  it('says where its values live', () => {
    expect(placeOfTerm('locality')).toBe('specimen');
    expect(placeOfTerm('scientificName')).toBe('determination');
    expect(placeOfTerm('typifiedName')).toBe('determination');
    expect(placeOfTerm('basisOfRecord')).toBe('either');
    expect(placeOfTerm('https://symbiota.org/terms/recordEnteredBy')).toBe('either');
    expect(placeOfTerm('colour')).toBeUndefined();
    expect(isDeterminationTerm('family')).toBe(true);
  });
});

describeWithSharedData('Darwin Core of 2026', (root) => {
  it('is known term by term', () => {
    const lines = readFileSync(join(root, 'standards/tdwg-dwc/dist/simple_dwc_vertical.csv'), 'utf8')
      .trim()
      .split(/\r?\n/);
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.filter((name) => !DARWIN_CORE.has(name))).toEqual([]);
    const all = readFileSync(join(root, 'standards/tdwg-dwc/dist/all_dwc_vertical.csv'), 'utf8').trim().split(/\r?\n/);
    expect([...DARWIN_CORE.keys()].sort()).toEqual([...new Set(all)].sort());
  });
});
