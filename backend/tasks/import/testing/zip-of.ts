import { ZipFile } from 'yazl';

/** A zip with these texts or bytes, for trying the reader. */
export async function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

const DWC = 'http://rs.tdwg.org/dwc/terms/';

/** A meta.xml for one core file with these terms, the first being its id; `attributes` replace the usual ones of a CSV. */
export function metaXml(
  terms: readonly string[],
  attributes: Readonly<Record<string, string>> = {},
  file = 'occurrence.csv',
): string {
  const all = {
    encoding: 'UTF-8',
    fieldsTerminatedBy: ',',
    linesTerminatedBy: '\\n',
    fieldsEnclosedBy: '&quot;',
    ignoreHeaderLines: '1',
    rowType: `${DWC}Occurrence`,
    ...attributes,
  };
  const written = Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');
  const fields = terms
    .map((term, index) => `<field index="${index}" term="${term.includes(':') ? term : DWC + term}"/>`)
    .join('');
  return `<archive xmlns="http://rs.tdwg.org/dwc/text/"><core ${written}><files><location>${file}</location></files><id index="0"/>${fields}</core></archive>`;
}
