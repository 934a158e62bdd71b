import { reflects } from '#projections/kernel/active-view.js';
import type { Projection } from '#projections/kernel/projection.js';
import type { View, ViewStore } from '#projections/kernel/view-store.js';
import { PROJECTIONS } from '#projections/registry.js';
import { ReadView } from './read-view.js';

/** The read models by name, and waiting for them. */
export interface ReadableViews {
  /** A view to hold on to: it always reads the active version. Fails when nobody projects that name. */
  view<Doc extends object>(name: string): View<Doc>;
  /** Whether one view has folded this position, waiting up to `milliseconds`. */
  reached(view: string, position: string, milliseconds: number): Promise<boolean>;
  /** Whether every view has. */
  allReached(position: string, milliseconds: number): Promise<boolean>;
}

/** Makes the read models of the registry readable. */
export function readableViews(views: ViewStore, projections: readonly Projection[] = PROJECTIONS): ReadableViews {
  const byName = new Map(projections.map((projection) => [projection.name, projection]));
  const held = new Map(projections.map((projection) => [projection.name, new ReadView(views, projection)]));
  const known = <Value>(found: Value | undefined, name: string): Value => {
    if (found !== undefined) return found;
    throw new Error(`There is no view "${name}"; there are ${[...byName.keys()].join(', ')}.`);
  };
  const reached = (name: string, position: string, milliseconds: number): Promise<boolean> =>
    reflects(views, known(byName.get(name), name), position, milliseconds);
  return {
    view: <Doc extends object>(name: string) => known<unknown>(held.get(name), name) as View<Doc>,
    reached,
    async allReached(position, milliseconds) {
      const deadline = performance.now() + milliseconds;
      // One after another: when the slowest is there, the others mostly are.
      for (const name of byName.keys()) {
        if (!(await reached(name, position, Math.max(deadline - performance.now(), 0)))) return false;
      }
      return true;
    },
  };
}
