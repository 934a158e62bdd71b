import type { ArchiveTable } from './archive-table.js';

const FORMAT =
  'encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1"';

/** The archive's meta.xml: which file holds what, column by column. */
export function metaXml(core: ArchiveTable, extensions: readonly ArchiveTable[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">',
    ...table('core', 'id', core),
    ...extensions.flatMap((one) => table('extension', 'coreid', one)),
    '</archive>',
    '',
  ].join('\n');
}

/** A table of which no column is a known term is described by the columns' own names, since it must have a field. */
function table(element: string, id: string, { rowType, file, uris, columns }: ArchiveTable): readonly string[] {
  const terms = uris.some((uri) => uri !== undefined) ? uris : columns;
  return [
    `  <${element} ${FORMAT} rowType="${escaped(rowType)}">`,
    `    <files><location>${file}</location></files>`,
    `    <${id} index="0"/>`,
    ...terms.flatMap((uri, at) => (uri === undefined ? [] : [`    <field index="${at + 1}" term="${escaped(uri)}"/>`])),
    `  </${element}>`,
  ];
}

/** What the metadata tells of an export. */
export interface Described {
  /** UUID of the export. */
  readonly id: string;
  readonly title: string;
  readonly institution: string;
  readonly specimens: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The archive's eml.xml: what it is, whose, and when it was made. */
export function emlXml({ id, title, institution, specimens, at }: Described): string {
  const day = new Date(at).toISOString().slice(0, 10);
  const party = `<organizationName>${escaped(institution)}</organizationName>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="https://eml.ecoinformatics.org/eml-2.2.0 https://rs.gbif.org/schema/eml-2.2.0/eml.xsd"
    packageId="${id}" system="collection-ledger" xml:lang="en">
  <dataset>
    <title xml:lang="en">${escaped(title)}</title>
    <creator>${party}</creator>
    <metadataProvider>${party}</metadataProvider>
    <pubDate>${day}</pubDate>
    <language>en</language>
    <abstract><para>${specimens} specimens with their identification history, media and measurements, as recorded on ${day}.</para></abstract>
    <intellectualRights><para>All rights stay with the institutions that hold the specimens; each record says its own licence where it has one.</para></intellectualRights>
    <contact>${party}</contact>
  </dataset>
</eml:eml>
`;
}

/** XML has no signs for most control characters: they are left out. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  );
}
