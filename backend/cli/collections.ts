import { EstablishCollection } from '#domain/collection/commands.js';
import { collection } from '#domain/collection/collection.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { isUuid, uuidV5 } from '#ledger/uuid.js';
import { operatorContext } from '#tasks/accounts/operator.js';
import type { CollectionSuggestion } from '#tasks/import/collection-choice.js';
import type { CollectionOverview } from '#projections/collection-overview/view.js';
import type { House } from '#wiring/house.js';
import { CliFailure } from './command.js';

/** A collection as the command line names it. */
export interface NamedCollection {
  readonly id: string;
  readonly description: Pick<CollectionOverview, 'name' | 'institutionCode' | 'collectionCode'>;
}

/** Every collection of the house. */
export async function listCollections(house: House): Promise<readonly NamedCollection[]> {
  const found: NamedCollection[] = [];
  const view = house.view<CollectionOverview>('collection-overview');
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await view.search({ limit: 1000, ...(cursor !== undefined && { cursor }) });
    found.push(...page.items.map(({ id, document }) => ({ id, description: document })));
    cursor = page.next;
  }
  return found;
}

/** The collection of a code, `INSTITUTION:CODE` or id. Fails with a sentence that lists what there is. */
export async function findCollection(house: House, code: string): Promise<NamedCollection> {
  const all = await listCollections(house);
  const matches = all.filter(({ id, description: { institutionCode, collectionCode } }) =>
    [id, collectionCode, `${institutionCode}:${collectionCode}`].includes(code),
  );
  if (matches.length === 1) return matches[0]!;
  const told = (matches.length > 1 ? matches : all).map(
    ({ description }) => `${description.institutionCode}:${description.collectionCode} (${description.name})`,
  );
  const what = matches.length > 1 ? 'is the code of several collections' : 'is the code of no collection';
  throw new CliFailure(`"${code}" ${what}; there ${told.length === 0 ? 'is none yet' : `are ${told.join(', ')}`}.`);
}

const NAMESPACE = 'c2a5cf0e-3f4a-5a4e-9a6c-0d6a6a0a7f11';

/** The collection with exactly this name and these codes, when there is one. */
export async function collectionOf(house: House, wanted: CollectionSuggestion): Promise<NamedCollection | undefined> {
  return (await listCollections(house)).find(
    ({ description }) =>
      description.name === wanted.name &&
      description.institutionCode === wanted.institutionCode &&
      description.collectionCode === wanted.collectionCode,
  );
}

/** Establishes a collection as the operator. Its id follows from name and codes, so that doing it twice does it once. */
export async function establish(house: House, wanted: CollectionSuggestion): Promise<string> {
  const { name, institutionCode, collectionCode } = wanted;
  const id = uuidV5(NAMESPACE, JSON.stringify([name, institutionCode, collectionCode]));
  const command = parseCommand(EstablishCollection, {
    name,
    institutionCode,
    collectionCode,
    type: 'EstablishCollection',
  });
  await house.handle(collection, id, command, operatorContext(uuidV5(id, 'established'), house.now()));
  return id;
}

/** `*`, a collection's id, or the id of the collection with this code. */
export async function collectionIdOrAll(house: House, code: string | undefined): Promise<string> {
  if (code === undefined || code === '*') return '*';
  return isUuid(code) ? code : (await findCollection(house, code)).id;
}
