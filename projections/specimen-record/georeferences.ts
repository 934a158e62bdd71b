import type { GeoreferenceAccepted, SpecimenGeoreferenced } from '#domain/specimen/events.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { stampOf } from './stamps.js';
import type { RecordGeoreference, SpecimenRecord } from './view.js';

type Opinions = Pick<SpecimenRecord, 'georeferences' | 'acceptedGeoreferenceId'>;

/** A new opinion about the place; earlier ones stay. */
export function added(record: SpecimenRecord, data: SpecimenGeoreferenced['data'], event: LedgerEvent): Opinions {
  const { georeferenceId, terms } = data;
  const georeferences = [
    ...(record.georeferences ?? []),
    { georeferenceId, terms, entered: stampOf(event, data.note) },
  ];
  return data.accepted === true ? acceptedIn(georeferences, georeferenceId, event) : { georeferences };
}

/** The named opinion is the one that counts from here on. */
export function accepted(record: SpecimenRecord, data: GeoreferenceAccepted['data'], event: LedgerEvent): Opinions {
  const georeferences = record.georeferences ?? [];
  const known = georeferences.some((one) => one.georeferenceId === data.georeferenceId);
  if (!known || record.acceptedGeoreferenceId === data.georeferenceId) return {};
  return acceptedIn(georeferences, data.georeferenceId, event, data.note);
}

function acceptedIn(
  georeferences: readonly RecordGeoreference[],
  id: string,
  event: LedgerEvent,
  note?: string,
): Opinions {
  const accept = (one: RecordGeoreference): RecordGeoreference => ({
    ...one,
    accepted: [...(one.accepted ?? []), stampOf(event, note)],
  });
  return {
    georeferences: georeferences.map((one) => (one.georeferenceId === id ? accept(one) : one)),
    acceptedGeoreferenceId: id,
  };
}
