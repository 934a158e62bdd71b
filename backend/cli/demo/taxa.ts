/** A name that demonstration specimens carry, as published. */
export interface DemoTaxon {
  readonly family: string;
  readonly name: string;
  readonly authorship: string;
  /** The name that older labels have for it, with its authorship. */
  readonly formerly?: string;
  /** Where it grows or lives: letters of the regions in `places.ts`. */
  readonly regions: string;
  readonly order?: string;
  readonly class?: string;
}

/** One line a taxon: name | authorship | regions | former name; a line of one word is the family of those below. */
export function taxaFrom(table: string, higher: Pick<DemoTaxon, 'class' | 'order'> = {}): readonly DemoTaxon[] {
  const taxa: DemoTaxon[] = [];
  let family = '';
  let order = higher.order;
  for (const line of table.trim().split('\n')) {
    const [name = '', authorship, regions = '', formerly] = line.split('|').map((cell) => cell.trim());
    if (authorship === undefined) [family, order = higher.order] = name.split(' ') as [string, string | undefined];
    else
      taxa.push({
        ...higher,
        ...(order && { order }),
        family,
        name,
        authorship,
        regions,
        ...(formerly && { formerly }),
      });
  }
  return taxa;
}
