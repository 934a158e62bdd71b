import { IsIn } from 'class-validator';
import { Id, OptionalText, Text } from '../kernel/fields.js';

/** Takes a catalogue number for a specimen. */
export class ReserveCatalogNumber {
  @IsIn(['ReserveCatalogNumber']) readonly type = 'ReserveCatalogNumber';
  @Id() readonly specimenId: string;
  @Id() readonly collectionId: string;
  @OptionalText(500) readonly institutionCode?: string;
  @OptionalText(500) readonly collectionCode?: string;
  /** As written; the stream's name is made from its folded form. */
  @Text(500) readonly catalogNumber: string;
}

/** Gives a catalogue number back; nothing happens when another specimen holds it. */
export class ReleaseCatalogNumber {
  @IsIn(['ReleaseCatalogNumber']) readonly type = 'ReleaseCatalogNumber';
  @Id() readonly specimenId: string;
}

/** Everything that may be asked of a catalogue number. */
export type CatalogNumberCommand = ReserveCatalogNumber | ReleaseCatalogNumber;
