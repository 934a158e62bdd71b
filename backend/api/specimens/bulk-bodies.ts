import { Type } from 'class-transformer';
import { ArrayMaxSize, IsBoolean, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { Entries, Note, OptionalText, TermMap, TermName, Text, Texts } from '#domain/kernel/fields.js';
import type { Terms } from '#domain/specimen/events.js';
import { REASON_CODES, type ReasonCode } from '#domain/terms/reason-code.js';

/** Which specimens: one of the two. */
export class BulkChoice {
  /** The query string of a search (`GET /specimens`): all that it finds. */
  @OptionalText(20_000) readonly search?: string;
  /** Specimens by id. */
  @IsOptional() @Texts(36) @ArrayMaxSize(5_000) readonly ids?: readonly string[];
}

/** The same determination for all of them. */
export class BulkDetermination {
  @TermMap('determination') readonly terms: Terms;
  /** Determiners in the order given. */
  @IsOptional() @Texts(1_000) readonly identifiedBy?: readonly string[];
  /** What the opinion rests on. */
  @OptionalText(1_000) readonly basedOn?: string;
  /** Whether it becomes the accepted one; where there is none, the first always does. */
  @IsOptional() @IsBoolean() readonly accept?: boolean;
  @Note() readonly note?: string;
}

/** What happens to one term. */
export class BulkTermChange {
  @TermName() readonly term: string;
  /** Whatever it says, where it is or contains `was`, or where there is no value. */
  @IsIn(['any', 'is', 'contains', 'absent']) readonly where: 'any' | 'is' | 'contains' | 'absent';
  /** What is looked for, with `is` and `contains`. */
  @OptionalText() readonly was?: string;
  /** The value, or with `contains` what takes the place of `was`; absent takes it away. */
  @OptionalText() readonly now?: string;
}

/** The same correction for all of them. */
export class BulkCorrection {
  /** What to put right, each term once. */
  @Entries(() => BulkTermChange) readonly changes: readonly BulkTermChange[];
  @IsIn(REASON_CODES) readonly reason: ReasonCode;
  @Note() readonly note?: string;
}

/** What to look at before it is done: `identify` or `correct`. */
export class BulkPreviewOrder {
  @IsObject() @ValidateNested() @Type(() => BulkChoice) readonly selection: BulkChoice;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BulkDetermination) readonly identify?: BulkDetermination;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BulkCorrection) readonly correct?: BulkCorrection;
}

/** Which preview to carry out. */
export class BulkOrder {
  /** The job of a preview that has completed. */
  @Text(100) readonly previewJobId: string;
}
