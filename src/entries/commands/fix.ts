import { createTwoFilesPatch } from 'diff';
import { withEdits } from '../../adapters/edited-worktree.ts';
import type { Terminal } from '../../adapters/terminal.ts';
import { readBelow, rewriteFiles } from '../../adapters/write-files.ts';
import { counts } from '../../engine/build-report.ts';
import { check } from '../../engine/check.ts';
import type { LeftFinding } from '../../engine/fix.ts';
import { type FixedFile, fixInRounds, type FixOutcome, type Judged } from '../../engine/fix-rounds.ts';
import { type CheckRequest, gatherCheck } from '../../engine/gather.ts';
import type { Finding } from '../../model/finding.ts';
import { type Lang, translate } from '../../model/messages.ts';
import { visibleText } from '../../reporters/escape.ts';
import { type Command, emit } from '../command.ts';
import { type CliOptions, unknown } from '../options.ts';
import { compareRequest, openWorkspace, type Workspace } from '../workspace.ts';

/** `dataengos fix`: does the repairs that are certain. */
export const fixCommand: Command = {
  usage: 'fix [PATH] [--base REV] [--scope introduced|changed-files|all] [--rule ID …] [--dry-run]',
  summary: 'repair what has a certain repair in the working directory, or show it as a diff',
  async run(options, terminal) {
    const workspace = await openWorkspace(options.positionals[0] ?? '.', terminal);
    const ids = workspace.tools.rules.map(({ id }) => id);
    for (const id of options.rules) if (!ids.includes(id)) throw unknown('rule', id, ids);
    const request = await compareRequest(workspace, options);
    let lang: Lang = 'en';
    const outcome = await fixInRounds({
      read: (path) => readBelow(workspace.root, path),
      judge: async (edited) => {
        const judged = await judge(workspace, { request, edited, rules: options.rules });
        lang = judged.lang;
        return judged;
      },
    });
    workspace.tools.progress.done();
    const done = options.dryRun ? outcome : await write(workspace, outcome);
    await print(done, { options, terminal, lang });
    return done.left.length > 0 || (options.dryRun && done.files.length > 0) ? 1 : 0;
  },
};

interface JudgeRequest {
  readonly request: CheckRequest;
  readonly edited: ReadonlyMap<string, Uint8Array>;
  /** Ids of the only rules that count; none for all. */
  readonly rules: readonly string[];
}

/** Runs the whole gate over the working directory as it would be, and picks what is to be repaired. */
async function judge(
  { tools }: Workspace,
  { request, edited, rules }: JudgeRequest,
): Promise<Judged & { readonly lang: Lang }> {
  const { input } = await gatherCheck({ ...tools, git: withEdits(tools.git, edited) }, request);
  const wanted = check(input).findings.filter(
    (finding) => counts(finding, input) && (rules.length === 0 || rules.includes(finding.rule)),
  );
  const fixable = wanted.filter(({ side, fix }) => side === 'head' && fix !== null);
  return {
    fixable,
    others: wanted.length - fixable.length,
    text: (path) => input.text('head', path),
    lang: input.lang,
  };
}

/** What was repaired in a file that changed in the meantime was not repaired. */
async function write({ root }: Workspace, outcome: FixOutcome): Promise<FixOutcome> {
  const unwritten = new Set(await rewriteFiles(root, outcome.files));
  const isLost = (finding: Finding): boolean => finding.fix?.edits.some(({ path }) => unwritten.has(path)) === true;
  const lost = outcome.applied.filter(isLost).map((finding) => ({ finding, reason: 'changed' }) as const);
  return {
    ...outcome,
    files: outcome.files.filter(({ path }) => !unwritten.has(path)),
    applied: outcome.applied.filter((finding) => !isLost(finding)),
    left: [...lost, ...outcome.left],
  };
}

interface View {
  readonly options: CliOptions;
  readonly terminal: Terminal;
  readonly lang: Lang;
}

/** With `--dry-run` the diff is what is printed, so that it can be applied; what it is about is said beside it. */
async function print(outcome: FixOutcome, { options, terminal, lang }: View): Promise<void> {
  const told = options.format === 'json' ? asJson(outcome, options) : asText(outcome, options, lang);
  if (options.format === 'json' || !options.dryRun) return emit(told, options, terminal);
  terminal.stderr.write(told);
  return emit(outcome.files.map(patchOf).join(''), options, terminal);
}

function patchOf({ path, before, after }: FixedFile): string {
  const [from, to] = [textWithMark(before), textWithMark(after)];
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, from, to, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '');
}

/** The text with its byte order mark, which the diff must show as it is. */
function textWithMark(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function asText({ files, applied, left, others }: FixOutcome, { dryRun }: CliOptions, lang: Lang): string {
  const say = (key: string, values: { readonly [name: string]: string | number } = {}): string =>
    translate(lang, `fix.${key}`, values);
  const lines = [
    ...applied.map((finding) => `${say(dryRun ? 'would-fix' : 'fixed')} ${nameOf(finding)}`),
    ...left.map(({ finding, reason }) => `${say('left')} ${nameOf(finding)}: ${say(`reason.${reason}`)}`),
    say(dryRun ? 'summary-dry' : 'summary', { fixed: applied.length, files: files.length, left: left.length }),
    ...(others === 0 ? [] : [say('others', { n: others })]),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

function nameOf({ path, line, rule, fix }: Finding): string {
  return `${path}:${line} ${rule} (${fix?.title ?? ''})`;
}

function asJson({ files, applied, left, others }: FixOutcome, { dryRun }: CliOptions): string {
  const data = {
    dryRun,
    applied: applied.map(publicFinding),
    left: left.map(({ finding, reason }: LeftFinding) => ({ ...publicFinding(finding), reason })),
    files: files.map(({ path }) => path),
    withoutFix: others,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

function publicFinding({ rule, path, line, subject, fingerprint, fix }: Finding): object {
  return { rule, path, line, subject, fingerprint, fix: fix?.title ?? '' };
}
