/** A point in decimal degrees, north and east positive. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** What two texts say of a place: a point; or why they say none. `zero`: both are exactly 0, which means "not known" nearly always. */
export type Coordinates =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'out-of-range'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'zero' }
  | { readonly kind: 'point'; readonly point: Point };

/** Reads a latitude and a longitude, each as decimal degrees or as degrees, minutes and seconds with a hemisphere. */
export function parseCoordinates(latitudeText = '', longitudeText = ''): Coordinates {
  if (latitudeText.trim() === '' && longitudeText.trim() === '') return { kind: 'absent' };
  const latitude = parseAngle(latitudeText, 'NS');
  const longitude = parseAngle(longitudeText, 'EW');
  return latitude === undefined || longitude === undefined ? { kind: 'unreadable' } : judged(latitude, longitude);
}

function judged(latitude: number, longitude: number): Coordinates {
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return { kind: 'out-of-range', latitude, longitude };
  return latitude === 0 && longitude === 0 ? { kind: 'zero' } : { kind: 'point', point: { latitude, longitude } };
}

/** Reads both from one text, as verbatimCoordinates has them: `45°30'12"N 73°35'W`, `45.5, -73.6`. */
export function parseVerbatimCoordinates(text = ''): Coordinates {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'absent' };
  const hemispheres =
    /^(.*?[NS])[\s,;/]*(.*?[EWO])\.?$/i.exec(trimmed) ?? /^([NS].*?)[\s,;/]*([EWO].*)$/i.exec(trimmed);
  const halves = hemispheres ?? /^([^,;]+)[,;]\s*([^,;]+)$/.exec(trimmed) ?? /^(\S+)\s+(\S+)$/.exec(trimmed);
  return halves ? parseCoordinates(halves[1], halves[2]) : { kind: 'unreadable' };
}

const DECIMAL = /^[+-]?(\d{1,3}([.,]\d*)?|[.,]\d+)$/;
const ANGLE =
  /^([+-]?\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|˚|deg\.?|d|\s)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’´]|min\.?|m|\s|$)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["″”]|''|′′|’’|sec\.?|s|$))?)?$/i;

/** Decimal degrees, or undefined when the text is no angle. `O` (ouest, oeste) is west. */
function parseAngle(text: string, hemispheres: 'NS' | 'EW'): number | undefined {
  const trimmed = text.trim().replace(/−|–/g, '-');
  if (DECIMAL.test(trimmed)) return decimal(trimmed);
  const { rest, sign } = hemisphereOf(trimmed, hemispheres);
  if (sign === undefined) return undefined;
  if (DECIMAL.test(rest)) return sign * decimal(rest);
  const match = ANGLE.exec(rest);
  if (!match) return undefined;
  const [degrees, minutes, seconds] = [match[1]!, match[2] ?? '0', match[3] ?? '0'].map(decimal) as [
    number,
    number,
    number,
  ];
  if (minutes >= 60 || seconds >= 60) return undefined;
  const size = Math.abs(degrees) + minutes / 60 + seconds / 3600;
  return sign * (match[1]!.startsWith('-') ? -size : size);
}

const BEFORE = { NS: /^([NS])[.:]?\s*(.+)$/i, EW: /^([EWO])[.:]?\s*(.+)$/i } as const;
const AFTER = { NS: /^(.+?)\s*([NS])\.?$/i, EW: /^(.+?)\s*([EWO])\.?$/i } as const;

function hemisphereOf(text: string, hemispheres: 'NS' | 'EW'): { rest: string; sign: 1 | -1 | undefined } {
  const before = BEFORE[hemispheres].exec(text);
  const after = before ? null : AFTER[hemispheres].exec(text);
  const [letter, rest] = before ? [before[1]!, before[2]!] : [after?.[2] ?? '', after?.[1] ?? text];
  if (letter === '') return { rest, sign: endsInAnotherLetter(text) ? undefined : 1 };
  return { rest: rest.trim(), sign: /[SWO]/i.test(letter) ? -1 : 1 };
}

function endsInAnotherLetter(text: string): boolean {
  return /[a-z]$/i.test(text) && !/(deg|min|sec)$/i.test(text);
}

function decimal(text: string): number {
  return Number(text.replace(',', '.'));
}
