/** Whether a text says nothing: empty or white space only. Blank means absent, everywhere. */
export function isBlank(text: string | undefined | null): boolean {
  return text === undefined || text === null || text.trim() === '';
}
