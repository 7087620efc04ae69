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
}
