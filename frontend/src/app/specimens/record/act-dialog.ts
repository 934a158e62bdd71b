import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Receipt } from '../../ledger-client/ledger-http';
import { Dialog } from '../../ui/dialog';
import { Words } from '../../words/words';
import { GeoreferenceForm } from '../acts/georeference-form';
import { MeasureForm } from '../acts/measure-form';
import { MediaForm } from '../acts/media-form';
import { RenameForm } from '../acts/rename-form';
import type { SimpleAct } from '../acts/simple-acts';
import { SimpleForm } from '../acts/simple-form';
import { CorrectForm } from './correct-form';
import { IdentifyForm } from './identify-form';
import { WithdrawForm } from './withdraw-form';

/** What somebody is doing to the record. */
export type Doing =
  | { readonly what: 'identify' | 'georeference' | 'measure' | 'media' }
  /** Without a term: what was left unfinished. */
  | { readonly what: 'correct'; readonly term: string }
  | { readonly what: 'withdraw' | 'rename'; readonly identification: RecordIdentification }
  | SimpleAct;

/** The form of an act, above the record. */
@Component({
  selector: 'app-act-dialog',
  imports: [
    CorrectForm,
    Dialog,
    GeoreferenceForm,
    IdentifyForm,
    MeasureForm,
    MediaForm,
    RenameForm,
    SimpleForm,
    WithdrawForm,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './act-dialog.html',
})
export class ActDialog {
  protected readonly words = inject(Words);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly doing = input.required<Doing>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly heading = computed(() => {
    const { what } = this.doing();
    if (what === 'identify') return this.words.say('identify.open');
    if (what === 'correct') return this.words.say('correct.title');
    return what === 'withdraw' ? this.words.say('withdraw.title') : this.words.say(`do.${what}`);
  });
  protected readonly term = computed(() => {
    const doing = this.doing();
    return doing.what === 'correct' ? doing.term : '';
  });
  protected readonly opinion = computed(() => {
    const doing = this.doing();
    return doing.what === 'withdraw' || doing.what === 'rename' ? doing.identification : undefined;
  });
  protected readonly simple = computed(() => {
    const doing = this.doing();
    return isSimple(doing) ? doing : undefined;
  });
}

function isSimple(doing: Doing): doing is SimpleAct {
  return ['verify', 'confirm', 'detach', 'release', 'withhold', 'void', 'reinstate'].includes(doing.what);
}
