const FORMATS = new Map<string, Intl.DateTimeFormat>();
const PARTIAL = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/;

/**
 * A date of a label in the reader's language, as precise as it was written and no more: `1923-06` is "June 1923".
 * Intervals keep their slash as an en dash. What is not a date of this form comes back as it is.
 */
export function sayLabelDate(text: string, language: string): string {
  const parts = text.trim().split('/');
  const said = parts.map((part) => sayOne(part.replace(/T.*$/, ''), language));
  if (said.length > 2 || said.some((part) => part === undefined)) return text;
  return said.join(' – ');
}

function sayOne(part: string, language: string): string | undefined {
  const match = PARTIAL.exec(part);
  if (!match) return undefined;
  const [, year, month, day] = match;
  if (!month) return year;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  if (Number.isNaN(at.getTime()) || at.getUTCMonth() !== Number(month) - 1) return undefined;
  return formatOf(language, !!day).format(at);
}

/** Made once: a list says hundreds of dates. */
function formatOf(language: string, hasDay: boolean): Intl.DateTimeFormat {
  const name = `${language} ${hasDay}`;
  const format =
    FORMATS.get(name) ??
    new Intl.DateTimeFormat(language, {
      year: 'numeric',
      month: 'long',
      ...(hasDay && { day: 'numeric' }),
      timeZone: 'UTC',
    });
  FORMATS.set(name, format);
  return format;
}
