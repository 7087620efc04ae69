import type { ChangeClass, ClassifiedChange, VersionBump } from './change.ts';
import type { Direction, Json } from './contract.ts';
import type { Facts } from './facts.ts';
import type { Edit, Fix, Impact, Severity } from './finding.ts';
import type { JudgedIgnore } from './ignore.ts';
import type { LineagePath } from './lineage-path.ts';
import type { Location } from './location.ts';
import type { OptionDeclaration } from './option.ts';
import type { Governance } from './governance.ts';
import type { Config } from './policy.ts';
import type { Project } from './project.ts';

/** Which part of the verdict a rule belongs to. */
export const gates = [
  'lint',
  'breaking',
  'owner',
  'docs',
  'compile',
  'parity',
  'masking',
  'artifacts',
  'drift',
] as const;
export type Gate = (typeof gates)[number];

/** A row of `rules/compatibility.yaml`, as it concerns readers or a source. */
export interface Because {
  readonly row: string;
  readonly direction: Direction;
}

/** What a rule says about one mistake. Texts come from the message catalogues. */
export interface RuleFinding {
  readonly subject: string;
  readonly at: Location;
  /** Default `head`. */
  readonly side?: 'head' | 'base';
  /** Key below the rule's id in the message catalogues; default `message`. */
  readonly message?: string;
  /** A whole key of the message catalogues, where the text is not the rule's own. */
  readonly text?: string;
  /** The message itself in the report's language, where its words are the repository's own. */
  readonly said?: string;
  /** Whose reason fills `{because}`, and whose advice `{instead}`. */
  readonly because?: Because;
  readonly values: { readonly [name: string]: string };
  /** Values that are keys of the message catalogues, by name. */
  readonly translated?: readonly string[];
  /** The values that make this mistake another one when they differ; default none. */
  readonly key?: readonly string[];
  readonly class?: ChangeClass;
  /** About a draft: information, whatever the configuration says. */
  readonly advisory?: boolean;
  /** Only where one mistake of the rule weighs differently from the rule's default. */
  readonly severity?: Severity;
  readonly fix?: Fix;
  /** Edits that are offered to people and never applied by themselves: they would lose what somebody wrote. */
  readonly proposal?: readonly Edit[];
  /** Other places; `message` is a key below `rules.related` in the message catalogues. */
  readonly related?: readonly { readonly at: Location; readonly message: string }[];
  readonly impact?: readonly Impact[];
  /** The way of the column that it is about: reports draw it. */
  readonly way?: LineagePath;
}

/** What a rule sees. A lint rule runs once per tree and sees no changes; a change rule runs once and sees both projects. */
export interface RuleContext {
  /** Whether `project` is the head or the base tree; change rules always run on head. */
  readonly side: 'head' | 'base';
  readonly project: Project;
  /**
   * Head, whichever side is judged. A rule about what a repository has taken up (contracts, canvases) asks head: else the
   * change that brings the first of them would answer for all that was there before.
   */
  readonly head: Project;
  /** The other side, for change rules. */
  readonly base?: Project;
  readonly changes: readonly ClassifiedChange[];
  /** What the change does to the last release and not to base. */
  readonly release?: { readonly ref: string; readonly changes: readonly ClassifiedChange[] };
  readonly bumps: readonly VersionBump[];
  readonly facts: Facts;
  /** The day of the run: `2026-06-30`. */
  readonly today: string;
  /** What the configuration sets for this rule, with its defaults filled in. */
  readonly options: { readonly [name: string]: Json };
  /** Days between the deprecation of something and its removal. */
  readonly deprecation: Config['deprecation'];
  /** The rules that people are judged by: governance of the base branch's tip, of head on first adoption. */
  readonly governance: Governance;
  /** Comments that excuse findings, and what became of them; only for the rules about them. */
  readonly ignores?: readonly JudgedIgnore[];
  /** The text of a file as a tree has it; undefined where it is not there, or no text. */
  text(side: 'base' | 'head', path: string): string | undefined;
  report(finding: RuleFinding): void;
}

/** A folder of files given as `path: text`, for examples and tests. */
export type Files = { readonly [path: string]: string };

/** A rule's example: executed as a test and printed in its documentation page. */
export interface RuleExample {
  /** A sentence: what this shows. */
  readonly name: string;
  /** Files of the base tree; only what differs from head matters for lint rules, which need none. */
  readonly base?: Files;
  readonly head: Files;
  /** The day on which it is judged (`2026-06-01`), where that matters. */
  readonly today?: string;
  /** Who wrote the specifications of head, where that matters. */
  readonly authors?: Facts['authors'];
  /** Findings of this rule as `path:line subject`; empty for a passing example. Findings on the base side start with `base `. */
  readonly findings: readonly string[];
}

/** One promise of the gate; `src/rules/<family>/<name>.ts` default-exports one. */
export interface Rule {
  /** `family/kebab-case`; never reused for another meaning. */
  readonly id: string;
  /** `lint` rules look at one tree, `change` rules at the difference of two, `drift` rules at the warehouse. */
  readonly kind: 'lint' | 'change' | 'drift';
  readonly gate: Gate;
  /** The promise in one sentence. */
  readonly summary: string;
  /** Who is hurt, and what to do instead. */
  readonly why: string;
  /** `by-class`: breaking is an error, dangerous a warning, the rest information. */
  readonly severity: Severity | 'by-class';
  readonly since: string;
  /** What the configuration can set, by name. */
  readonly options?: { readonly [name: string]: OptionDeclaration };
  /** Judges every file by itself, without history and without the others: part of `check --fast`. */
  readonly fast?: true;
  /** False: a comment in the file cannot excuse its findings. Default: rules of kind `lint` whose gate is a matter of opinion. */
  readonly ignorable?: false;
  readonly examples: readonly RuleExample[];
  check(context: RuleContext): void;
}
