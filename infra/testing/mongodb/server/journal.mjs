// The journal file: frames of [length, crc32, BSON]; a group of frames counts once its {end: true} frame is there.
// One fsync serves all commands that wait for it (group commit). Replay stops at the first torn frame and cuts it off.
import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import { fromBson, toBson } from './values.mjs';

const frame = (entry) => {
  const body = toBson(entry);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt32LE(crc32(body), 4);
  return [head, body];
};

/** What was committed, in a file that only grows; synced before it is acknowledged. */
export class Journal {
  #fd;
  #pending = [];
  #running = null;
  constructor(file, replay) {
    this.#fd = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT);
    const size = fs.fstatSync(this.#fd).size;
    const read = (at, length) => {
      const bytes = Buffer.alloc(length);
      return at + length <= size && fs.readSync(this.#fd, bytes, 0, length, at) === length ? bytes : null;
    };
    let [at, good, group] = [0, 0, []];
    for (;;) {
      const head = read(at, 8);
      const body = head && head.readUInt32LE(0) <= size ? read(at + 8, head.readUInt32LE(0)) : null;
      if (!body || crc32(body) !== head.readUInt32LE(4)) break;
      at += 8 + body.length;
      const entry = fromBson(body);
      if (!entry.end) group.push(entry);
      else {
        group.forEach(replay);
        [group, good] = [[], at];
      }
    }
    fs.ftruncateSync(this.#fd, good);
    this.position = good;
  }
  append(entries) {
    for (const entry of entries) this.#pending.push(...frame(entry));
    this.#pending.push(...frame({ end: true }));
  }
  /** Resolves when everything appended so far is on disk. */
  async sync() {
    while (this.#running) await this.#running;
    if (!this.#pending.length) return;
    this.#running = this.#flush().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }
  async #flush() {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    try {
      await new Promise((done, failed) => {
        let at = 0;
        const next = () =>
          fs.write(this.#fd, bytes, at, bytes.length - at, this.position, (error, written) => {
            if (error) return failed(error);
            at += written;
            this.position += written;
            return at < bytes.length ? next() : fs.fdatasync(this.#fd, (e) => (e ? failed(e) : done()));
          });
        next();
      });
    } catch (error) {
      console.error(`test server: the journal cannot be written: ${error.message}`);
      process.exit(14); // as a real server does: nothing more may be acknowledged
    }
  }
  async close() {
    await this.sync();
    fs.closeSync(this.#fd);
  }
}
