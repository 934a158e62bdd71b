import type { Policy } from './policy.js';
import { releaseCatalogNumber } from './release-catalog-number.js';

/** Every policy. */
export const POLICIES: readonly Policy[] = [releaseCatalogNumber];
