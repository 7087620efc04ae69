import type { Located, Location } from './location.ts';

/** What instructions to coding agents are: of the agent's own folder, or a file at the root that agents read. */
export type AgentFileKind = 'profile' | 'standard' | 'workflow' | 'directive' | 'instructions';

/** A file that tells coding agents how to work: below `.agent-os/` or `agent-os/`, `AGENTS.md`, `CLAUDE.md`, … */
export interface AgentFile {
  readonly path: string;
  readonly kind: AgentFileKind;
  /** Folder of the profile (`default`, `dbt-snowflake`), where the file belongs to one. */
  readonly profile?: string;
  /** Paths of this repository that it refers to, as written; templates (`<domain>`, `*`, `{name}`) are none. */
  readonly paths: readonly Located<string>[];
  readonly at: Location;
}
