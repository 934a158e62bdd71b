import { eitherWayRound, partialDate, spanning, type DateInterval } from './date-interval.js';
import { isYear } from './day.js';
import { foldText } from './fold-text.js';
import { monthNamed } from './month-name.js';

const NUMERIC = /^(\d{1,4})([-./\\_ ])\s?(\d{1,2})\2\s?(\d{1,4})$/;
const MONTH_AND_YEAR = /^(\d{1,2})[-./](\d{4})$/;
const DECADE = /^(?:annees |the )?(\d{3})(?:0'?s|-|\?|_|x)$|^annees (\d{3})0$/;

/** A date as labels have it: `8.xi.2003`, `12/21/1978`, `3 décembre 2012`, `19-21.vii.1990`, `1980s`. Undefined when it cannot be told. */
export function parseVerbatimDate(text: string): DateInterval | undefined {
  const folded = foldText(text).trim();
  return eightDigits(folded) ?? numeric(folded) ?? decade(folded) ?? words(folded);
}

function eightDigits(text: string): DateInterval | undefined {
  if (!/^\d{8}$/.test(text)) return undefined;
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)].map(Number) as [
    number,
    number,
    number,
  ];
  const yearFirst = partialDate(year, month, day);
  if (yearFirst && year >= 1500 && year <= 2100) return yearFirst;
  const [a, b, last] = [text.slice(0, 2), text.slice(2, 4), text.slice(4)].map(Number) as [number, number, number];
  return eitherWayRound(last, a, b);
}

function numeric(text: string): DateInterval | undefined {
  const monthAndYear = MONTH_AND_YEAR.exec(text);
  if (monthAndYear) return partialDate(Number(monthAndYear[2]), Number(monthAndYear[1]));
  const match = NUMERIC.exec(text);
  if (!match) return undefined;
  const [a, b, c] = [match[1], match[3], match[4]].map(Number) as [number, number, number];
  if (match[1]!.length === 4) return partialDate(a, b, c);
  return match[4]!.length === 4 ? eitherWayRound(c, a, b) : undefined;
}

function decade(text: string): DateInterval | undefined {
  const match = DECADE.exec(text);
  const start = Number(match?.[1] ?? match?.[2]) * 10;
  return match ? spanning(partialDate(start), partialDate(start + 9)) : undefined;
}

type Token = { readonly kind: 'D' | 'M' | 'Y'; readonly value: number };

/** Reads days, months by name and years in the order they stand; words that are none of these are passed over. */
function words(text: string): DateInterval | undefined {
  const tokens: Token[] = [];
  for (const [word] of text.replace(/(\d)(st|nd|rd|th|er|eme|de|ste)\b/g, '$1').matchAll(/\d+|\p{L}+/gu)) {
    const token = tokenOf(word);
    if (token === 'unreadable' || tokens.length > 6) return undefined;
    if (token) tokens.push(token);
  }
  const shape = tokens.map(({ kind }) => kind).join('');
  return SHAPES[shape]?.(tokens.map(({ value }) => value));
}

function tokenOf(word: string): Token | 'unreadable' | undefined {
  if (!/^\d/.test(word)) {
    const month = monthNamed(word);
    return month === undefined ? undefined : { kind: 'M', value: month };
  }
  const value = Number(word);
  if (word.length === 4 && isYear(value)) return { kind: 'Y', value };
  return word.length <= 2 && value >= 1 && value <= 31 ? { kind: 'D', value } : 'unreadable';
}

// What an order of days (D), months (M) and years (Y) means; the arguments are their values in that order.
const SHAPES: Readonly<Record<string, (v: readonly number[]) => DateInterval | undefined>> = {
  Y: ([y]) => partialDate(y!),
  MY: ([m, y]) => partialDate(y!, m),
  YM: ([y, m]) => partialDate(y!, m),
  DMY: ([d, m, y]) => partialDate(y!, m, d),
  MDY: ([m, d, y]) => partialDate(y!, m, d),
  YMD: ([y, m, d]) => partialDate(y!, m, d),
  YDM: ([y, d, m]) => partialDate(y!, m, d),
  YY: ([a, b]) => spanning(partialDate(a!), partialDate(b!)),
  MMY: ([a, b, y]) => spanning(partialDate(y!, a), partialDate(y!, b)),
  MYMY: ([a, x, b, y]) => spanning(partialDate(x!, a), partialDate(y!, b)),
  DDMY: ([a, b, m, y]) => spanning(partialDate(y!, m, a), partialDate(y!, m, b)),
  MDDY: ([m, a, b, y]) => spanning(partialDate(y!, m, a), partialDate(y!, m, b)),
  DMDMY: ([a, m, b, n, y]) => spanning(partialDate(y!, m, a), partialDate(y!, n, b)),
  MDMDY: ([m, a, n, b, y]) => spanning(partialDate(y!, m, a), partialDate(y!, n, b)),
  DMYDMY: ([a, m, x, b, n, y]) => spanning(partialDate(x!, m, a), partialDate(y!, n, b)),
  MDYMDY: ([m, a, x, n, b, y]) => spanning(partialDate(x!, m, a), partialDate(y!, n, b)),
};
