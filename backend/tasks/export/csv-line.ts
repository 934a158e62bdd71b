const QUOTED = /["\n\r,]|^\s|\s$/u;
// What a spreadsheet takes for a formula, see OWASP on CSV injection; a plain number is none.
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** A line of CSV as RFC 4180 has it, but for its end: a line feed. */
export function csvLine(cells: readonly (string | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(cell = ''): string {
  return QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A cell that no spreadsheet runs as a formula: an apostrophe stands before what looks like one. */
export function withoutFormula(cell: string | undefined): string | undefined {
  return cell !== undefined && FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}
