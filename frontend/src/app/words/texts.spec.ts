import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DARWIN_CORE } from '#domain/terms/darwin-core.js';
import { REASON_CODES } from '#domain/terms/reason-code.js';
import { ROLES } from '#domain/terms/permissions.js';

type Texts = Readonly<Record<string, string>>;

const I18N = 'frontend/public/i18n';
const SOURCES = 'frontend/src/app';
const files = (folder: string, ending: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));
/** Texts of one file, by section: what every page needs, and what is fetched with some pages. */
const sections: ReadonlyMap<string, { readonly english: Texts; readonly french: Texts }> = new Map(
  files(I18N, /(^|\/)en\.json$/).map((file) => {
    const read = (path: string): Texts => JSON.parse(readFileSync(path, 'utf8')) as Texts;
    return [file, { english: read(file), french: read(file.replace(/en\.json$/, 'fr.json')) }];
  }),
);
const whole = (language: 'english' | 'french'): Texts =>
  Object.assign({}, ...[...sections.values()].map((section) => section[language])) as Texts;
const [english, french] = [whole('english'), whole('french')];
const blanks = (text: string | undefined): readonly string[] => (text?.match(/\{\{\w+\}\}/g) ?? []).sort();
const source = files(SOURCES, /\.(ts|html)$/)
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** Words that are the same in both languages. */
const SAME = new Set(
  (
    'Collections Collection Imports Import Public Audit Type Holotype Isotype Lectotype Isolectotype Syntype Isosyntype ' +
    'Paratype Isoparatype Paralectotype Allotype Topotype Cotype Habitat Continent Types Latitude Longitude Administration Nomenclature import Format CSV Sources'
  ).split(' '),
);

describe('The texts', () => {
  it.each([...sections])('say in French whatever they say in English: %s', (_file, section) => {
    expect(Object.keys(section.english).filter((key) => !section.french[key])).toEqual([]);
  });
  it('say in English whatever they say in French, but for terms whose own name is English', () => {
    expect(Object.keys(french).filter((key) => !english[key] && !key.startsWith('term.'))).toEqual([]);
  });
  it('are each in one section only', () => {
    const keys = [...sections.values()].flatMap((section) => Object.keys(section.english));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
  it('fill in the same things in both languages', () => {
    const different = Object.keys(english).filter((key) => blanks(english[key]).join() !== blanks(french[key]).join());
    expect(different).toEqual([]);
  });
  it('are translated: what is the same in both languages is a word that both have', () => {
    const untranslated = Object.keys(english).filter((key) => {
      const words = english[key]!.replace(/\{\{\w+\}\}/g, '').match(/\p{L}{2,}/gu) ?? [];
      return english[key] === french[key] && words.some((word) => !SAME.has(word));
    });
    expect(untranslated).toEqual([]);
  });
  it('are all used: by their whole name, or by a beginning that code completes', () => {
    const beginnings = [...source.matchAll(/['"`]([a-z][\w-]*\.(?:[\w-]+\.)*)(?:['"]|\$\{)/gi)].map(
      ([, part]) => part!,
    );
    const isUsed = (key: string): boolean => {
      const name = key.replace(/\.(one|other)$/, '');
      return (
        source.includes(`'${key}'`) ||
        source.includes(`'${name}'`) ||
        beginnings.some((beginning) => key.startsWith(beginning))
      );
    };
    expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
  });
  it('are there for every key that is asked for by its whole name', () => {
    const asked = [...source.matchAll(/words\s*\.(say|count)\(\s*'([\w.-]+)'/g)].map(([, how, key]) =>
      how === 'count' ? `${key}.other` : key!,
    );
    expect(asked.length).toBeGreaterThan(100);
    expect([...new Set(asked)].filter((key) => !english[key] && !key.endsWith('.'))).toEqual([]);
  });
  it('name every term of Darwin Core in French; in English its own name says what it is', () => {
    expect([...DARWIN_CORE.keys()].filter((term) => !french[`term.${term}`])).toEqual([]);
  });
  it('name every reason and every role, and every kind of event that can happen', () => {
    const events = files('backend/domain', /events\.ts$/)
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/Fact<\s*'(\w+)'/g)])
      .map(([, type]) => type!);
    expect(events.length).toBeGreaterThan(30);
    const keys = [
      ...REASON_CODES.map((code) => `reason.${code}`),
      ...ROLES.map((role) => `role.${role}`),
      ...events.map((type) => `deed.${type}`),
    ];
    expect(keys.filter((key) => !english[key] || !french[key])).toEqual([]);
  });
});
