// The calls of the persistent-subscription service.
import { dropped, exists, failed, full, missing } from './group-errors.mjs';
import { ALL, Group } from './groups.mjs';
import * as wire from './wire.mjs';

const { grpc, Groups } = wire;
const { status } = grpc;
const END_REVISION = '18446744073709551615';
const STRATEGIES = ['DispatchToSingle', 'RoundRobin', 'Pinned'];
const CONFIG_STREAM = '$persistentSubscriptionConfig';

const targetOf = (options) => {
  if (options.hasAll?.()) return ALL;
  const stream = options.hasStream?.() ? options.getStream() : options;
  return wire.nameOf(stream.getStreamIdentifier());
};

const BATCH_TOO_BIG =
  'Specified argument was out of the range of valid values. ' +
  "(Parameter 'ReadBatchSize may not be greater than or equal to BufferSize')";

export function groupHandlers(store) {
  const groups = new Map(); // "stream::group" -> Group
  const keyOf = (stream, name) => `${stream}::${name}`;
  for (const row of store.db.prepare('SELECT * FROM groups').all()) {
    const settings = JSON.parse(row.settings);
    groups.set(keyOf(row.stream, row.name), new Group(store, row.stream, row.name, settings, row.checkpoint));
  }

  function put(stream, name, settings, checkpoint) {
    store.db
      .prepare('INSERT OR REPLACE INTO groups VALUES (?, ?, ?, ?)')
      .run(stream, name, JSON.stringify(settings), checkpoint);
    groups.set(keyOf(stream, name), new Group(store, stream, name, settings, checkpoint));
    writeConfig(store, [...groups.keys()]);
  }

  /** Finds the group of a request or answers that there is none. */
  const find = (options, reply) => {
    const stream = targetOf(options);
    const name = options.getGroupName();
    const group = groups.get(keyOf(stream, name));
    if (!group) reply(missing(stream, name));
    return group;
  };

  return {
    create(call, reply) {
      const options = call.request.getOptions();
      const stream = targetOf(options);
      const name = options.getGroupName();
      if (groups.has(keyOf(stream, name))) return reply(exists(stream, name));
      const settings = settingsOf(options);
      if (settings.readBatchSize >= settings.historyBufferSize) {
        return reply(failed(stream, name, BATCH_TOO_BIG));
      }
      put(stream, name, settings, startOf(store, options, stream));
      reply(null, new Groups.CreateResp());
    },

    update(call, reply) {
      const options = call.request.getOptions();
      const group = find(options, reply);
      if (!group) return;
      const { stream, name } = group;
      group.close(dropped(stream, name));
      put(stream, name, settingsOf(options, group.settings), startOf(store, options, stream));
      reply(null, new Groups.UpdateResp());
    },

    delete(call, reply) {
      const group = find(call.request.getOptions(), reply);
      if (!group) return;
      const { stream, name } = group;
      group.close(dropped(stream, name));
      groups.delete(keyOf(stream, name));
      store.db.prepare('DELETE FROM groups WHERE stream = ? AND name = ?').run(stream, name);
      writeConfig(store, [...groups.keys()]);
      reply(null, new Groups.DeleteResp());
    },

    read: (call) => consume(call, find),

    getInfo(call, reply) {
      const group = find(call.request.getOptions(), reply);
      if (!group) return;
      const response = new Groups.GetInfoResp();
      response.setSubscriptionInfo(infoOf(group));
      reply(null, response);
    },

    list(call, reply) {
      const options = call.request.getOptions();
      const one = options.hasListForStream() ? options.getListForStream() : undefined;
      const stream = one && (one.hasAll() ? ALL : wire.nameOf(one.getStream()));
      const found = [...groups.values()].filter((g) => !one || g.stream === stream);
      if (one && found.length === 0) return reply(missing(stream, ''));
      const response = new Groups.ListResp();
      response.setSubscriptionsList(found.map(infoOf));
      reply(null, response);
    },

    async replayParked(call, reply) {
      const group = find(call.request.getOptions(), reply);
      if (!group) return;
      await group.replayParked();
      reply(null, new Groups.ReplayParkedResp());
    },

    restartSubsystem: (_call, reply) => reply(null, wire.empty()),
  };
}

// A real server keeps its groups in a stream, so every change of a group shows in $all.
function writeConfig(store, entries) {
  const config = store.jsonEvent('$PersistentConfig', { version: '2', entries });
  const first = store.last(CONFIG_STREAM) < 0;
  const limits = store.jsonEvent('$metadata', { $maxCount: 2 });
  const written = first ? store.append(`$$${CONFIG_STREAM}`, 'any', [limits]) : Promise.resolve();
  written.then(() => store.append(CONFIG_STREAM, 'any', [config])).catch(() => {});
}

function consume(call, find) {
  let group;
  let consumer;
  wire.onData(call, (message) => {
    if (message.hasOptions()) {
      const options = message.getOptions();
      group = find(options, (error) => call.emit('error', error));
      if (!group) return;
      const limit = group.settings.maxSubscriberCount;
      if (limit > 0 && group.consumers.length >= limit) {
        return call.emit('error', full(group.stream, group.name));
      }
      consumer = { call, load: 0, size: options.getBufferSize() || 10 };
      group.consumers.push(consumer);
      const confirmation = new Groups.ReadResp.SubscriptionConfirmation();
      confirmation.setSubscriptionId(`${group.stream}::${group.name}`);
      const response = new Groups.ReadResp();
      response.setSubscriptionConfirmation(confirmation);
      call.write(response);
      group.pump();
    } else if (message.hasAck()) {
      group?.ack(message.getAck().getIdsList());
    } else if (message.hasNack()) {
      const nack = message.getNack();
      group?.nack(nack.getIdsList(), nack.getAction(), nack.getReason());
    }
  });
  const leave = () => consumer && group.leave(consumer);
  call.on('end', () => {
    leave();
    call.end();
  });
  call.on('cancelled', leave);
  call.on('error', leave);
}

function settingsOf(options, before) {
  const s = options.getSettings();
  const all = options.hasAll?.() ? options.getAll() : undefined;
  const filter = all?.hasFilter?.() ? all.getFilter() : undefined;
  const expression = filter?.hasStreamIdentifier() ? filter.getStreamIdentifier() : filter?.getEventType();
  return {
    messageTimeout: s.getMessageTimeoutMs() || 30_000,
    checkPointAfter: s.getCheckpointAfterMs(),
    maxRetryCount: s.getMaxRetryCount(),
    minCheckpointCount: s.getMinCheckpointCount(),
    maxCheckpointCount: s.getMaxCheckpointCount(),
    maxSubscriberCount: s.getMaxSubscriberCount(),
    liveBufferSize: s.getLiveBufferSize(),
    readBatchSize: s.getReadBatchSize(),
    historyBufferSize: s.getHistoryBufferSize(),
    resolveLinks: s.getResolveLinks(),
    extraStatistics: s.getExtraStatistics(),
    strategy: STRATEGIES[s.getNamedConsumerStrategy()],
    startFrom: s.getRevision() === END_REVISION ? '-1' : s.getRevision(),
    filter: expression
      ? {
          field: filter.hasStreamIdentifier() ? 'name' : 'type',
          regex: expression.getRegex(),
          prefixes: expression.getPrefixList(),
        }
      : before?.filter,
  };
}

function startOf(store, options, stream) {
  if (options.hasAll?.()) {
    const all = options.getAll();
    if (all.hasStart()) return 0;
    return all.hasEnd() ? store.end : Number(all.getPosition().getCommitPosition());
  }
  // Client 6.2.1 sends the start of a stream group only in the deprecated settings.revision.
  const revision = options.getSettings().getRevision();
  return revision === END_REVISION ? store.last(stream) + 1 : Number(revision);
}

function infoOf({ stream, name, settings: s, store, inFlight, waiting, parkedStream }) {
  const info = new Groups.SubscriptionInfo();
  info.setEventSource(stream);
  info.setGroupName(name);
  info.setStatus('Live');
  info.setResolveLinkTos(s.resolveLinks);
  info.setStartFrom(stream === ALL ? 'C:0/P:0' : s.startFrom);
  info.setMessageTimeoutMilliseconds(s.messageTimeout);
  info.setExtraStatistics(s.extraStatistics);
  info.setMaxRetryCount(s.maxRetryCount);
  info.setLiveBufferSize(s.liveBufferSize);
  info.setBufferSize(s.historyBufferSize);
  info.setReadBatchSize(s.readBatchSize);
  info.setCheckPointAfterMilliseconds(s.checkPointAfter);
  info.setMinCheckPointCount(s.minCheckpointCount);
  info.setMaxCheckPointCount(s.maxCheckpointCount);
  info.setMaxSubscriberCount(s.maxSubscriberCount);
  info.setNamedConsumerStrategy(s.strategy);
  info.setRetryBufferCount(waiting.length);
  info.setTotalInFlightMessages(inFlight.size);
  info.setParkedMessageCount(store.last(parkedStream) + 1);
  return info;
}
