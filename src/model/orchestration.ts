import type { Located, Location } from './location.ts';

/** A workflow of the orchestrator, or a file of one, below `implementation/`. */
export interface DagFile {
  /** The DAG's id; several of one Python file are joined by `, `. The file's name where it has none. */
  readonly name: string;
  readonly path: string;
  /**
   * The names that it mentions, in lower case: words of code and of texts (`stripe_charges`, `mrr-report`), and dotted
   * ones also by their parts (`main.orders`, `main`, `orders`). Comments and docstrings mention nothing.
   */
  readonly words: ReadonlySet<string>;
  /** `schedule` or the older `schedule_interval`, as written; undefined where the file gives none as a plain text. */
  readonly schedule?: Located<string>;
  /** The key `schedule_interval`, where the DAG itself says it in the place of `schedule`. */
  readonly outdatedKey?: Location;
  /** `owner` of the DAG or its default arguments. */
  readonly owner?: Located<string>;
  readonly tags?: readonly string[];
  /** Where the DAG is written; the first one of a Python file. */
  readonly at?: Location;
  /** Whether a Python file that builds a DAG says what it does: docstring of the module or of the DAG's function, or `doc_md`. */
  readonly documented?: boolean;
}
