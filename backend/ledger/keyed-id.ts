import { uuidV5 } from './uuid.js';

const NAMESPACE = 'a7d1c1de-52cb-5f0a-9a0e-3f1c6a5d2b47';

/** The id of a thing that is known by a text of its own, such as a catalogue number's key: its stream is `{category}-{id}`. */
export function idOfKey(key: string): string {
  return uuidV5(NAMESPACE, key);
}
