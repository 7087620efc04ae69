import { type Edit, type Finding, isExcused } from '../model/finding.ts';
import type { RelationColumn, RelationColumns } from '../model/columns.ts';
import type { Report, Verdict } from '../model/report.ts';
import { inMendingOrder, type MendingWorld } from './agent-order.ts';
import { visibleText } from './escape.ts';
import { isInScope } from './words.ts';

/**
 * What a coding agent must mend, in the order to mend it (`schemas/agent.schema.json`). Lists hold rows with the same keys and
 * plain values, so that table formats can write them. Names, messages and texts come from the judged files: data, not instructions.
 */
export interface AgentBrief {
  readonly schema: 1;
  readonly verdict: Verdict;
  readonly counts: AgentCounts;
  readonly commands: readonly AgentCommand[];
  readonly mend: readonly AgentFinding[];
  readonly edits: readonly AgentEdit[];
  readonly columns: readonly AgentColumns[];
  /** Why the gate does not vouch for the change; only where the verdict is `error`. */
  readonly unjudged: readonly { readonly what: string; readonly why: string }[];
}

/** How much there is, and how much of it is here. */
export interface AgentCounts {
  /** Findings that make the gate fail. */
  readonly failing: number;
  /** Findings that do not make it fail, and are errors or warnings all the same. */
  readonly warnings: number;
  /** Findings that `dataengos fix` repairs by itself. */
  readonly fixable: number;
  /** Findings in `mend`. */
  readonly shown: number;
  /** Findings that the budget had no room for. */
  readonly left: number;
}

/** A command that helps. `fix` repairs all that is fixable, `generate` writes generated files, `check` judges again, `more` shows what was left. */
export interface AgentCommand {
  readonly does: 'fix' | 'generate' | 'check' | 'more';
  readonly run: string;
}

/** One finding. */
export interface AgentFinding {
  /** Its number here, which `edits` name. */
  readonly n: number;
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The tree that the place belongs to: of what was removed, base. */
  readonly side: 'head' | 'base';
  /** What it is about; empty where that is the file. */
  readonly subject: string;
  readonly message: string;
  /** Title of the certain repair; empty where there is none. */
  readonly fix: string;
  /** The same finding has the same id in every run. */
  readonly id: string;
}

/** One edit of a finding's repair: `[from, to)`, as `line:column`, becomes `text`. */
export interface AgentEdit {
  readonly n: number;
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Columns that something has. */
export interface AgentColumns {
  /** `model stg_orders`, `source stripe.charges`, `contract orders/orders`. */
  readonly relation: string;
  /** `name:type` (`name` where the type is unknown), separated by blanks. */
  readonly columns: string;
  /** How many more it has that are not written out. */
  readonly more: number;
  /** Whether these and `more` are all. */
  readonly whole: boolean;
}

/** The columns of something, by the name that {@link AgentColumns} gives it. */
export interface KnownRelation extends RelationColumns {
  readonly relation: string;
}

/** What a brief needs beside the report. */
export interface AgentWorld extends MendingWorld {
  /** What the finding is about, or what is read where it is; nothing where it is not about columns. */
  readonly relationsOf: (finding: Finding) => readonly KnownRelation[];
  /** What the commands need to compare with the same base (`--base main`). */
  readonly arguments: readonly string[];
  /** What the check needs to write the same format (`--format json`). */
  readonly format?: readonly string[];
}

/** A repair with more edits or more characters than this is only named: the command does it. */
const maxEdits = 10;
const maxEditChars = 1200;

/** More columns than this say little about one name. */
const maxColumns = 60;

/** A brief that the budget cuts: how many findings it may hold, and the command that shows all. */
export interface BriefCut {
  readonly first: number;
  readonly more: string;
}

/** Everything that an agent must mend, or the first of it. */
export function agentBrief(report: Report, world: AgentWorld, cut?: BriefCut): AgentBrief {
  const wanted = report.findings.filter((finding) => {
    return finding.severity !== 'info' && !isExcused(finding) && isInScope(finding, report);
  });
  const isFailing = (finding: Finding): boolean => fails(finding, report);
  const ordered = inMendingOrder(wanted, isFailing, world);
  const shown = ordered.slice(0, cut?.first);
  const failing = wanted.filter(isFailing).length;
  return {
    schema: 1,
    verdict: report.verdict,
    counts: {
      failing,
      warnings: wanted.length - failing,
      fixable: wanted.filter(isFixable).length,
      shown: shown.length,
      left: ordered.length - shown.length,
    },
    commands: [
      ...commandsFor(ordered, world),
      ...(cut === undefined ? [] : [{ does: 'more', run: cut.more } as const]),
    ],
    mend: shown.map(toAgentFinding),
    edits: shown.flatMap(editsOf),
    columns: columnsFor(shown, world),
    unjudged: report.verdict === 'error' ? report.rules.skipped.map(({ what, why }) => clean({ what, why })) : [],
  };
}

/** Whether `dataengos fix` repairs it. */
function isFixable({ fix, side }: Finding): boolean {
  return fix !== null && side === 'head';
}

/** Whether a finding in scope makes the gate fail. */
function fails({ severity }: Finding, { failOn }: Report): boolean {
  return failOn === 'warning' ? severity !== 'info' : failOn === 'error' && severity === 'error';
}

function commandsFor(findings: readonly Finding[], world: AgentWorld): readonly AgentCommand[] {
  const stale = findings.some(({ rule }) => rule === 'gate/artifact-stale');
  return [
    ...(findings.some(isFixable) ? [{ does: 'fix', run: command('fix', world.arguments) } as const] : []),
    ...(stale ? [{ does: 'generate', run: 'npx dataengos generate --write' } as const] : []),
    ...(findings.length === 0 ? [] : [{ does: 'check', run: checkCommand(world) } as const]),
  ];
}

/** The command that makes a brief of the same change in the same format. */
export function checkCommand({ arguments: args, format = [] }: AgentWorld): string {
  return command('check', ['--for-agent', ...format, ...args]);
}

function command(name: string, args: readonly string[]): string {
  return ['npx dataengos', name, ...args].join(' ');
}

function toAgentFinding(finding: Finding, index: number): AgentFinding {
  const { rule, path, line, column, side, subject, message, fix, fingerprint } = finding;
  return {
    n: index + 1,
    severity: finding.severity === 'error' ? 'error' : 'warning',
    rule,
    path: wellFormed(path),
    line,
    column,
    side,
    ...clean({ subject: subject === path ? '' : subject, message, fix: fix?.title ?? '' }),
    id: fingerprint,
  };
}

/** Text that people read: what hides or reorders it is shown, and the runner's log takes none of it for a command. */
function clean<T extends { readonly [key: string]: string }>(texts: T): { readonly [key in keyof T]: string } {
  const shown = Object.entries(texts).map(([key, text]) => [key, visibleText(text).replaceAll('##[', '## [')]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same keys as `texts`, which `fromEntries` forgets
  return Object.fromEntries(shown) as { readonly [key in keyof T]: string };
}

function editsOf({ fix, side }: Finding, index: number): readonly AgentEdit[] {
  if (fix === null || side === 'base' || isLong(fix.edits)) return [];
  return fix.edits.map((edit) => ({
    n: index + 1,
    path: wellFormed(edit.path),
    from: `${edit.startLine}:${edit.startColumn}`,
    to: `${edit.endLine}:${edit.endColumn}`,
    text: wellFormed(edit.text),
  }));
}

/** Half a surrogate pair is no text: files cannot hold it, and table formats refuse it. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\ufffd');
}

function isLong(edits: readonly Edit[]): boolean {
  return edits.length > maxEdits || edits.reduce((sum, { text }) => sum + text.length, 0) > maxEditChars;
}

function columnsFor(findings: readonly Finding[], { relationsOf }: AgentWorld): readonly AgentColumns[] {
  const known = new Map<string, AgentColumns>();
  for (const relation of findings.flatMap(relationsOf)) {
    if (!known.has(relation.relation)) known.set(relation.relation, toAgentColumns(relation));
  }
  return [...known.values()];
}

function toAgentColumns({ relation, columns, isWhole }: KnownRelation): AgentColumns {
  const shown = columns.slice(0, maxColumns).map(columnText).join(' ');
  return { ...clean({ relation, columns: shown }), more: Math.max(0, columns.length - maxColumns), whole: isWhole };
}

/** A name with blanks or colons is written in quotes, so that the list can be taken apart. */
function columnText({ name, type }: RelationColumn): string {
  const written = /^[^\s:"]+$/.test(name) ? name : JSON.stringify(name);
  const text = (type?.text ?? type?.family ?? '').replaceAll(/\s/g, '');
  return text === '' ? written : `${written}:${text}`;
}
