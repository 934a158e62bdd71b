import { foldText } from './fold-text.js';

// Names and abbreviations on labels: English, French, Spanish, Portuguese, German, Dutch, Italian, Swedish; folded.
const NAMES: readonly string[] = [
  'january januari januar janvier enero janeiro gennaio jan janv ene',
  'february februari februar fevrier febrero fevereiro febbraio feb febr fev fevr',
  'march maart marz mars marzo marco maerz mar mrt',
  'april avril abril aprile apr avr abr',
  'may mei mai mayo maio maggio maj mag',
  'june juni juin junio junho giugno jun giu',
  'july juli juillet julio julho luglio jul juil lug',
  'august augustus aout agosto augusti aug ago aou agt',
  'september septembre septiembre setembro settembre sep sept set',
  'october oktober octobre octubre outubro ottobre oct okt out ott',
  'november novembre noviembre novembro nov',
  'december dezember decembre diciembre dezembro dicembre dec dez dic',
];
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

const BY_WORD: ReadonlyMap<string, number> = new Map([
  ...NAMES.flatMap((words, index) => words.split(' ').map((word) => [word, index + 1] as const)),
  ...ROMAN.map((numeral, index) => [numeral, index + 1] as const),
]);

/** The month (1 to 12) that a word or a Roman numeral names in the languages of labels; undefined when it names none. */
export function monthNamed(word: string): number | undefined {
  return BY_WORD.get(foldText(word).replace(/\.$/, ''));
}
