/** Injection token of {@link House}. */
export const HOUSE = Symbol('House');
/** Injection token of {@link ApiSettings}. */
export const SETTINGS = Symbol('ApiSettings');
/** Injection token of the account services. */
export const ACCOUNTS = Symbol('AccountServices');
