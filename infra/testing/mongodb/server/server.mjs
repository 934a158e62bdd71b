// A local test server that speaks MongoDB's wire protocol: see README.md.
//   node server.mjs [--port N] [--data FILE] [--standalone]      or      const { uri, close } = await startServer({...})
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Dispatcher } from './dispatcher.mjs';
import { isNumber, toNumber } from './values.mjs';
import { EXHAUST_ALLOWED, MORE_TO_COME, readMessage, Splitter, writeReply } from './wire.mjs';

class Server extends Dispatcher {
  accept(socket) {
    const connection = { id: (this.lastConnection = (this.lastConnection ?? 0) + 1), socket };
    this.connections.add(connection);
    const splitter = new Splitter();
    let queue = Promise.resolve();
    const drop = (why) => {
      if (why) console.error(`test server: connection ${connection.id} closed: ${why.message}`);
      socket.destroy();
    };
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => this.connections.delete(connection));
    socket.on('data', (chunk) => {
      try {
        for (const message of splitter.push(chunk))
          queue = queue
            .then(() => (socket.destroyed ? undefined : this.#answer(message, connection, drop)))
            .catch(drop);
      } catch (error) {
        drop(error);
      }
    });
  }
  async #answer(bytes, connection, drop) {
    const { requestId, opcode, flags, cmd } = readMessage(bytes);
    const isHello = 'hello' in cmd || 'ismaster' in cmd || 'isMaster' in cmd;
    const awaits = isHello && cmd.topologyVersion && isNumber(cmd.maxAwaitTimeMS);
    let responseTo = requestId;
    do {
      // an awaited hello with exhaustAllowed is answered again and again, each reply answering the one before
      if (awaits)
        await new Promise((done) => {
          setTimeout(done, toNumber(cmd.maxAwaitTimeMS)).unref();
        });
      if (connection.socket.destroyed) return;
      const reply = await this.execute(cmd, connection);
      if (reply.close) return void drop();
      if (flags & MORE_TO_COME) return;
      const stream = awaits && flags & EXHAUST_ALLOWED && reply.ok === 1;
      const out = writeReply(reply, responseTo, opcode, stream ? MORE_TO_COME : 0);
      connection.socket.write(out.bytes);
      if (!stream) return;
      responseTo = out.id;
    } while (!connection.socket.destroyed);
  }
}

/** Starts on 127.0.0.1 and resolves to {uri, port, close}. */
export async function startServer({ port = 0, ...options } = {}) {
  const server = new Server(options);
  const listener = net.createServer((socket) => server.accept(socket));
  await new Promise((done, failed) => {
    listener.once('error', failed).listen(port, '127.0.0.1', done);
  });
  server.host = `127.0.0.1:${listener.address().port}`;
  return {
    uri: `mongodb://${server.host}/${server.standalone ? '?directConnection=true' : `?replicaSet=${server.setName}`}`,
    port: listener.address().port,
    async close() {
      const closed = new Promise((done) => {
        listener.close(done);
      });
      for (const { socket } of server.connections) socket.destroy();
      await closed;
      clearInterval(server.cursors.sweep);
      server.sessions.endAll();
      await server.store.journal?.close();
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, data: { type: 'string' }, standalone: { type: 'boolean' } },
  });
  const { uri, port, close } = await startServer({ ...values, port: Number(values.port) });
  console.log(JSON.stringify({ uri, port, pid: process.pid }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => close().then(() => process.exit(0)));
}
