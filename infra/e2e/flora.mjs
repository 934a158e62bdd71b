// Larger collections for the stories that need one; they come in by an import, as they do in life.
const MANY = 420;

/** A small flora of made-up sheets, one of which is the holotype that somebody vaguely remembers. */
const flora = () => {
  const rows = Array.from({ length: MANY }, (_, at) => [
    `QFA${String(at).padStart(6, '0')}`,
    at % 3 ? 'Salix planifolia Pursh' : 'Arnica griscomii Fernald',
    at % 3 ? 'Salicaceae' : 'Asteraceae',
    at % 5 ? 'Ernest Rouleau' : 'Marie-Victorin',
    `${1920 + (at % 20)}-07-${String(1 + (at % 28)).padStart(2, '0')}`,
    at % 7 ? 'Mont Albert' : 'Anticosti',
    at === 210 ? 'holotype' : at % 100 === 50 ? 'paratype' : '',
    (48.2 + (at % 40) / 20).toFixed(2),
    (-67 + (at % 60) / 20).toFixed(2),
  ]);
  rows[210][5] = 'Mont Albert, sur les serpentines';
  const header =
    'catalogNumber,scientificName,family,recordedBy,eventDate,locality,typeStatus,decimalLatitude,decimalLongitude';
  return [header, ...rows.map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(','))].join(
    '\n',
  );
};

/** Brings the flora in through the same interface as anybody would, and waits until it can be searched. */
export const bringFlora = (house) => bringSheets(house, 'flora.csv', flora());

/** Imports a table of sheets, and waits until they can be searched. */
export async function bringSheets({ url, jean, collectionId }, name, text) {
  const token = await jean('POST', '/account/tokens', { label: name });
  const answer = await fetch(`${url}/api/v1/files?name=${name}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token.secret}`, 'Content-Type': 'application/octet-stream' },
    body: text,
  });
  const { sha256 } = await answer.json();
  const ended = async ({ jobId }) => {
    for (;;) {
      const job = await jean('GET', `/jobs/${jobId}`);
      if (job.status === 'completed') return job;
      if (job.status === 'failed') throw new Error(job.error);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const preview = await ended(await jean('POST', '/imports/previews', { file: { sha256, name }, collectionId }));
  const { result } = await ended(await jean('POST', '/imports', { previewJobId: preview.id, collectionId }));
  await jean('GET', `/specimens?atLeast=${result.position}&limit=1`);
}
