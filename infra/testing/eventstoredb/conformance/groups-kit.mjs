// What the scenarios of persistent-subscription groups share.
import { describe, es, sleep } from './kit.mjs';

export const streamSettings = es.persistentSubscriptionToStreamSettingsFromDefaults;
export const allSettings = es.persistentSubscriptionToAllSettingsFromDefaults;
export const acknowledge = (resolved, subscription) => subscription.ack(resolved);

/** Logs what a consumer of a group gets for "ms" milliseconds. */
export async function consume(subscription, { ms = 1500, on = () => {} } = {}) {
  const log = [];
  subscription.on('error', (error) => log.push(['error', describe(error)]));
  for (const kind of ['confirmation', 'end', 'close']) subscription.on(kind, () => log.push(kind));
  subscription.on('data', async (resolved) => {
    const e = resolved.event ?? resolved.link;
    log.push(`${e.streamId}/${e.revision} r${resolved.retryCount}`);
    await on(resolved, subscription);
  });
  await sleep(ms);
  await subscription.unsubscribe().catch((error) => log.push(['unsubscribe', describe(error)]));
  await sleep(100);
  return log;
}

export const jsonText = (metadata) =>
  metadata instanceof Uint8Array ? Buffer.from(metadata).toString() : JSON.stringify(metadata);

/** Creating a group on a stream, and connecting to it. */
export function groupsOf(client) {
  const createGroup = (stream, group, settings) =>
    client.createPersistentSubscriptionToStream(stream, group, streamSettings(settings));
  const connect = (...args) => client.subscribeToPersistentSubscriptionToStream(...args);

  return { createGroup, connect };
}
