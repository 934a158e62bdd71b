import type { SearchGeoreference, SearchIdentification, SpecimenSearchRow } from './view.js';

/** Which opinion is accepted and which ones stand beside it. */
export interface Opinions<Opinion> {
  readonly accepted?: Opinion;
  readonly others: readonly Opinion[];
}

/** A new opinion stands; `accepted` puts it in the place of the present one, which stands on. */
export function withOpinion<O>(opinions: Opinions<O>, opinion: O, accepted: boolean): Opinions<O> {
  if (!accepted) return { ...opinions, others: [...opinions.others, opinion] };
  const others = opinions.accepted === undefined ? opinions.others : [...opinions.others, opinions.accepted];
  return { accepted: opinion, others };
}

/** The named opinion takes over; nothing changes when it is accepted already or does not stand. */
export function accepting<O>(opinions: Opinions<O>, isIt: (opinion: O) => boolean): Opinions<O> {
  const next = opinions.others.find(isIt);
  if (next === undefined) return opinions;
  return withOpinion({ ...opinions, others: opinions.others.filter((opinion) => opinion !== next) }, next, true);
}

/** The named opinion no longer stands; when it was the accepted one, nothing is accepted until a successor is. */
export function withdrawing<O>(opinions: Opinions<O>, isIt: (opinion: O) => boolean): Opinions<O> {
  if (opinions.accepted !== undefined && isIt(opinions.accepted)) return { others: opinions.others };
  return { ...opinions, others: opinions.others.filter((opinion) => !isIt(opinion)) };
}

/** Determinations of a row. */
export function identificationsOf(row: SpecimenSearchRow): Opinions<SearchIdentification> {
  return { ...(row.identification && { accepted: row.identification }), others: row.otherIdentifications ?? [] };
}

/** Georeferences of a row. */
export function georeferencesOf(row: SpecimenSearchRow): Opinions<SearchGeoreference> {
  return { ...(row.georeference && { accepted: row.georeference }), others: row.otherGeoreferences ?? [] };
}

/** Every determination that stands, the accepted one first. */
export function standing<O>(opinions: Opinions<O>): readonly O[] {
  return opinions.accepted === undefined ? opinions.others : [opinions.accepted, ...opinions.others];
}
