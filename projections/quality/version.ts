/**
 * How often the judging of records has changed since the first release: rules, geometry or names of countries. It is
 * part of the version of every read model that shows issues, so a change builds them anew.
 */
export const QUALITY_CHANGES = 0;
