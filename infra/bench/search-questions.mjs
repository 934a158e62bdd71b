/** Questions that people ask of a collection, made of what the collection holds. */

const MOST = 200;

/**
 * For each kind up to 200 distinct questions as query strings: half the collectors are the most frequent ones, which are
 * the slowest to list; numbers and localities are those of specimens of every family and state.
 */
export async function questionsOf(client, most = MOST) {
  const values = async (column, where = '') =>
    (await client.json(`/api/v1/specimens/facets?facets=${column}&facetLimit=1000${where}`))[column].map(
      ({ value }) => value,
    );
  const [families, genera, collectors, countries] = [
    await values('family'),
    await values('genus'),
    await values('recordedBy'),
    await values('country'),
  ];
  const places = [];
  for (const country of countries) {
    const here = `&country=${encodeURIComponent(country)}`;
    for (const state of await values('stateProvince', here)) places.push([country, state]);
  }
  const specimens = await someSpecimens(client, families, places);
  const kinds = {
    family: families.map((family) => asked({ family })),
    'genus prefix': genera.flatMap((genus) => [3, 4, 5].map((length) => asked({ 'genus.prefix': genus.slice(0, length) }))), // prettier-ignore
    collector: [
      ...collectors.slice(0, most / 2).map((recordedBy) => asked({ recordedBy })),
      ...collectors.slice(most / 2).map((recordedBy) => asked({ recordedBy })),
    ],
    'catalogue number': specimens.flatMap(({ terms }) => (terms.catalogNumber ? [asked({ q: terms.catalogNumber })] : [])), // prettier-ignore
    'country + state': places.map(([country, stateProvince]) => asked({ country, stateProvince })),
    'locality words': specimens.flatMap(({ terms }, at) => wordsOf(terms.locality, at)).map((q) => asked({ q })),
  };
  return Object.fromEntries(Object.entries(kinds).map(([kind, all]) => [kind, spread([...new Set(all)], most)]));
}

/** A query string. */
export function asked(parameters) {
  return new URLSearchParams(Object.entries(parameters)).toString();
}

async function someSpecimens(client, families, places) {
  const found = new Map();
  const conditions = [
    ...families.map((family) => asked({ family })),
    ...places.map(([country, stateProvince]) => asked({ country, stateProvince })),
  ];
  for (const condition of conditions) {
    const { items } = await client.json(`/api/v1/specimens?${condition}&limit=6`);
    for (const item of items) found.set(item.id, item);
  }
  return [...found.values()];
}

/** One to three words of a locality as they stand there; every other one is typed to the end, so that it is a whole word. */
function wordsOf(locality, at) {
  const words = (locality ?? '').split(/\s+/).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0) return [];
  const count = 1 + (at % 3);
  const first = (at * 7) % Math.max(1, words.length - count + 1);
  const text = words.slice(first, first + count).join(' ');
  return [at % 2 === 0 ? text : `${text} `];
}

/** Evenly taken from all, in their order. */
function spread(all, most) {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]);
}
