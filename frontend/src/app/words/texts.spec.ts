import { readFileSync } from 'node:fs';
import { REASON_CODES } from '#domain/terms/reason-code.js';
import { ROLES } from '#domain/terms/permissions.js';

const texts = (language: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(`frontend/public/i18n/${language}.json`, 'utf8')) as Record<string, string>;
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
