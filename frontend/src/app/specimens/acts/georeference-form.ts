import { ChangeDetectionStrategy, Component, computed, inject, input, type OnInit, output } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome } from '../../ledger-client/problem';
import { Session } from '../../ledger-client/session';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { LocatorMap, type PickedPlace } from '../../ui/locator-map';
import { clickedDegrees } from '../../ui/map-view';
import { TextField } from '../../ui/text-field';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { ActFrame } from './act-frame';
import { writtenTerms } from './written-terms';

const TERMS = [
  'decimalLatitude',
  'decimalLongitude',
  'coordinateUncertaintyInMeters',
  'geodeticDatum',
  'georeferencedBy',
  'georeferencedDate',
  'georeferenceSources',
  'georeferenceProtocol',
  'georeferenceRemarks',
] as const;
type Term = (typeof TERMS)[number];

interface Typed {
  readonly terms: Readonly<Partial<Record<Term, string>>>;
  readonly accept: boolean;
}

/** An opinion about where it was collected: clicked on the map or written, with how uncertain it is. */
@Component({
  selector: 'app-georeference-form',
  imports: [ActFrame, LocatorMap, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './georeference-form.html',
  styles: `
    .pair {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
      gap: 0 16px;
    }
    app-locator-map {
      margin-bottom: 14px;
      border: 1px solid var(--line-strong);
      border-radius: 6px;
    }
  `,
})
export class GeoreferenceForm implements OnInit {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly session = inject(Session);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected draft!: Draft<Typed>;
  protected readonly fields = TERMS;
  protected readonly mayAccept = computed(() => this.session.may('specimen.accept', this.record().collectionId));
  protected readonly isFirst = computed(() => this.record().acceptedGeoreferenceId === undefined);
  /** What does not fit in the fields that are numbers; empty where it does. */
  protected readonly wrong = computed((): Readonly<Partial<Record<Term, string>>> => {
    const { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters: metres } = this.draft.value().terms;
    return {
      decimalLatitude: isDegrees(decimalLatitude, 90) ? '' : this.words.say('georeference.latitude'),
      decimalLongitude: isDegrees(decimalLongitude, 180) ? '' : this.words.say('georeference.longitude'),
      coordinateUncertaintyInMeters: !metres || numberIn(metres) > 0 ? '' : this.words.say('georeference.uncertainty'),
    };
  });
  /** What is typed, as a point; the record's own place until something is. */
  protected readonly point = computed((): readonly [number, number] | undefined => {
    const { decimalLatitude, decimalLongitude } = this.draft.value().terms;
    const isTyped =
      decimalLatitude && decimalLongitude && !this.wrong().decimalLatitude && !this.wrong().decimalLongitude;
    return isTyped ? [numberIn(decimalLongitude), numberIn(decimalLatitude)] : this.record().interpreted.point;
  });
  protected readonly metres = computed(
    () => numberIn(this.draft.value().terms.coordinateUncertaintyInMeters ?? '') || undefined,
  );
  protected readonly others = computed(() =>
    this.record().interpreted.point ? [this.record().interpreted.point!] : [],
  );
  protected readonly whyNot = computed(() => {
    const { terms } = this.draft.value();
    if (!terms.decimalLatitude || !terms.decimalLongitude) return this.words.say('georeference.missing');
    return Object.values(this.wrong()).find((sentence) => sentence !== '');
  });

  ngOnInit(): void {
    const georeferencedBy = this.session.account()?.displayName ?? '';
    this.draft = this.drafts.open<Typed>(`specimen/${this.specimenId()}/georeference`, {
      terms: { geodeticDatum: 'WGS84', georeferencedBy },
      accept: true,
    });
  }

  protected set(term: Term, value: string): void {
    this.draft.set({ terms: { ...this.draft.value().terms, [term]: value } });
  }

  /** A click is as precise as the map was near. */
  protected place({ point, kilometres }: PickedPlace): void {
    const { terms } = this.draft.value();
    this.draft.set({
      terms: {
        ...terms,
        decimalLongitude: clickedDegrees(point[0], kilometres),
        decimalLatitude: clickedDegrees(point[1], kilometres),
        coordinateUncertaintyInMeters:
          terms.coordinateUncertaintyInMeters || String(Math.max(10, Math.round(kilometres * 2) * 5)),
      },
    });
  }

  protected readonly send = (): Promise<Outcome<Receipt>> => {
    const { terms, accept } = this.draft.value();
    const wanted = !this.isFirst() && this.mayAccept() && accept;
    const said = { terms: writtenTerms(TERMS, terms), ...(wanted && { accept: true }) };
    return this.acts.georeference(this.specimenId(), said, { key: this.draft.keyFor(said) });
  };
}

function numberIn(text: string): number {
  return Number(text.trim().replace(',', '.'));
}

function isDegrees(text: string | undefined, most: number): boolean {
  if (!text) return true;
  const degrees = numberIn(text);
  return Number.isFinite(degrees) && Math.abs(degrees) <= most && !text.includes(',');
}
