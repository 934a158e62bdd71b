import type { Readable } from 'node:stream';
import { UnreadableFile } from './unreadable-file.js';
import { byteOrderMark } from './xml.js';

/** The decoder's label for an encoding as people name it; fails for one that nobody knows. */
export function knownEncoding(label: string, where: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new UnreadableFile(
      'UNKNOWN_ENCODING',
      `${where} is declared to be in the encoding ${JSON.stringify(label)}, which does not exist: usual ones are UTF-8, windows-1252 and UTF-16.`,
    );
  }
}

/**
 * Content as pieces of UTF-8, whatever encoding it came in; a byte-order mark is taken off and wins over what was
 * declared. Bytes that are not valid become U+FFFD.
 */
export async function* utf8Chunks(content: Readable, encoding: string): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let started = false;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    let bytes = chunk;
    if (!started) {
      started = true;
      const mark = byteOrderMark(bytes);
      const actual = mark ?? encoding;
      if (mark === 'utf-8') bytes = bytes.subarray(3);
      if (actual !== 'utf-8') decoder = new TextDecoder(actual);
    }
    if (decoder) yield Buffer.from(decoder.decode(bytes, { stream: true }));
    else yield bytes;
  }
  const rest = decoder?.decode();
  if (rest) yield Buffer.from(rest);
}

/** The first bytes of some content, at most `most`; the rest is not read. */
export async function firstBytes(content: Readable, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    pieces.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  content.destroy();
  return Buffer.concat(pieces).subarray(0, most);
}

/** All of some content, which must not be larger than `most` bytes. */
export async function allBytes(content: Readable, most: number, name: string): Promise<Buffer> {
  const bytes = await firstBytes(content, most + 1);
  if (bytes.length > most)
    throw new UnreadableFile('TOO_LARGE', `${name} is larger than ${Math.round(most / 1024 ** 2)} MB.`);
  return bytes;
}

/** The encoding of a text that declares none: a byte-order mark, zeros of UTF-16, valid UTF-8, else windows-1252. */
export async function guessEncoding(content: Readable): Promise<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let head: Buffer | undefined;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      head ??= chunk;
      if (head === chunk) {
        const told = byteOrderMark(head) ?? utf16WithoutMark(head);
        if (told) return told;
      }
      utf8.decode(chunk, { stream: true });
    }
    utf8.decode();
    return 'utf-8';
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'windows-1252';
    throw error;
  } finally {
    content.destroy();
  }
}

// Latin text in UTF-16 has a zero in every other byte.
function utf16WithoutMark(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const size = Math.min(head.length, 1000) & ~1;
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < size; at++) if (head[at] === 0) zeros[(at & 1) as 0 | 1]++;
  if (zeros[1] > size / 4) return 'utf-16le';
  return zeros[0] > size / 4 ? 'utf-16be' : undefined;
}
