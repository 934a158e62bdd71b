// The messages themselves, below the client: what a read answers, what the server says it can do.
import { createRequire } from 'node:module';
import { describe, newEvents, sleep } from './kit.mjs';

const require = createRequire(import.meta.url);
const grpc = createRequire(require.resolve('@eventstore/db-client'))('@grpc/grpc-js');
const { StreamsClient } = require('@eventstore/db-client/generated/streams_grpc_pb');
const { ServerFeaturesClient } = require('@eventstore/db-client/generated/serverfeatures_grpc_pb');
const Streams = require('@eventstore/db-client/generated/streams_pb');
const Shared = require('@eventstore/db-client/generated/shared_pb');

const empty = () => new Shared.Empty();
const KINDS = Object.fromEntries(Object.entries(Streams.ReadResp.ContentCase).map(([name, number]) => [number, name]));

function streamOptions(name) {
  const options = new Streams.ReadReq.Options.StreamOptions();
  const identifier = new Shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name));
  options.setStreamIdentifier(identifier);
  return options;
}

function setFilter(options, prefix, window) {
  const filter = new Streams.ReadReq.Options.FilterOptions();
  const expression = new Streams.ReadReq.Options.FilterOptions.Expression();
  expression.addPrefix(prefix);
  filter.setStreamIdentifier(expression);
  filter.setMax(window);
  filter.setCheckpointintervalmultiplier(1);
  options.setFilter(filter);
}

function readRequest(change) {
  const { ReadReq } = Streams;
  const options = new ReadReq.Options();
  const uuid = new ReadReq.Options.UUIDOption();
  uuid.setString(empty());
  options.setUuidOption(uuid);
  options.setResolveLinks(false);
  options.setReadDirection(0);
  options.setNoFilter(empty());
  const control = new ReadReq.Options.ControlOption();
  control.setCompatibility(1);
  options.setControlOption(control);
  change(options);
  const request = new ReadReq();
  request.setOptions(options);
  return request;
}

function describeMessage(message) {
  const kind = KINDS[message.getContentCase()];
  if (kind === 'FIRST_STREAM_POSITION') return `${kind}=${message.getFirstStreamPosition()}`;
  if (kind === 'LAST_STREAM_POSITION') return `${kind}=${message.getLastStreamPosition()}`;
  if (kind !== 'EVENT') return kind;
  const read = message.getEvent();
  const event = read.getEvent();
  const headers = event.getMetadataMap();
  const same = event.getCommitPosition() === event.getPreparePosition();
  return [
    kind,
    read.hasNoPosition() ? 'noPosition' : 'pos',
    `md=${[...headers.keys()].sort()}`,
    same ? 'c=p' : 'c!=p',
    `created=${headers.get('created').length}digits`,
  ].join(' ');
}

/** How many checkpoints come depends on how much is in the log, so runs of them become one. */
const collapse = (log) => log.filter((item, i) => item !== 'CHECKPOINT' || log[i - 1] !== item);

export default async function run({ url, client, scenario }) {
  const { host } = new URL(url.replace('esdb:', 'http:'));
  const raw = new StreamsClient(host, grpc.credentials.createInsecure());

  /** The messages that answer one read, for "ms" milliseconds. */
  async function rawRead(change, ms = 900) {
    const call = raw.read(readRequest(change));
    const log = [];
    call.on('data', (message) => log.push(describeMessage(message)));
    call.on('error', ({ code, details }) => {
      if (code !== grpc.status.CANCELLED) log.push(['error', code, details]);
    });
    call.on('end', () => log.push('end'));
    await sleep(ms);
    call.cancel();
    return log;
  }
  await client.appendToStream('raw', newEvents(2));
  await scenario('R01 raw read stream fwd', () =>
    rawRead((o) => {
      const s = streamOptions('raw');
      s.setStart(empty());
      o.setStream(s);
      o.setCount('10');
    }),
  );
  await scenario('R02 raw read stream fwd count 1', () =>
    rawRead((o) => {
      const s = streamOptions('raw');
      s.setStart(empty());
      o.setStream(s);
      o.setCount('1');
    }),
  );
  await scenario('R03 raw read stream back', () =>
    rawRead((o) => {
      const s = streamOptions('raw');
      s.setEnd(empty());
      o.setStream(s);
      o.setCount('10');
      o.setReadDirection(1);
    }),
  );
  await scenario('R04 raw read missing', () =>
    rawRead((o) => {
      const s = streamOptions('raw-none');
      s.setStart(empty());
      o.setStream(s);
      o.setCount('10');
    }),
  );
  await scenario('R05 raw subscribe stream', () =>
    rawRead((o) => {
      const s = streamOptions('raw');
      s.setStart(empty());
      o.setStream(s);
      o.setSubscription(new Streams.ReadReq.Options.SubscriptionOptions());
    }),
  );
  await scenario('R06 raw readAll fwd count 2', () =>
    rawRead((o) => {
      const a = new Streams.ReadReq.Options.AllOptions();
      a.setStart(empty());
      o.setAll(a);
      o.setCount('2');
    }),
  );
  await scenario('R06b raw readAll fwd all', async () => {
    const l = await rawRead((o) => {
      const a = new Streams.ReadReq.Options.AllOptions();
      a.setStart(empty());
      o.setAll(a);
      o.setCount('100000');
    });
    return { last2: l.slice(-2) };
  });
  await scenario('R07 raw read no control option', () =>
    rawRead((o) => {
      o.clearControlOption();
      const s = streamOptions('raw');
      s.setStart(empty());
      o.setStream(s);
      o.setCount('10');
    }),
  );
  await scenario('R08 raw readAll with filter (not offered by client 6.2.1)', () =>
    rawRead((o) => {
      const a = new Streams.ReadReq.Options.AllOptions();
      a.setStart(empty());
      o.setAll(a);
      o.setCount('10');
      setFilter(o, 'raw', 32);
    }),
  );
  await scenario('R09 raw subscribe all filter', async () =>
    collapse(
      await rawRead((o) => {
        const a = new Streams.ReadReq.Options.AllOptions();
        a.setStart(empty());
        o.setAll(a);
        o.setSubscription(new Streams.ReadReq.Options.SubscriptionOptions());
        setFilter(o, 'raw', 32);
      }),
    ),
  );
  await scenario('R10 raw subscribe stream empty/missing', () =>
    rawRead((o) => {
      const s = streamOptions('raw-none');
      s.setStart(empty());
      o.setStream(s);
      o.setSubscription(new Streams.ReadReq.Options.SubscriptionOptions());
    }),
  );
  await scenario('R11 raw structured uuid option', () =>
    rawRead((o) => {
      const u = new Streams.ReadReq.Options.UUIDOption();
      u.setStructured(empty());
      o.setUuidOption(u);
      const s = streamOptions('raw');
      s.setStart(empty());
      o.setStream(s);
      o.setCount('1');
    }),
  );
  await scenario(
    'R12 server features',
    () =>
      new Promise((res) => {
        const f = new ServerFeaturesClient(host, grpc.credentials.createInsecure());
        f.getSupportedMethods(empty(), (e, r) =>
          res(
            e
              ? describe(e)
              : r
                  .getMethodsList()
                  .map((m) => `${m.getServiceName()}/${m.getMethodName()}[${m.getFeaturesList()}]`)
                  .sort(),
          ),
        );
      }),
  );
  raw.close();
}
