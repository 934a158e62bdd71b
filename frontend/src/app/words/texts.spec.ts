import { readdirSync, readFileSync } from 'node:fs';
import { REASON_CODES } from '#domain/terms/reason-code.js';
import { ROLES } from '#domain/terms/permissions.js';

const FOLDER = 'frontend/public/i18n';
/** All texts of a language: those of the first download, and those of the parts of the app. */
const texts = (language: string): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(`${language}.json`))
      .map((name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as object),
  ) as Record<string, string>;
const [english, french] = [texts('en'), texts('fr')];
const blanks = (text: string | undefined): readonly string[] => (text?.match(/\{\{\w+\}\}/g) ?? []).sort();

describe('The texts', () => {
  it('say in French whatever they say in English', () => {
    expect(Object.keys(english).filter((key) => !french[key])).toEqual([]);
  });
  it('say in English whatever they say in French, but for terms whose own name is English', () => {
    expect(Object.keys(french).filter((key) => !english[key] && !key.startsWith('term.'))).toEqual([]);
  });
  it('fill in the same things in both languages', () => {
    const different = Object.keys(english).filter((key) => blanks(english[key]).join() !== blanks(french[key]).join());
    expect(different).toEqual([]);
  });
  it('name every reason and every role', () => {
    const keys = [...REASON_CODES.map((code) => `reason.${code}`), ...ROLES.map((role) => `role.${role}`)];
    expect(keys.filter((key) => !english[key] || !french[key])).toEqual([]);
  });
});
