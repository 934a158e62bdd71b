/** One line per ledger event; the document's id is its position. Absent members are left out. */
export interface AuditLine {
  /** Place in the ledger: fixed-width text that sorts as the ledger does. */
  readonly position: string;
  readonly eventId: string;
  readonly at: string;
  readonly type: string;
  /** Kind of the thing it happened to: `specimen`, `collection`, `importBatch`, `account` … */
  readonly category: string;
  /** Id of that thing; its stream is `{category}-{subject}`. */
  readonly subject: string;
  readonly revision: number;
  /** Account id. */
  readonly actorId: string;
  readonly role: string;
  readonly via: string;
  readonly onBehalfOf?: string;
  readonly reason?: string;
  /** On what ground: of the act, else what the opinion given by it rests on. */
  readonly basis?: string;
  /** The import, bulk act or request it was part of. */
  readonly correlationId: string;
  readonly sourceKind: string;
  /** 1-based row of the imported file. */
  readonly importRow?: number;
  readonly collectionId?: string;
  /** What it was about, in a few facts. */
  readonly facts?: AuditFacts;
}

/** The few facts by which a line is understood without opening the event. */
export interface AuditFacts {
  /** Names of terms given or changed, at most eight. */
  readonly terms?: readonly string[];
  readonly catalogNumber?: string;
  readonly scientificName?: string;
  readonly identificationId?: string;
  /** The identification that stepped back, or that took over. */
  readonly otherIdentificationId?: string;
  /** The opinion was accepted by its own event. */
  readonly accepted?: true;
  readonly georeferenceId?: string;
  readonly mediaId?: string;
  /** How many measurements, media, rows. */
  readonly count?: number;
  readonly specimenId?: string;
  readonly name?: string;
  readonly grantedRole?: string;
  readonly note?: string;
}
