import type { Provider, Type } from '@nestjs/common';
import { AccountDesk } from './accounts/account-desk.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { SecurityLogController } from './accounts/security-log.controller.js';
import { TokensController } from './accounts/tokens.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditDesk } from './audit/audit-desk.js';
import { SessionController } from './auth/session.controller.js';
import { SessionDesk } from './auth/session-desk.js';
import { CollectionDesk } from './collections/collection-desk.js';
import { CollectionsController } from './collections/collections.controller.js';
import { ExportDesk } from './exports/export-desk.js';
import { ExportsController } from './exports/exports.controller.js';
import { FileDesk } from './files/file-desk.js';
import { FilesController } from './files/files.controller.js';
import { HealthController } from './health/health.controller.js';
import { Acts } from './http/acts.js';
import { Reads } from './http/reads.js';
import { ImportDesk } from './imports/import-desk.js';
import { ImportReports } from './imports/import-reports.js';
import { ImportsController } from './imports/imports.controller.js';
import { JobDesk } from './jobs/job-desk.js';
import { JobsController } from './jobs/jobs.controller.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { SavedSearchDesk } from './saved-searches/saved-search-desk.js';
import { SavedSearchesController } from './saved-searches/saved-searches.controller.js';
import { BulkController } from './specimens/bulk.controller.js';
import { BulkDesk } from './specimens/bulk-desk.js';
import { IdentificationsController } from './specimens/identifications.controller.js';
import { RecordController } from './specimens/record.controller.js';
import { SearchController } from './specimens/search.controller.js';
import { SpecimenDesk } from './specimens/specimen-desk.js';
import { SpecimensController } from './specimens/specimens.controller.js';
import { SpecimenHistory } from './specimens/specimen-history.js';

/** Every controller, the busiest first: its routes are served, documented, and tried out by the tests. */
export const CONTROLLERS: readonly Type[] = [
  IdentificationsController,
  SpecimensController,
  SearchController,
  RecordController,
  BulkController,
  SessionController,
  TokensController,
  AccountsController,
  SecurityLogController,
  CollectionsController,
  AuditController,
  LedgerController,
  FilesController,
  ImportsController,
  JobsController,
  ExportsController,
  SavedSearchesController,
  HealthController,
];

/** What controllers work with. */
export const PROVIDERS: readonly Provider[] = [
  Acts,
  Reads,
  SessionDesk,
  AccountDesk,
  CollectionDesk,
  SpecimenDesk,
  SpecimenHistory,
  BulkDesk,
  AuditDesk,
  FileDesk,
  ImportDesk,
  ImportReports,
  JobDesk,
  ExportDesk,
  SavedSearchDesk,
];
