// Malformed requests must end their call only, never the process or other calls.   node fuzz.mjs
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './server.mjs';

const require = createRequire(import.meta.url);
const grpc = createRequire(require.resolve('@eventstore/db-client'))('@grpc/grpc-js');
const es = require('@eventstore/db-client');
const SERVICES = ['streams', 'persistent', 'serverfeatures', 'gossip'];
const ROUNDS = Number(process.argv[2] ?? 300);

const server = await start();
const address = `127.0.0.1:${server.port}`;
let crashes = 0;
let answers = 0;
for (const kind of ['uncaughtException', 'unhandledRejection']) {
  process.on(kind, (error) => {
    crashes += 1;
    console.log(kind, error?.stack);
  });
}

/** Every method of every service. */
function methods() {
  return SERVICES.flatMap((name) => {
    const generated = require(`@eventstore/db-client/generated/${name}_grpc_pb`);
    return Object.entries(generated)
      .filter(([key]) => key.endsWith('Service'))
      .flatMap(([, service]) => Object.values(service));
  });
}

// A message filled at random: some fields set, some left out, odd names and numbers. What a field
// takes is read off the getter that the code generator made for it.
const pick = (list) => list[Math.floor(Math.random() * list.length)];
const NAMES = ['', 'a', '$all', '$$a', '$$', 'x'.repeat(500), '\u0000', '([', '(?i)(', 'type'];
const NUMBERS = ['0', '1', '5', '2147483647', '9223372036854775807', '18446744073709551615'];
const classAt = (path) => path.split('.').reduce((at, key) => at?.[key], globalThis);

function randomValue(getter, depth) {
  const source = getter.toString();
  const Nested = classAt(/get(?:Repeated)?WrapperField\(this, (proto[\w.]+)/.exec(source)?.[1] ?? '');
  const value = () => {
    if (Nested) return depth < 6 ? randomMessage(Nested, depth + 1) : new Nested();
    if (/Boolean/.test(source)) return Math.random() < 0.5;
    if (/, ""\)/.test(source)) return pick([...NAMES, randomBytes(4).toString('base64')]);
    return pick(NUMBERS);
  };
  return /Repeated/.test(source) ? [value(), value()] : value();
}

function randomMessage(Message, depth = 0) {
  const message = new Message();
  const prototype = Message.prototype;
  const names = Object.getOwnPropertyNames(prototype).sort(() => Math.random() - 0.5);
  for (const setter of names) {
    const getter = prototype[setter.replace(/^set/, 'get')];
    if (!/^set[A-Z]/.test(setter) || !getter || Math.random() < 0.2) continue;
    message[setter](randomValue(getter, depth));
  }
  return message;
}

function randomBytesOf(Message) {
  if (Math.random() < 0.05) return randomBytes(20);
  for (;;) {
    try {
      return Buffer.from(randomMessage(Message).serializeBinary());
    } catch {
      // a value that does not fit its field: once more
    }
  }
}

const channel = new grpc.Client(address, grpc.credentials.createInsecure());

function send(method) {
  const serialize = (bytes) => bytes;
  const random = () => randomBytesOf(method.requestType);
  const options = { deadline: Date.now() + 400 };
  const parse = (bytes) => bytes;
  const answered = (error) => (answers += error ? 0 : 1);
  const path = method.path;
  let call;
  if (method.requestStream && method.responseStream) {
    call = channel.makeBidiStreamRequest(path, serialize, parse, options);
  } else if (method.requestStream) {
    call = channel.makeClientStreamRequest(path, serialize, parse, options, answered);
  } else if (method.responseStream) {
    call = channel.makeServerStreamRequest(path, serialize, parse, random(), options);
  } else {
    call = channel.makeUnaryRequest(path, serialize, parse, random(), options, answered);
  }
  call.on('error', () => {});
  call.on('data', () => (answers += 1));
  if (!method.requestStream) return;
  for (let i = 0; i < 3; i++) call.write(random());
  if (Math.random() < 0.7) call.end();
}

const all = methods();
for (let i = 0; i < ROUNDS; i++) {
  for (const method of all) send(method);
  if (i % 20 === 0) await sleep(100);
}
await sleep(1500);

const client = es.EventStoreDBClient.connectionString(`esdb://${address}?tls=false`);
const event = es.jsonEvent({ type: 'T', data: {} });
const result = await client.appendToStream('after', event, { expectedRevision: 'no_stream' });
const before = process.cpuUsage();
await sleep(1000);
const { user, system } = process.cpuUsage(before);
const idle = user + system < 400_000;
console.log(
  `${ROUNDS * all.length} requests, ${answers} answers, ${crashes} crashes, ` +
    `append afterwards ${result.success}, idle afterwards ${idle} (${(user + system) / 1000} ms/s)`,
);
process.exit(crashes === 0 && result.success && idle ? 0 : 1);
