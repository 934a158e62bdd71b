import { reading } from '#projections/kernel/active-view.js';
import type { Projection } from '#projections/kernel/projection.js';
import type {
  Cell,
  CellsRequest,
  Condition,
  FacetRequest,
  Facets,
  Page,
  Query,
  TextQuery,
} from '#projections/kernel/query.js';
import type { Checkpoint, View, ViewStore } from '#projections/kernel/view-store.js';

/**
 * A view as readers hold it for the life of the process: every call goes to the version that is active then, so a newer
 * version takes over between two calls.
 */
export class ReadView<Doc extends object> implements View<Doc> {
  private lastVersion: number;

  constructor(
    private readonly views: ViewStore,
    private readonly projection: Projection<Doc>,
  ) {
    this.lastVersion = projection.version;
  }

  get name(): string {
    return this.projection.name;
  }

  /** The version that answered last. */
  get version(): number {
    return this.lastVersion;
  }

  get(id: string) {
    return this.ask((view) => view.get(id));
  }

  getMany(ids: readonly string[]) {
    return this.ask((view) => view.getMany(ids));
  }

  search(query: Query): Promise<Page<Doc>> {
    return this.ask((view) => view.search(query));
  }

  facets(
    where: Condition | undefined,
    text: TextQuery | undefined,
    requests: readonly FacetRequest[],
  ): Promise<Facets> {
    return this.ask((view) => view.facets(where, text, requests));
  }

  cells(where: Condition | undefined, text: TextQuery | undefined, request: CellsRequest): Promise<readonly Cell[]> {
    return this.ask((view) => view.cells(where, text, request));
  }

  count(where?: Condition, text?: TextQuery): Promise<number> {
    return this.ask((view) => view.count(where, text));
  }

  checkpoint(): Promise<Checkpoint | undefined> {
    return this.ask((view) => view.checkpoint());
  }

  checksum(): Promise<string> {
    return this.ask((view) => view.checksum());
  }

  commit(): Promise<void> {
    return Promise.reject(new TypeError(`The view "${this.name}" is open for reading; only its projector writes it.`));
  }

  finish(): Promise<void> {
    return this.commit();
  }

  private ask<Answer>(question: (view: View<Doc>) => Promise<Answer>): Promise<Answer> {
    return reading(this.views, this.projection, (view) => {
      this.lastVersion = view.version;
      return question(view);
    });
  }
}
