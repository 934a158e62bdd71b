// A local server that speaks EventStoreDB's gRPC protocol: a test double, see README.md.
//
//   import { start } from './server.mjs';
//   const server = await start();            // in memory, any free port
//   ... esdb://127.0.0.1:${server.port}?tls=false
//   server.forgetRecentIds();                // as after a restart: retries without a revision repeat
//   server.setReady(false);                  // as while starting: "Server Is Not Ready"
//   server.stop();
//
// Or as a process: node server.mjs [file] [port] [FULL|NORMAL|OFF]
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { appendHandlers } from './appends.mjs';
import { groupHandlers } from './group-handlers.mjs';
import { readHandler } from './reads.mjs';
import { Store } from './store.mjs';
import * as wire from './wire.mjs';

const { grpc, services, Features, Gossip } = wire;
const MAX_SEND = 17 * 1024 * 1024;

// What version 24.6.0 says that it can do; not all of it is built here (see README.md).
const SUPPORTED = {
  'gossip.gossip': { read: [] },
  'monitoring.monitoring': { stats: [] },
  'operations.operations': {
    mergeindexes: [],
    resignnode: [],
    restartpersistentsubscriptions: [],
    setnodepriority: [],
    shutdown: [],
    startscavenge: [],
    stopscavenge: [],
  },
  'persistent_subscriptions.persistentsubscriptions': {
    create: ['stream', 'all'],
    delete: ['stream', 'all'],
    getinfo: ['stream', 'all'],
    list: ['stream', 'all'],
    read: ['stream', 'all'],
    replayparked: ['stream', 'all'],
    restartsubsystem: ['stream', 'all'],
    update: ['stream', 'all'],
  },
  'redaction.redaction': { geteventpositions: [], switchchunks: [] },
  'server_features.serverfeatures': { getsupportedmethods: [] },
  'streams.streams': {
    append: [],
    batchappend: ['deadline_duration'],
    delete: [],
    read: ['position', 'events'],
    tombstone: [],
  },
  'users.users': {
    changepassword: [],
    create: [],
    delete: [],
    details: [],
    disable: [],
    enable: [],
    resetpassword: [],
    update: [],
  },
};

function featureHandlers(version, enabled) {
  return {
    getSupportedMethods(_call, reply) {
      if (!enabled) return reply(wire.rpcError(grpc.status.UNIMPLEMENTED, 'Not implemented.'));
      const response = new Features.SupportedMethods();
      response.setEventStoreServerVersion(version);
      for (const [service, methods] of Object.entries(SUPPORTED)) {
        for (const [name, features] of Object.entries(methods)) {
          const method = new Features.SupportedMethod();
          method.setServiceName(`event_store.client.${service}`);
          method.setMethodName(name);
          method.setFeaturesList(features);
          response.addMethods(method);
        }
      }
      reply(null, response);
    },
  };
}

function gossipHandlers(address) {
  const instance = randomUUID();
  return {
    read(_call, reply) {
      const endPoint = new Gossip.EndPoint();
      endPoint.setAddress(address.host);
      endPoint.setPort(address.port);
      const member = new Gossip.MemberInfo();
      member.setInstanceId(wire.uuidMessage(instance));
      member.setState(Gossip.MemberInfo.VNodeState.LEADER);
      member.setIsAlive(true);
      member.setHttpEndPoint(endPoint);
      const cluster = new Gossip.ClusterInfo();
      cluster.addMembers(member);
      reply(null, cluster);
    },
  };
}

/** Guards every handler against exceptions; asks for basic authentication when users are given. */
function protect(handlers, users) {
  const all = Object.entries(handlers).map(([name, h]) => [name, wire.guarded(h)]);
  if (!users) return Object.fromEntries(all);
  const denied = wire.rpcError(grpc.status.UNAUTHENTICATED, 'Access Denied', {
    exception: 'access-denied',
  });
  const known = (metadata) => {
    const [header] = metadata.get('authorization');
    return header && users.includes(Buffer.from(String(header).slice(6), 'base64').toString());
  };
  const guard = (handler) => (call, reply) => {
    if (known(call.metadata)) return handler(call, reply);
    return reply ? reply(denied) : call.emit('error', denied);
  };
  return Object.fromEntries(all.map(([name, handler]) => [name, guard(handler)]));
}

/** While the server is not ready, every call but the shared batch call fails at once. */
function whenReady(store, handlers) {
  const notReady = wire.rpcError(grpc.status.UNAVAILABLE, 'Server Is Not Ready');
  const wait = (handler) => (call, reply) => {
    if (store.ready) return handler(call, reply);
    return reply ? reply(notReady) : call.emit('error', notReady);
  };
  return Object.fromEntries(Object.entries(handlers).map(([name, h]) => [name, wait(h)]));
}

function bind(server, host, port, tls) {
  const credentials = tls
    ? grpc.ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
    : grpc.ServerCredentials.createInsecure();
  return new Promise((resolve, reject) => {
    const done = (error, bound) => (error ? reject(error) : resolve(bound));
    server.bindAsync(`${host}:${port}`, credentials, done);
  });
}

/**
 * file: SQLite file or ':memory:'; sync: SQLite's "synchronous"; idCache: remembered event ids;
 * tls: { key, cert }; users: ['name:password']; features: false for a server of the time before them.
 */
export async function start(options = {}) {
  const { file = ':memory:', sync = 'FULL', idCache, host = '127.0.0.1', port = 0 } = options;
  const { tls, users, features = true, version = '24.6.0-double' } = options;
  const store = new Store(file, { sync, idCache });
  const server = new grpc.Server({
    'grpc.max_receive_message_length': -1, // the handlers refuse what is too big
    'grpc.max_send_message_length': MAX_SEND,
    'grpc-node.max_session_memory': Number.MAX_SAFE_INTEGER,
  });
  const address = { host, port };
  const { batchAppend, ...appends } = appendHandlers(store);
  const streams = whenReady(store, { ...appends, read: readHandler(store) });
  server.addService(services.StreamsService, protect({ ...streams, batchAppend }, users));
  server.addService(services.PersistentSubscriptionsService, protect(whenReady(store, groupHandlers(store)), users));
  server.addService(services.ServerFeaturesService, featureHandlers(version, features));
  server.addService(services.GossipService, gossipHandlers(address));
  address.port = await bind(server, host, port, tls);
  const stop = () => {
    server.forceShutdown();
    store.close();
  };
  return {
    port: address.port,
    store,
    stop,
    forgetRecentIds: () => store.forgetRecentIds(),
    setReady: (ready) => (store.ready = ready),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file, port, sync] = process.argv.slice(2);
  const server = await start({ file, port: Number(port ?? 0), sync });
  console.log('listening', server.port);
}
