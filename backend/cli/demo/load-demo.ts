import { GrantRole, RegisterAccount } from '#domain/account/commands.js';
import { collection } from '#domain/collection/collection.js';
import { EstablishCollection, SetLoanPolicy } from '#domain/collection/commands.js';
import type { Fact } from '#domain/kernel/decider.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { AGGREGATES } from '#domain/registry.js';
import { decode, upcastsOf } from '#ledger/decode.js';
import type { StreamAppend } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import { eventId, recordFacts, tailAfter } from '#ledger/record-facts.js';
import { uuidV5 } from '#ledger/uuid.js';
import { AccountAdministration } from '#tasks/accounts/account-administration.js';
import { accountServices } from '#tasks/accounts/account-services.js';
import { operatorContext } from '#tasks/accounts/operator.js';
import type { Account } from '#projections/account-register/view.js';
import type { House } from '#wiring/house.js';
import { Story, type DemoAct } from './act.js';
import { Chance } from './chance.js';
import { ACCOUNTS, accountNamed, COLLECTIONS, demoId, DEMO_PASSWORD, INSTITUTION } from './institution.js';
import { drawSpecimen } from './sheet.js';
import { specimenStory, type DemoPicture } from './specimen-story.js';

/** Acts that are decided and written together. */
const AT_ONCE = 600;
const UPCASTS = upcastsOf(AGGREGATES);

/** What of the house the demonstration needs. */
export type DemoHouse = Pick<House, 'ledger' | 'commandLedger' | 'vault' | 'files' | 'view' | 'now' | 'log'>;

/**
 * Fills an empty ledger with the demonstration museum: accounts, three collections, 3,000 specimens and what has happened to
 * them, by the same commands as anything else. Goes on where it was interrupted; leaves a ledger with other things in it,
 * and one that is filled already, as it is. `everyNth`: only so many of the specimens, for quick tests.
 */
export async function loadDemo(house: DemoHouse, everyNth = 1): Promise<void> {
  const first = COLLECTIONS[0]!;
  const begun = (await house.ledger.readStream(`collection-${first.id}`)).length > 0;
  if (!begun && (await house.ledger.head()) !== undefined) return;
  if ((await house.ledger.readStream(`collection-${COLLECTIONS.at(-1)!.id}`)).length > 1) return;
  house.log.info('Filling the demonstration museum …');
  await establishCollections(house);
  await openAccounts(house);
  await write(house, await specimenActs(house, everyNth));
  // The last thing of all: where it stands, the museum is complete.
  await write(house, loanPolicies(house.now()));
  house.log.info('The demonstration museum is open.');
}

async function establishCollections(house: DemoHouse): Promise<void> {
  for (const { id, code, name, description } of COLLECTIONS) {
    const said = { institutionCode: INSTITUTION, collectionCode: code, name, description };
    const pattern = { catalogNumberPattern: `^${code}-\\d{6}$` };
    const command = parseCommand(EstablishCollection, { ...said, ...pattern });
    const story = new Story(collection, id);
    story.tell(accountNamed('admin'), house.now(), EstablishCollection, { ...command });
    await write(house, story.acts);
  }
}

async function openAccounts(house: DemoHouse): Promise<void> {
  const services = accountServices(house.vault, house.view<Account>('account-register'), house.now);
  const administration = new AccountAdministration(house.commandLedger, services);
  const at = house.now();
  await Promise.all(
    ACCOUNTS.map(async ({ id, name, displayName, role, collections }) => {
      const register = parseCommand(RegisterAccount, { name, displayName });
      await administration.register(register, DEMO_PASSWORD, operatorContext(uuidV5(id, 'demo'), at));
      const places = COLLECTIONS.filter(({ code }) => collections.includes(code)).map((one) => one.id);
      for (const collectionId of places.length > 0 ? places : ['*']) {
        const grant = parseCommand(GrantRole, { role, collectionId });
        await administration.change(id, grant, operatorContext(uuidV5(id, `demo ${collectionId}`), at));
      }
    }),
  );
}

async function specimenActs(house: DemoHouse, everyNth: number): Promise<readonly DemoAct[]> {
  const keep = ({ seed, collection, lines }: DemoPicture): Promise<string> =>
    house.files.put(once(drawSpecimen(new Chance(`${seed} drawn`), collection, lines))).then(({ sha256 }) => sha256);
  const now = house.now();
  const stories: Promise<readonly DemoAct[]>[] = [];
  for (const one of COLLECTIONS)
    for (let serial = 0; serial < one.specimens; serial += everyNth)
      stories.push(specimenStory(one, serial, now, keep));
  // In the order of their days, as the museum would have done it; sorting keeps what happens at the same moment in order.
  return (await Promise.all(stories)).flat().sort((a, b) => a.at - b.at);
}

function loanPolicies(at: number): readonly DemoAct[] {
  return COLLECTIONS.flatMap(({ id }) => {
    const story = new Story(collection, id);
    const policy = { defaultTermDays: 365, longestTermDays: 1825, approvalsNeeded: 1 };
    story.tell(accountNamed('manager'), at, SetLoanPolicy, policy);
    return story.acts;
  });
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function write(house: DemoHouse, acts: readonly DemoAct[]): Promise<void> {
  for (let from = 0; from < acts.length; from += AT_ONCE) await writeTogether(house, acts.slice(from, from + AT_ONCE));
}

/** Decides acts on what stands in the ledger and appends what follows, a stream at most once; what stands already is passed over. */
async function writeTogether(house: DemoHouse, acts: readonly DemoAct[]): Promise<void> {
  const byStream = Map.groupBy(acts, ({ aggregate, id }) => `${aggregate.category}-${id}`);
  const known = await house.ledger.readStreams([...byStream.keys()]);
  const appends: StreamAppend[] = [];
  for (const [stream, own] of byStream) {
    const records = known.get(stream) ?? [];
    const written = new Set(records.map(({ id }) => id));
    const { aggregate } = own[0]!;
    let tail = tailAfter(records.at(-1));
    let state = records.reduce(
      (folded, record) => aggregate.evolve(folded, decode(record, UPCASTS) as Fact),
      aggregate.initial,
    );
    const append = { stream, expectedRevision: tail.revision, records: [] as StreamAppend['records'][number][] };
    for (const act of own) {
      const context = contextOf(act);
      if (written.has(eventId(context.commandId, 0))) continue;
      const facts = aggregate.decide(state, act.command);
      const recorded = recordFacts(stream, tail, facts, context, house.commandLedger.salts);
      append.records.push(...recorded.records);
      tail = recorded.tail;
      state = facts.reduce((folded, fact) => aggregate.evolve(folded, fact), state);
    }
    if (append.records.length > 0) appends.push(append);
  }
  const outcomes = await house.ledger.appendBatch(appends);
  if (outcomes.some(({ outcome }) => outcome === 'conflict'))
    throw new Error('Somebody else is writing into the demonstration while it is being filled: start it again.');
}

function contextOf({ aggregate, id, by, at, name }: DemoAct): CommandContext {
  const commandId = demoId(`${aggregate.category} ${id} ${name}`);
  const actor = { id: by.id, role: by.role, via: 'session' } as const;
  return { commandId, correlationId: commandId, actor, source: { kind: 'ui' }, at };
}

/** What the sign-in page shows: names, the password, and what each may do. */
export const DEMO_SIGN_INS = ACCOUNTS.map(({ name, role }) => ({ name, password: DEMO_PASSWORD, role }));
