// A house in which every page has something to show: records with all that can be in them, an import with problems, an
// act on many, an account that may do nearly everything.
import { bringFlora } from './flora.mjs';
import { caughtUp, signedIn } from './seeded-server.mjs';

/** Name of the account that administers and curates: `prepareScene` makes it. */
export const KEEPER_NAME = 'Irène Caron';
export const KEEPER = 'keeper';

/** A picture of one grey pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOsr6//DwAFhAKAjM1mJgAAAABJRU5ErkJggg==',
  'base64',
);

/** Prepares it; `{ rich, voided, released, disputed, importId, bulkId, many }`: ids of specimens, of the import and of the act. */
export async function prepareScene(house) {
  await bringFlora(house);
  await makeKeeper(house);
  const rich = await richRecord(house);
  const [voided, released, disputed] = await Promise.all(['V', 'R', 'D'].map((mark) => sheet(house, `MT0007${mark}`)));
  await caughtUp(house.url);
  await house.jean('POST', `/specimens/${voided}/void`, { reason: 'duplicate-record', duplicateOf: rich });
  await house.jean('POST', `/specimens/${released}/release`, {});
  const [{ id: importId }] = (await house.jean('GET', '/imports')).items;
  const { items } = await house.jean('GET', '/specimens?family=Salicaceae&limit=30&sort=catalogNumber');
  const many = items.map(({ id }) => id);
  const { bulkId } = await identifyMany(house, many.slice(0, 3));
  await house.jean('POST', '/saved-searches', { name: 'Saules', search: 'family=Salicaceae', shared: true });
  await caughtUp(house.url);
  return { rich, voided, released, disputed, importId, bulkId, many };
}

/** Somebody else corrects the locality of a record, so that whoever is at it comes too late. */
export async function correctElsewhere({ jean }, id) {
  const path = `/specimens/${id}`;
  const { revision, terms } = await jean('GET', path);
  const changes = [{ term: 'locality', was: terms.locality, now: `${terms.locality} bis` }];
  await jean('POST', `${path}/corrections`, { changes, reason: 'typing-error' }, { 'If-Match': `"${revision}"` });
}

async function makeKeeper({ url, password }) {
  const admin = await signedIn(url, 'admin', password);
  const { id } = await admin('POST', '/accounts', { name: KEEPER, displayName: KEEPER_NAME, password });
  for (const role of ['administrator', 'curator'])
    await admin('POST', `/accounts/${id}/roles`, { role, collectionId: '*' });
}

function sheet({ jean, collectionId }, catalogNumber, more = {}) {
  const terms = { catalogNumber, recordedBy: 'Marie-Victorin', eventDate: '1923-06-14', country: 'Canada', locality: 'Oka', ...more }; // prettier-ignore
  const identification = {
    terms: { scientificName: 'Carex umbellata Schkuhr', family: 'Cyperaceae', typeStatus: 'paratype' },
    identifiedBy: ['L. Raymond'],
  };
  return jean('POST', '/specimens', { collectionId, terms, identification }).then(({ id }) => id);
}

async function richRecord(house) {
  const { jean } = house;
  const id = await sheet(house, 'MT00070001', {
    country: 'Acadie',
    recordNumber: '20111',
    verbatimLocality: 'Oka, bord du lac',
    habitat: 'Rivage sablonneux',
    decimalLatitude: '45.47',
    decimalLongitude: '-74.09',
    coordinateUncertaintyInMeters: '3000',
  });
  const path = `/specimens/${id}`;
  const opinion = { terms: { scientificName: 'Carex rugosperma Mack.', family: 'Cyperaceae' }, identifiedBy: ['A. A. Reznicek'], basedOn: 'Périgynes', accept: true }; // prettier-ignore
  await jean('POST', `${path}/identifications`, opinion);
  await caughtUp(house.url);
  const { identifications } = await jean('GET', path);
  await jean('POST', `${path}/identifications/${identifications[0].identificationId}/verification`, {});
  const place = { decimalLatitude: '45.4712', decimalLongitude: '-74.0922', coordinateUncertaintyInMeters: '800', georeferencedBy: 'J. Dupont' }; // prettier-ignore
  await jean('POST', `${path}/georeferences`, { terms: place });
  const length = { measurementType: 'Longueur de la feuille', measurementValue: '42', measurementUnit: 'mm' };
  await jean('POST', `${path}/measurements`, { measurements: [{ terms: length }] });
  const sha256 = await upload(house);
  const picture = { terms: { title: 'Planche', creator: 'J. Dupont', format: 'image/png' }, sha256 };
  const link = { terms: { title: 'Au loin', accessURI: 'https://example.org/planche.jpg' } };
  await jean('POST', `${path}/media`, { media: [picture, link] });
  return id;
}

async function upload({ url, jean }) {
  const { secret } = await jean('POST', '/account/tokens', { label: 'Planches' });
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/octet-stream' };
  const answer = await fetch(`${url}/api/v1/files?name=planche.png`, { method: 'POST', headers, body: PNG });
  return (await answer.json()).sha256;
}

async function identifyMany({ jean }, ids) {
  const ended = async (jobId) => {
    for (;;) {
      const job = await jean('GET', `/jobs/${jobId}`);
      if (job.status === 'completed') return job;
      if (job.status === 'failed') throw new Error(job.error);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const identify = { terms: { scientificName: 'Salix arctica Pall.' }, accept: true };
  const preview = await jean('POST', '/specimens/bulk/previews', { selection: { ids }, identify });
  await ended(preview.jobId);
  const act = await jean('POST', '/specimens/bulk/acts', { previewJobId: preview.jobId }, { 'Idempotency-Key': preview.jobId }); // prettier-ignore
  await ended(act.jobId);
  return act;
}
