import { accountRegister } from './account-register/projection.js';
import { auditTrail } from './audit-trail/projection.js';
import { collectionOverview } from './collection-overview/projection.js';
import { importReport } from './import-report/projection.js';
import type { Projection } from './kernel/projection.js';

/** Every read model that is kept up to date. A new one is one line here. */
export const PROJECTIONS: readonly Projection[] = [accountRegister, auditTrail, collectionOverview, importReport];
