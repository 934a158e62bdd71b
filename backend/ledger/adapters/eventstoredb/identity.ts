import { randomUUID } from 'node:crypto';
import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { LedgerDamaged } from '../../event-store.js';
import type { Connection } from './connection.js';
import { isOfType } from './failures.js';
import type { Names } from './names.js';

/** The identity of the ledger in this EventStoreDB; given at the first opening, and kept in a stream of its own. */
export async function identityOf(connection: Connection, { identity }: Names): Promise<string> {
  return connection.persist('The ledger could not be opened', async () => {
    const known = await readIdentity(connection, identity);
    if (known !== undefined) return known;
    const storeId = randomUUID();
    const event = jsonEvent({ id: storeId, type: 'LedgerIdentified', data: { storeId } });
    try {
      await connection.answer(
        connection.client.appendToStream(identity, event, { expectedRevision: NO_STREAM, requiresLeader: true }),
      );
    } catch (error) {
      // Somebody else was first, or it is unknown who was: what stands there counts.
      if (!isOfType(error, 'wrong-expected-version')) throw error;
    }
    const now = await readIdentity(connection, identity);
    if (now === undefined) throw new LedgerDamaged(`The stream ${identity} of EventStoreDB has been emptied.`);
    return now;
  });
}

async function readIdentity(connection: Connection, stream: string): Promise<string | undefined> {
  try {
    const options = { maxCount: 1, requiresLeader: true };
    const [event] = await connection.read((client) => client.readStream(stream, options));
    return (event?.data as { storeId?: string } | undefined)?.storeId;
  } catch (error) {
    if (isOfType(error, 'stream-not-found')) return undefined;
    throw error;
  }
}

/**
 * What the user of the ledger may do to it that nobody should: delete streams, or change their metadata, which hides events.
 * Asked of the server in a way that changes nothing: for a stream that does not exist, at a revision that it has not.
 */
export async function dangerousRights(connection: Connection): Promise<readonly string[]> {
  const probe = `ledger-probe-${randomUUID()}`;
  const never = { expectedRevision: 7n } as const;
  const asked: [string, () => Promise<unknown>][] = [
    ['delete streams', () => connection.client.deleteStream(probe, never)],
    ['change the metadata of streams', () => connection.client.setStreamMetadata(probe, {}, never)],
  ];
  const rights = [];
  for (const [right, ask] of asked) {
    const answer = await connection.answer(ask()).catch((error: unknown) => error);
    if (isOfType(answer, 'wrong-expected-version')) rights.push(right);
  }
  return rights;
}
