/** Several people of one term, as a reader separates them; names hold commas themselves. */
export function peopleText(recordedBy: string | undefined): string | undefined {
  return recordedBy
    ?.split('|')
    .map((name) => name.trim())
    .filter(Boolean)
    .join('; ');
}
