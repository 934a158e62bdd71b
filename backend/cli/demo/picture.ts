import { crc32, deflateSync } from 'node:zlib';

/** Rows of five bits of three: a letter in 3 × 5 dots. Others are blank. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: '25755',
  B: '65656',
  C: '34443',
  D: '65556',
  E: '74647',
  F: '74644',
  G: '34553',
  H: '55755',
  I: '72227',
  J: '11152',
  K: '55655',
  L: '44447',
  M: '57755',
  N: '65555',
  O: '25552',
  P: '65644',
  Q: '25563',
  R: '65655',
  S: '34216',
  T: '72222',
  U: '55557',
  V: '55552',
  W: '55775',
  X: '55255',
  Y: '55222',
  Z: '71247',
  '0': '75557',
  '1': '26227',
  '2': '61247',
  '3': '61216',
  '4': '55711',
  '5': '74616',
  '6': '34757',
  '7': '71222',
  '8': '75757',
  '9': '75716',
  '.': '00002',
  ',': '00024',
  '-': '00700',
  '(': '24442',
  ')': '21112',
  "'": '22000',
  '&': '25253',
  '/': '11244',
  ':': '02020',
};

/** A small picture of few colours, drawn dot by dot and kept as PNG. */
export class Picture {
  private readonly dots: Uint8Array;

  /** `palette`: colours as 0xRRGGBB; dots hold places in it, first 0. */
  constructor(
    readonly width: number,
    readonly height: number,
    private readonly palette: readonly number[],
  ) {
    this.dots = new Uint8Array(width * height);
  }

  dot(x: number, y: number, colour: number): void {
    const [column, row] = [Math.round(x), Math.round(y)];
    if (column >= 0 && row >= 0 && column < this.width && row < this.height)
      this.dots[row * this.width + column] = colour;
  }

  rectangle(left: number, top: number, width: number, height: number, colour: number): void {
    for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) this.dot(x, y, colour);
  }

  /** A line as a row of discs, `thick` across. */
  line(x0: number, y0: number, x1: number, y1: number, thick: number, colour: number): void {
    const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0)) || 1;
    for (let step = 0; step <= steps; step++) {
      const [x, y] = [x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps];
      this.ellipse(x, y, thick / 2, thick / 2, 0, colour);
    }
  }

  /** An ellipse turned by an angle in radians. */
  ellipse(x: number, y: number, a: number, b: number, angle: number, colour: number): void {
    const [cos, sin, reach] = [Math.cos(angle), Math.sin(angle), Math.ceil(Math.max(a, b))];
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const [along, across] = [(dx * cos + dy * sin) / (a || 0.5), (dy * cos - dx * sin) / (b || 0.5)];
        if (along * along + across * across <= 1) this.dot(x + dx, y + dy, colour);
      }
  }

  /** Words in capitals of `size` dots a stroke, accents left out; what does not fit is cut off. */
  write(text: string, left: number, top: number, size: number, colour: number): void {
    const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
    [...plain].forEach((letter, place) => {
      [...(GLYPHS[letter] ?? '00000')].forEach((bits, row) => {
        for (let column = 0; column < 3; column++)
          if ((Number(bits) >> (2 - column)) & 1)
            this.rectangle(left + (place * 4 + column) * size, top + row * size, size, size, colour);
      });
    });
  }

  /** The picture as a PNG file with a palette (ISO/IEC 15948). */
  png(): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([8, 3, 0, 0, 0], 8);
    const colours = Buffer.from(this.palette.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]));
    const rows = Buffer.alloc((this.width + 1) * this.height);
    for (let y = 0; y < this.height; y++)
      rows.set(this.dots.subarray(y * this.width, (y + 1) * this.width), y * (this.width + 1) + 1);
    const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const parts = [
      chunk('IHDR', header),
      chunk('PLTE', colours),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ];
    return Buffer.concat([start, ...parts]);
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
