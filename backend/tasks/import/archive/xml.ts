import { SaxesParser } from 'saxes';
import { UnreadableFile } from './unreadable-file.js';

/** An element of a small XML document: names without their namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly inside, trimmed. */
  readonly text: string;
}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: OpenElement[];
  text: string;
}

const DEEPEST = 200;

/** Reads strict XML into a tree. Document types, and so every entity of an author's own, are refused. */
export function parseXml(bytes: Uint8Array, fileName: string): XmlElement {
  const root: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open: OpenElement[] = [root];
  const parser = new SaxesParser({ xmlns: false, fileName });
  parser.on('error', (error) => {
    throw new UnreadableFile(
      'INVALID_XML',
      `${fileName} is not well-formed XML (${plain(error.message)}): mend it or ask the publisher for another.`,
    );
  });
  parser.on('doctype', () => {
    throw new UnreadableFile(
      'XML_DOCTYPE',
      `${fileName} holds a document type declaration, which can hide harmful entities: remove the line that begins with <!DOCTYPE.`,
    );
  });
  parser.on('opentag', (tag) => {
    if (open.length > DEEPEST)
      throw new UnreadableFile('INVALID_XML', `${fileName} is nested more than ${DEEPEST} elements deep.`);
    const element: OpenElement = { name: local(tag.name), attributes: {}, children: [], text: '' };
    for (const [name, value] of Object.entries(tag.attributes)) element.attributes[local(name)] = String(value);
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => addText(open, text));
  parser.on('cdata', (text) => addText(open, text));
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) closed.text = closed.text.trim();
  });
  parser.write(decodeXml(bytes)).close();
  return root.children[0] ?? root;
}

function addText(open: OpenElement[], text: string): void {
  const element = open.at(-1);
  if (element) element.text += text;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function plain(message: string): string {
  return message.replace(/\.$/, '');
}

// A byte-order mark wins, then the XML declaration, then UTF-8 (XML 1.0, appendix F).
function decodeXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    head.toString('latin1').replace(/^\xef\xbb\xbf/, ''),
  );
  const label = byteOrderMark(head) ?? declared?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

/** The encoding that a byte-order mark at the start tells, if there is one. */
export function byteOrderMark(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}
