/** What one account did in one month; the document's id is `{month} {actorId}`. */
export interface Activity {
  /** YYYY-MM, in UTC. */
  readonly month: string;
  /** Account id. */
  readonly actorId: string;
  /** How many events of each type. */
  readonly deeds: Readonly<Record<string, number>>;
  /** The last event counted: what is told twice is counted once. */
  readonly position: string;
}
