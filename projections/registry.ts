import { accountRegister } from './account-register/projection.js';
import { activity } from './activity/projection.js';
import { auditTrail } from './audit-trail/projection.js';
import { collectionOverview } from './collection-overview/projection.js';
import { importReport } from './import-report/projection.js';
import type { Projection } from './kernel/projection.js';
import { savedSearchList } from './saved-search-list/projection.js';
import { specimenRecord } from './specimen-record/projection.js';
import { specimenSearch } from './specimen-search/projection.js';

/** Every read model that is kept up to date. A new one is one line here. */
export const PROJECTIONS: readonly Projection[] = [
  accountRegister,
  collectionOverview,
  importReport,
  specimenSearch,
  specimenRecord,
  auditTrail,
  activity,
  savedSearchList,
];
