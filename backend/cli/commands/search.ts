import type { Condition, Page } from '#projections/kernel/query.js';
import { specimenSearch } from '#projections/specimen-search/projection.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import { findCollection } from '../collections.js';
import { type CliCommand, type CliContext, numberOption, textOption } from '../command.js';
import { conditionOf } from '../where.js';
import { withCurrentViews } from '../with-house.js';

/** `ledger search WORDS`: the same search as the web page's. */
export const searchCommand: CliCommand = {
  name: 'search',
  usage: '[WORDS …] [--where COLUMN=VALUE] … [--collection CODE] [--sort COLUMN] [--limit N] [--cursor CURSOR]',
  summary: 'Finds specimens by words and columns.',
  details:
    '--where family=Poaceae   equal; several of one column: any of them\n' +
    '--where family.not=…     not equal     --where genus.prefix=So   begins with\n' +
    '--where year.from=1900 --where year.to=1950   between     --where typeStatus.exists=true\n' +
    '--where eventDate.from=1923-06   a day, month or year; a whole one\n' +
    '--sort -eventDate        newest first',
  options: {
    where: { type: 'string', multiple: true },
    collection: { type: 'string' },
    sort: { type: 'string' },
    limit: { type: 'string' },
    cursor: { type: 'string' },
  },
  run: (context) =>
    withCurrentViews(context, async (house) => {
      const code = textOption(context, 'collection');
      const own: Condition[] =
        code === undefined ? [] : [{ column: 'collectionId', equals: (await findCollection(house, code)).id }];
      const where = [
        ...own,
        ...conditionOf((context.options['where'] ?? []) as readonly string[], specimenSearch.schema.columns),
      ];
      const page = await house
        .view<SpecimenSearchRow>('specimen-search')
        .search({ ...pageOf(context), where: { and: where } });
      const items = page.items.map(({ id, document, revision }) => ({ id, revision, ...document }));
      return { ...page, items };
    }),
  tell: ({ items, total, next }: FoundSpecimens) => [
    ...items.map(lineOf),
    `${items.length} of ${total ?? items.length} shown.${next === undefined ? '' : ` More with --cursor ${next}`}`,
  ],
};

type FoundSpecimens = Omit<Page<never>, 'items'> & {
  readonly items: readonly (SpecimenSearchRow & { readonly id: string })[];
};

function pageOf(context: CliContext) {
  const words = context.words.join(' ');
  const sort = textOption(context, 'sort');
  const cursor = textOption(context, 'cursor');
  const descending = sort?.startsWith('-') ?? false;
  return {
    limit: Math.min(numberOption(context, 'limit', 20), 1000),
    count: true,
    ...(words !== '' && { text: { words, prefix: true } }),
    ...(cursor !== undefined && { cursor }),
    ...(sort !== undefined && { sort: [{ column: descending ? sort.slice(1) : sort, descending }] }),
  };
}

function lineOf({ id, terms, identification }: SpecimenSearchRow & { readonly id: string }): string {
  const number = terms['catalogNumber'] ?? terms['occurrenceID'] ?? '–';
  const place = [terms['country'], terms['stateProvince'], terms['locality']]
    .filter((text) => text !== undefined)
    .join(', ');
  return [id, number, identification?.scientificName ?? 'unidentified', place, terms['eventDate'] ?? ''].join('\t');
}
