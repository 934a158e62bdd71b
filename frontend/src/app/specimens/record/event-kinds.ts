/** Kinds of events by which a history is narrowed. */
export const EVENT_KINDS = ['identification', 'correction', 'place', 'attachment', 'record'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const KIND_OF: Readonly<Record<string, EventKind>> = {
  SpecimenIdentified: 'identification',
  IdentificationAccepted: 'identification',
  IdentificationVerified: 'identification',
  IdentificationWithdrawn: 'identification',
  IdentificationNomenclaturallyUpdated: 'identification',
  SpecimenCorrected: 'correction',
  SpecimenFindingConfirmed: 'correction',
  SpecimenGeoreferenced: 'place',
  GeoreferenceAccepted: 'place',
  SpecimenMeasured: 'attachment',
  SpecimenMediaAttached: 'attachment',
  SpecimenMediaDetached: 'attachment',
  SpecimenSupplemented: 'attachment',
};

/** The kind of an event; entering, releasing and striking through are about the record itself. */
export function kindOf(type: string): EventKind {
  return KIND_OF[type] ?? 'record';
}
