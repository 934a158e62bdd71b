// MongoDB's wire protocol: OP_MSG (body and document sequences) and OP_QUERY, which only a first handshake uses.
import { fail } from './errors.mjs';
import { fromBson, knownSize, put, toBson } from './values.mjs';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
/** Longest message, in bytes. */
export const MAX_MESSAGE = 48_000_000;
const CHECKSUM = 1;
/** Flag: no reply is awaited, or another one follows. */
export const MORE_TO_COME = 2;
/** Flag: the client takes replies without asking again. */
export const EXHAUST_ALLOWED = 1 << 16;

/** Cuts whole messages out of a byte stream. */
export class Splitter {
  #parts = [];
  #length = 0;
  push(chunk) {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    const messages = [];
    while (this.#length >= 16) {
      if (this.#parts[0].length < 16) this.#parts = [Buffer.concat(this.#parts)];
      const size = this.#parts[0].readInt32LE(0);
      if (size < 16 || size > MAX_MESSAGE) throw new Error(`message of ${size} bytes`);
      if (this.#length < size) break;
      const all = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
      messages.push(all.subarray(0, size));
      this.#parts = all.length > size ? [all.subarray(size)] : [];
      this.#length -= size;
    }
    return messages;
  }
}

/** The command in the bytes of a message. */
export function readMessage(bytes) {
  const requestId = bytes.readInt32LE(4);
  const opcode = bytes.readInt32LE(12);
  if (opcode === OP_QUERY) {
    const nameEnd = bytes.indexOf(0, 20);
    const name = bytes.toString('utf8', 20, nameEnd);
    const cmd = fromBson(bytes.subarray(nameEnd + 9));
    return { requestId, opcode, flags: 0, cmd: { ...(cmd.$query ?? cmd), $db: name.split('.')[0] } };
  }
  if (opcode !== OP_MSG) throw new Error(`opcode ${opcode}`);
  const flags = bytes.readUInt32LE(16);
  if (flags & 0xffff & ~(CHECKSUM | MORE_TO_COME)) throw new Error(`unknown required flags ${flags}`);
  const end = bytes.length - (flags & CHECKSUM ? 4 : 0);
  const sequences = [];
  let cmd;
  for (let at = 20; at < end;) {
    const kind = bytes[at];
    const size = bytes.readInt32LE(at + 1);
    const section = bytes.subarray(at + 1, at + 1 + size);
    if (kind === 0) cmd = fromBson(section);
    else if (kind === 1) {
      const nameEnd = section.indexOf(0, 4);
      const docs = [];
      for (let p = nameEnd + 1; p < size;) {
        const length = section.readInt32LE(p);
        docs.push(knownSize(fromBson(section.subarray(p, p + length)), length));
        p += length;
      }
      sequences.push([section.toString('utf8', 4, nameEnd), docs]);
    } else throw new Error(`section kind ${kind}`);
    at += 1 + size;
  }
  if (!cmd) fail('FailedToParse', 'OP_MSG without a body');
  for (const [name, docs] of sequences) put(cmd, name, docs);
  return { requestId, opcode, flags, cmd };
}

let nextId = 1;
/** The bytes of a reply. */
export function writeReply(doc, responseTo, opcode, flags = 0) {
  const body = toBson(doc);
  const head = Buffer.alloc(opcode === OP_QUERY ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE((nextId = (nextId + 1) & 0x7fffffff), 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(opcode === OP_QUERY ? OP_REPLY : OP_MSG, 12);
  if (opcode === OP_QUERY) {
    head.writeInt32LE(8, 16); // AwaitCapable
    head.writeInt32LE(1, 32); // one document
  } else head.writeUInt32LE(flags, 16);
  return { bytes: Buffer.concat([head, body]), id: nextId };
}
