// Options that several commands share.
import { fail, unsupported } from './errors.mjs';
import { compileExpression } from './expressions.mjs';
import { isDoc } from './values.mjs';

/** Refuses all collations but the simple one. */
export function noCollation(collation) {
  if (collation && collation.locale !== 'simple') unsupported('collation');
}
/** The values of `let`. */
export const letVars = (spec) =>
  Object.fromEntries(Object.entries(spec ?? {}).map(([name, expr]) => [name, compileExpression(expr)({})]));
/** Refuses the hint of an index that does not exist. */
export function checkHint(coll, hint) {
  if (hint === undefined || !coll || (isDoc(hint) && '$natural' in hint)) return;
  const found = coll.specs.some((s) =>
    typeof hint === 'string'
      ? s.name === hint
      : isDoc(hint) &&
        JSON.stringify(Object.entries(s.key).map(String)) === JSON.stringify(Object.entries(hint).map(String)),
  );
  if (!found && !(isDoc(hint) && Object.keys(hint).length === 0))
    fail(
      'BadValue',
      'error processing query: planner returned error: hint provided does not correspond to an existing index',
    );
}
