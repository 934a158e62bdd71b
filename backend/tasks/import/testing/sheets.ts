import { randomUUID } from 'node:crypto';
import type { SpecimenCommand } from '#domain/specimen/commands.js';
import type { SpecimenEvent } from '#domain/specimen/events.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { AccessionedSpecimen } from '#domain/specimen/state.js';
import { handle } from '#ledger/handle.js';
import type { ImportResult } from '../commit.js';
import { CURATOR, type ImportRoom } from './import-room.js';

export const HEADER = 'occurrenceID,catalogNumber,scientificName,identifiedBy,country,locality,modified';
export const ROSE = 'occ-1,CNC-1,Rosa canina,B. Veno,Canada,Alma,2020-01-01';
export const IRIS = 'occ-2,CNC-2,Iris setosa,M. Thompson,Canada,Percé,2020-01-01';

/** A table of these rows under the usual header. */
export function csv(...rows: readonly string[]): string {
  return [HEADER, ...rows, ''].join('\n');
}

/** What a curator does with a few sheets: brings files, looks records up, changes them by hand. */
export class Desk {
  constructor(readonly room: ImportRoom) {}

  async bring(text: string, name = 'sheets.csv'): Promise<ImportResult> {
    return this.room.import(await this.room.bring(text, name));
  }

  async specimenOf(occurrenceID: string): Promise<{ id: string; revision: number; state: AccessionedSpecimen }> {
    const events = (await this.room.history()).filter(({ category }) => category === 'specimen');
    const first = events.find(
      ({ type, data }) =>
        type === 'SpecimenAccessioned' &&
        (data as { terms: Record<string, string> }).terms['occurrenceID'] === occurrenceID,
    );
    const own = events.filter(({ subject }) => subject === first?.subject);
    const state = own.reduce(
      (before, event) => specimen.evolve(before, event as unknown as SpecimenEvent),
      specimen.initial,
    );
    if (state.status === 'unknown') throw new Error(`No specimen has the occurrenceID ${occurrenceID}.`);
    return { id: own[0]?.subject ?? '', revision: own.length - 1, state };
  }

  async byHand(id: string, command: SpecimenCommand, ifMatch?: number): Promise<void> {
    const { events: store, desk } = this.room;
    const act = {
      commandId: randomUUID(),
      correlationId: randomUUID(),
      actor: CURATOR,
      source: { kind: 'ui' as const },
    };
    const options = ifMatch === undefined ? {} : { ifMatch };
    await handle({ store, salts: desk.salts }, specimen, id, command, { ...act, at: Date.now() }, options);
  }

  async correct(occurrenceID: string, term: string, now: string): Promise<void> {
    const { id, revision, state } = await this.specimenOf(occurrenceID);
    const changes = [{ term, was: state.terms[term], now }];
    await this.byHand(id, { type: 'CorrectSpecimen', changes, reason: 'misread-label' }, revision);
  }

  async acceptedName(occurrenceID: string): Promise<string | undefined> {
    const { state } = await this.specimenOf(occurrenceID);
    return state.identifications.get(state.acceptedIdentification ?? '')?.terms['scientificName'];
  }
}
