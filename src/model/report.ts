import type { ArtifactStatus } from './artifact.ts';
import type { Bump, ChangeClass, VersionBump } from './change.ts';
import type { Direction, Json } from './contract.ts';
import type { Finding, Impact } from './finding.ts';
import type { Lang } from './messages.ts';
import type { Layout } from './project.ts';
import type { FailOn, Scope } from './policy.ts';
import type { Gate } from './rule.ts';
import type { Skipped } from './tree.ts';

/** `error`: the gate could not judge everything it must, so it does not vouch for the change. */
export type Verdict = 'pass' | 'fail' | 'error';

export type GateStatus = 'pass' | 'fail' | 'warn' | 'skipped';

/** A commit, as named and as resolved. `sha` is absent for the working directory. */
export interface ReportRef {
  readonly ref: string;
  readonly sha?: string;
}

/** How the base was found: from local history, GitHub's compare API, the event's `base.sha`, or as asked. */
export type BaseOrigin = 'merge-base' | 'compare-api' | 'event-base-sha' | 'given' | 'empty';

/** One change in the report. */
export interface ReportChange {
  /** As in `ChangeKind`; those of service levels name the level: `sla.latency.changed`, `sla.other.added`. */
  readonly kind: string;
  readonly subject: string;
  readonly contract: string;
  /** Whose side decided: `output` for readers, `input` for the source. */
  readonly direction: Direction;
  readonly class: ChangeClass;
  readonly bump: Bump;
  /** Row of `rules/compatibility.yaml` that decided. */
  readonly row?: string;
  /** What of the subject changed, where it has several of the kind: the name of a rule, server, tag or service level. */
  readonly element?: string;
  /** How sure it is that both sides are the same thing, in percent; absent where names or ids say so. */
  readonly certainty?: number;
  readonly before: Json;
  readonly after: Json;
  readonly path: string;
  readonly line: number;
  /** What of the repository it hits; only of changes that hurt, and absent where nobody is known. */
  readonly impact?: readonly Impact[];
  /** What it takes to bring the warehouse there, where that cannot alter the table in place. */
  readonly migration?: ReportMigration;
}

/** A change of a table that its warehouse cannot do in place, in the report's language. */
export interface ReportMigration {
  readonly warehouse: string;
  readonly text: string;
}

/** How the SQL of a dbt project was read. */
export interface ReportDialect {
  /** Folder of the project. */
  readonly project: string;
  /** As the repository names it; null where nothing does, and only what every dialect refuses is an error. */
  readonly dialect: string | null;
  /** The file, or the folder of the coding agents' profile, that names it. */
  readonly from: string | null;
  /** Which parser decided about how many models, sorted by parser; empty where none was parsed. */
  readonly engines: readonly { readonly engine: string; readonly models: number }[];
}

/** One thing that the change touches, or that relies on what it touches. */
export interface AffectedNode {
  readonly kind: 'contract' | 'model' | 'exposure';
  /** `stripe-charges/charges.email`, `int_customers`, `board`. */
  readonly name: string;
  /** Of a model, its columns that a changed column goes into, as far as they are known. */
  readonly columns: readonly string[];
  readonly path: string;
  /** Whether the change itself touches it. */
  readonly changed: boolean;
}

/** What the change touches and who relies on it, as a graph. */
export interface ReportAffected {
  /** What the change touches comes first, each followed by what it hits. */
  readonly nodes: readonly AffectedNode[];
  /** Indexes of nodes; data flows from the one to the other. */
  readonly edges: readonly { readonly from: number; readonly to: number }[];
  /** How many further nodes were left out. */
  readonly more: number;
}

/** How the unit tests of head's models went; without their time, which differs from run to run. */
export interface ReportUnitTests {
  readonly passed: number;
  readonly failed: number;
  /** Each is among what was skipped, with its reason. */
  readonly notRun: number;
  /** Rows that the models were given, and rows that they gave. */
  readonly rows: { readonly given: number; readonly found: number };
}

/** One artifact in the report. */
export interface ReportArtifact {
  readonly path: string;
  readonly status: ArtifactStatus;
  readonly generator: string;
  /** First line (1-based) where the file is not what the specs say; absent where it is fresh, missing or orphaned. */
  readonly line?: number;
  /** What becomes of a hand's lines where the specs changed, too; only of an edited file. */
  readonly merge?: 'clean' | 'conflict' | 'unneeded';
  /** The line of the specs whose change makes the file differ; absent where no change does. */
  readonly because?: { readonly path: string; readonly line: number };
}

/** Totals; the same numbers everywhere: comment, check run, JSON. */
export interface ReportCounts {
  /** Findings that the change introduced, by severity; waived ones are not in them. */
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly preExisting: number;
  readonly waived: number;
  /** Findings that comments in the files excuse; absent where there are none. */
  readonly ignored?: number;
  readonly breaking: number;
  readonly dangerous: number;
  readonly contracts: number;
  readonly models: number;
  /** Models that could not be rendered without a warehouse, package or variable, and so were not judged. */
  readonly unknownModels: number;
}

/** The outcome of one run: public, versioned by `schema` (`schemas/report.schema.json`). */
export interface Report {
  readonly schema: 1;
  readonly verdict: Verdict;
  readonly lang: Lang;
  readonly base: ReportRef & { readonly origin: BaseOrigin };
  readonly head: ReportRef;
  /** Where configuration, governance and waivers came from: the base branch's tip, or head on first adoption. */
  readonly policy: ReportRef & {
    readonly firstAdoption: boolean;
    /** Policies of other repositories that it extends, with the commits that they were read from; absent without any. */
    readonly shared?: readonly { readonly name: string; readonly sha: string }[];
  };
  readonly layout: Layout;
  /** By which SQL dialect the models of each dbt project were judged; absent where none was. */
  readonly dialects?: readonly ReportDialect[];
  /** Absent where none was run. */
  readonly unitTests?: ReportUnitTests;
  /** Version of the dbt that parsed the projects, too; absent where none did. */
  readonly dbt?: string;
  readonly failOn: FailOn;
  readonly scope: Scope;
  readonly gates: { readonly [gate in Gate]: GateStatus };
  /** Sorted: introduced first, then severity, path, line, rule. Waived findings carry their waiver. */
  readonly findings: readonly Finding[];
  readonly changes: readonly ReportChange[];
  readonly bumps: readonly VersionBump[];
  /** Whom changed contracts and models hit; absent where they hit nobody. */
  readonly affected?: ReportAffected;
  readonly artifacts: readonly ReportArtifact[];
  readonly rules: {
    readonly ran: readonly string[];
    readonly skipped: readonly Skipped[];
    /** Rules that the repository has written itself, for formats that describe rules; absent where there are none. */
    readonly own?: readonly { readonly id: string; readonly summary: string; readonly why: string }[];
  };
  readonly skipped: readonly Skipped[];
  readonly counts: ReportCounts;
  readonly tool: { readonly name: string; readonly version: string };
}
