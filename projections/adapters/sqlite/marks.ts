const COMMA = 44;
const ZERO = 48;

/** A 1 at the place of each number of a text such as `3,17,18`; places go to `last`. */
export function marked(numbers: string, last: number): Uint8Array {
  const marks = new Uint8Array(last + 1);
  if (numbers === '') return marks;
  let n = 0;
  for (let at = 0; at < numbers.length; at++) {
    const unit = numbers.charCodeAt(at);
    if (unit === COMMA) {
      marks[n] = 1;
      n = 0;
    } else {
      n = n * 10 + unit - ZERO;
    }
  }
  marks[n] = 1;
  return marks;
}

/** The numbers that are marked, as a JSON list. */
export function listOf(marks: Uint8Array): string {
  const numbers: number[] = [];
  for (let n = marks.indexOf(1); n >= 0; n = marks.indexOf(1, n + 1)) numbers.push(n);
  return JSON.stringify(numbers);
}
