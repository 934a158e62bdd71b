const PARTIAL = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** Whether a text is a year, month or day, or two of them with a slash: 1987, 1987-05, 1987-05-14/1987-05-20. */
export function isPartialDate(text: string): boolean {
  const parts = text.trim().split('/');
  return parts.length <= 2 && parts.every((part) => PARTIAL.test(part));
}
