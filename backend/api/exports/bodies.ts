import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional } from 'class-validator';
import { OptionalText, Texts } from '#domain/kernel/fields.js';
import { EXPORT_FORMATS, type ExportFormat } from '#tasks/export/export-request.js';

const MOST_IDS = 20_000;
const MOST_COLUMNS = 100;

/** What to export, and how. */
export class ExportOrder {
  /** A table, a table made safe for spreadsheets, or a Darwin Core Archive. */
  @IsIn(EXPORT_FORMATS) readonly format: ExportFormat;
  /** All that this query of `GET /specimens` finds: `family=Poaceae&country=Canada`. Without it and without ids: everything. */
  @OptionalText(20_000) readonly search?: string;
  /** These specimens, instead of a search. */
  @IsOptional() @Texts(36) @ArrayMinSize(1) @ArrayMaxSize(MOST_IDS) readonly ids?: readonly string[];
  /** Order of a search, as `sort` of `GET /specimens`. */
  @OptionalText(200) readonly sort?: string;
  /** Columns of a table, by their names in a search. */
  @IsOptional() @Texts(100) @ArrayMinSize(1) @ArrayMaxSize(MOST_COLUMNS) readonly columns?: readonly string[];
}
