/** How many bytes tell what a file is. */
export const SNIFFED_BYTES = 16;

interface Signature {
  readonly type: string;
  /** Bytes by offset, as latin-1 text. */
  readonly marks: readonly (readonly [number, string])[];
}

/** Pictures that a browser can only draw. SVG is not among them: it can hold scripts. */
const PICTURES: readonly Signature[] = [
  { type: 'image/jpeg', marks: [[0, '\xff\xd8\xff']] },
  { type: 'image/png', marks: [[0, '\x89PNG\r\n\x1a\n']] },
  { type: 'image/gif', marks: [[0, 'GIF8']] },
  {
    type: 'image/webp',
    marks: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
  { type: 'image/avif', marks: [[4, 'ftypavif']] },
];

/** The type a file is served as, by its own first bytes: pictures as themselves, everything else as bytes to save. */
export function safeTypeOf(start: Buffer): { type: string; inline: boolean } {
  const text = start.toString('latin1');
  const picture = PICTURES.find(({ marks }) => marks.every(([offset, mark]) => text.startsWith(mark, offset)));
  return picture ? { type: picture.type, inline: true } : { type: 'application/octet-stream', inline: false };
}
