import { catalogNumber } from '#domain/catalog-number/catalog-number.js';
import { ReserveCatalogNumber } from '#domain/catalog-number/commands.js';
import { AttachMedia, MeasureSpecimen } from '#domain/specimen/attachment-commands.js';
import {
  AccessionSpecimen,
  CorrectSpecimen,
  GeoreferenceSpecimen,
  IdentifySpecimen,
  ReleaseSpecimen,
  UpdateIdentificationNomenclature,
  VerifyIdentification,
  VoidSpecimenRecord,
  WithdrawIdentification,
  WithholdSpecimen,
} from '#domain/specimen/commands.js';
import { specimen } from '#domain/specimen/specimen.js';
import { catalogNumberKey, type CatalogNumberParts } from '#domain/terms/catalog-number.js';
import { idOfKey } from '#ledger/keyed-id.js';
import { Story, type DemoAct } from './act.js';
import { Chance } from './chance.js';
import { fullName, onLabel, onSlip, today, type DemoDetermination } from './determinations.js';
import { labelTerms, typeTerms, type Terms } from './label.js';
import { flawIn, type Flaw } from './flaws.js';
import { coordinates, gather, type Gathering } from './gathering.js';
import { accountNamed, demoId, INSTITUTION, type DemoAccount, type DemoCollection } from './institution.js';
import type { DemoTaxon } from './taxa.js';
import { anytimeAfter, workingHours } from './working-hours.js';

/** A picture that a specimen's story asks for, before it is drawn. */
export interface DemoPicture {
  readonly seed: string;
  readonly collection: DemoCollection;
  readonly lines: readonly string[];
}

/** How the pictures are kept: draws one and gives its SHA-256. */
export type KeepPicture = (picture: DemoPicture) => Promise<string>;

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How long the museum has been entering its specimens. */
const ENTERING = 730 * DAY;

/** Everything that happened to the `serial`-th specimen of a collection until now, and to its number. */
export async function specimenStory(
  collection: DemoCollection,
  serial: number,
  now: number,
  keep: KeepPicture,
): Promise<readonly DemoAct[]> {
  const number = `${collection.code}-${String(serial + 1).padStart(6, '0')}`;
  const teller = new Teller(collection, number, entryTime(collection, serial, now), now);
  teller.accession();
  teller.olderSlips();
  await teller.picture(keep);
  teller.measurements();
  teller.place();
  teller.correction();
  teller.revision();
  teller.standing();
  return [...teller.numberStory.acts, ...teller.story.acts];
}

function entryTime(collection: DemoCollection, serial: number, now: number): number {
  const chance = new Chance(`${collection.code} ${serial} entered`);
  const progress = (serial + chance.next()) / collection.specimens;
  return workingHours(chance, now - ENTERING + progress * (ENTERING - 4 * DAY));
}

/** Tells one specimen's story step by step; each step leaves later ones something to act on. */
class Teller {
  readonly story: Story;
  readonly numberStory: Story;
  private readonly chance: Chance;
  private readonly taxon: DemoTaxon;
  private readonly gathering: Gathering;
  private readonly specimenId: string;
  private readonly numberParts: CatalogNumberParts & Terms;
  private readonly curator: DemoAccount;
  private readonly entry: DemoAccount;
  private readonly flaw: Flaw | undefined;
  private readonly terms: Terms;
  private readonly opinions: { readonly id: string; readonly terms: Terms }[] = [];

  constructor(
    private readonly collection: DemoCollection,
    private readonly number: string,
    private at: number,
    private readonly now: number,
  ) {
    this.chance = new Chance(number);
    this.taxon = this.chance.pick(collection.taxa);
    this.gathering = gather(this.chance, collection, this.taxon);
    this.specimenId = demoId(number);
    this.story = new Story(specimen, this.specimenId);
    this.numberParts = { institutionCode: INSTITUTION, collectionCode: collection.code, catalogNumber: number };
    const key = catalogNumberKey(collection.id, this.numberParts);
    this.numberStory = new Story(catalogNumber, idOfKey(key!));
    this.curator = accountNamed(collection.curator);
    this.entry = accountNamed(collection.entry);
    const right = labelTerms(this.chance, collection, this.gathering, {
      ...this.numberParts,
      occurrenceID: `urn:uuid:${this.specimenId}`,
    });
    this.flaw = flawIn(this.chance, right);
    this.terms = { ...right, ...this.flaw?.terms };
  }

  accession(): void {
    const { collection, chance, entry } = this;
    const numbered = { specimenId: this.specimenId, collectionId: collection.id, ...this.numberParts };
    this.numberStory.tell(entry, this.at, ReserveCatalogNumber, numbered);
    const released = chance.happens(0.75);
    const said = { collectionId: collection.id, terms: this.terms, released };
    this.story.tell(
      entry,
      this.at,
      AccessionSpecimen,
      chance.happens(0.93) ? { ...said, identification: this.label() } : said,
    );
  }

  private label(): object {
    const { chance, collection, taxon } = this;
    const { terms, identifiedBy } = onLabel(chance, collection, taxon, this.gathering);
    const identificationId = this.newOpinion({ ...terms, ...typeTerms(chance, taxon) });
    return { identificationId, terms: this.opinions[0]!.terms, identifiedBy, basedOn: 'label' };
  }

  /** Slips that were on the sheet already are entered with it. */
  olderSlips(): void {
    let { year } = this.gathering;
    while (this.opinions.length > 0 && this.opinions.length < 4 && this.chance.happens(0.3)) {
      const slip = onSlip(this.chance, this.collection, this.taxon, year);
      if (!slip) return;
      year = slip.year;
      this.at += MINUTE;
      this.identify(this.entry, { ...slip.determination, basedOn: 'determination slip' });
    }
  }

  async picture(keep: KeepPicture): Promise<void> {
    if (!this.chance.happens(0.09)) return;
    const { collection, number, gathering, taxon } = this;
    const { place, collectors, year } = gathering;
    const lines = [number, taxon.name, place.locality, collectors.join(' & '), String(year)];
    const sha256 = await keep({ seed: number, collection, lines });
    const terms = {
      title: `${number}, drawing`,
      type: 'StillImage',
      format: 'image/png',
      creator: 'The collection ledger',
      license: 'http://creativecommons.org/publicdomain/zero/1.0/legalcode',
    };
    const media = [{ mediaId: demoId(`${number} picture`), terms, sha256 }];
    this.story.tell(accountNamed('manager'), (this.at += 5 * MINUTE), AttachMedia, { media });
  }

  measurements(): void {
    if (!this.chance.happens(this.collection.group === 'v' ? 0.7 : 0.06)) return;
    const measurements = this.collection.measurements.map(([measurementType, measurementUnit, least, most]) => ({
      measurementId: demoId(`${this.number} ${measurementType}`),
      terms: { measurementType, measurementUnit, measurementValue: String(this.chance.between(least, most)) },
    }));
    this.story.tell(this.entry, (this.at += 2 * MINUTE), MeasureSpecimen, { measurements });
  }

  place(): void {
    if (this.terms['decimalLatitude'] !== undefined || !this.chance.happens(0.35)) return;
    this.later(5, 200);
    const georeferencedDate = new Date(this.at).toISOString().slice(0, 10);
    const georeferencedBy = this.curator.displayName;
    const terms = { ...coordinates(this.chance, this.gathering.place), georeferencedBy, georeferencedDate };
    const georeferenceId = demoId(`${this.number} georeference`);
    this.story.tell(this.curator, this.at, GeoreferenceSpecimen, { georeferenceId, terms });
  }

  correction(): void {
    const { right, reason, note } = this.flaw ?? {};
    if (!right || !reason || !this.chance.happens(0.6)) return;
    this.later(3, 150);
    const changes = Object.entries(right).map(([term, now]) => ({ term, was: this.terms[term], now }));
    this.story.tell(this.curator, this.at, CorrectSpecimen, { changes, reason, ...(note && { note }) });
  }

  /** What curators do today: look again, confirm, follow names, take back. */
  revision(): void {
    const { chance, curator, story } = this;
    const current = this.opinions.at(-1);
    const name = current?.terms['scientificName'];
    const isRight = name === fullName(this.taxon);
    if (!current || !chance.happens(isRight ? 0.25 : 0.45)) return;
    this.later(10, 300);
    if (isRight) {
      const verifiedBy = [curator.displayName];
      story.tell(curator, this.at, VerifyIdentification, { identificationId: current.id, verifiedBy });
    } else if (name === this.taxon.formerly && chance.happens(0.5)) this.followName(current);
    else this.reviseOpinion(current.id);
  }

  standing(): void {
    const { chance, curator, story } = this;
    if (this.taxon.family === 'Orchidaceae' && chance.happens(0.4)) {
      this.later(1, 60);
      story.tell(curator, this.at, ReleaseSpecimen, {});
      const note = 'An orchid that people dig up.';
      story.tell(curator, (this.at += MINUTE), WithholdSpecimen, { reason: 'sensitive-locality', note });
    } else if (chance.happens(0.004)) {
      this.later(1, 90);
      const note = 'The label was photographed twice.';
      story.tell(curator, this.at, VoidSpecimenRecord, { reason: 'entered-by-mistake', note });
    }
  }

  private followName({ id, terms }: { readonly id: string; readonly terms: Terms }): void {
    const now = { scientificName: fullName(this.taxon), scientificNameAuthorship: this.taxon.authorship };
    const changes = Object.entries(now).map(([term, value]) => ({ term, was: terms[term], now: value }));
    const note = 'The same species under its present name.';
    const said = { identificationId: id, changes, reason: 'nomenclature', note };
    this.story.tell(this.curator, this.at, UpdateIdentificationNomenclature, said);
  }

  private reviseOpinion(earlier: string): void {
    const { chance, curator } = this;
    const opinion = today(this.collection, this.taxon, curator.displayName, this.at);
    this.identify(curator, { ...opinion, basedOn: 'specimen' });
    if (!chance.happens(0.12)) return;
    const note = 'The slip belonged to the sheet before it.';
    const said = { identificationId: earlier, reason: 'wrong-specimen', note };
    this.story.tell(curator, (this.at += 3 * MINUTE), WithdrawIdentification, said);
  }

  private identify(by: DemoAccount, said: DemoDetermination & { readonly basedOn: string }): void {
    const identificationId = this.newOpinion(said.terms);
    this.story.tell(by, this.at, IdentifySpecimen, { identificationId, ...said, accept: true });
  }

  private newOpinion(terms: Terms): string {
    const id = demoId(`${this.number} opinion ${this.opinions.length}`);
    this.opinions.push({ id, terms });
    return id;
  }

  private later(fewestDays: number, mostDays: number): void {
    this.at = anytimeAfter(this.chance, this.at, this.now, this.chance.between(fewestDays, mostDays));
  }
}
