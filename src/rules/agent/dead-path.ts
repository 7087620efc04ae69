import type { AgentFile } from '../../model/agent-files.ts';
import type { Located } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { indexPaths, nearPath, type PathIndex } from '../near-path.ts';
import { replaceValue } from '../replace-text.ts';

const workflow = '.agent-os/profiles/default/workflows/write-contract.md';
const naming = { 'specs/governance/naming.json': '{"staging": "stg_"}\n' };

/** Instructions to coding agents must name only paths that exist. */
export default defineRule({
  id: 'agent/dead-path',
  kind: 'lint',
  gate: 'lint',
  summary: 'Instructions to coding agents must name only paths that exist.',
  why: 'An agent that is sent to a file that is not there goes on without it: the rule that stands in it is not followed, and nobody sees that. Correct the path, or write the file. Only paths that a sentence sends its reader to are judged: not patterns, templates, examples, blocks of code, and what is still to be written.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a workflow that cites a misspelt file',
      head: { ...naming, [workflow]: '# Write a contract\n\n1. Read `specs/governance/namin.json`.\n' },
      findings: [`${workflow}:3 ${workflow}`],
    },
    {
      name: 'a link that leads nowhere',
      head: { ...naming, 'AGENTS.md': 'Follow [the vision](specs/product-canvas/vision.md).\n' },
      findings: ['AGENTS.md:1 AGENTS.md'],
    },
    {
      name: 'a folder that is called otherwise',
      head: { ...naming, 'CLAUDE.md': 'The policies are in `specs/governence/`.\n' },
      findings: ['CLAUDE.md:1 CLAUDE.md'],
    },
    {
      name: 'paths that exist',
      head: { ...naming, [workflow]: 'Read `specs/governance/naming.json`, and @specs/governance/naming.json.\n' },
      findings: [],
    },
    {
      name: 'what is to be written, templates, patterns and examples',
      head: {
        ...naming,
        [workflow]:
          '- Write the contract to `specs/contracts/outputs/orders.yaml`.\n- Then `specs/contracts/<domain>/x.yaml` and `specs/**/*.md`.\n- For example `specs/product-canvas/vision.md`.\n- If `specs/product-canvas/slas.yaml` exists, obey it.\n',
      },
      findings: [],
    },
  ],
  check(context) {
    const { paths, agentFiles = [] } = context.project;
    if (paths === undefined) return;
    const index = indexPaths(paths);
    for (const file of agentFiles) for (const path of file.paths) judgePath(context, { file, path, index });
  },
});

interface Reference {
  readonly file: AgentFile;
  readonly path: Located<string>;
  readonly index: PathIndex;
}

function judgePath(context: RuleContext, reference: Reference): void {
  const { file, path, index } = reference;
  const candidates = meant(file, path.value);
  const [wanted] = candidates;
  if (wanted === undefined || candidates.some((each) => isThere(each, index)) || isGenerated(wanted, index)) return;
  const near = nearPath(wanted, index);
  // Folders are often only planned, and git keeps no empty ones.
  if (near === undefined && !isFile(wanted)) return;
  const repaired = near === undefined ? undefined : rewritten(path.value, wanted, near);
  const edit = repaired === undefined ? undefined : replaceValue(context, path, repaired);
  context.report({
    subject: file.path,
    at: path.at,
    message: near === undefined ? 'message' : 'suggest',
    values: { path: path.value, file: file.path, suggestion: near ?? '' },
    key: [path.value],
    ...(edit === undefined || repaired === undefined ? {} : { fix: { title: repaired, edits: [edit] } }),
  });
}

/** What a path can mean, from the root of the repository and from the file's folder; nothing outside the repository. */
function meant({ path: from }: AgentFile, text: string): readonly string[] {
  const folder = from.split('/').slice(0, -1);
  const root = resolved([], text.replace(/^\//, ''));
  const here = text.startsWith('/') ? undefined : resolved(folder, text);
  const isOfProduct = /^(?:\.\/)?(?:specs|implementation|exports|\.?agent-os|\.github)\//.test(text);
  return (isOfProduct ? [root, here] : [here, root]).flatMap((each) => each ?? []);
}

function resolved(folder: readonly string[], text: string): string | undefined {
  const segments = [...folder];
  for (const segment of text.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? undefined : segments.join('/');
}

/** Whether a path is a file or folder, or leads through a link or submodule, into which nobody here can see. */
function isThere(path: string, { paths, folders }: PathIndex): boolean {
  const segments = path.split('/');
  return folders.has(path) || segments.some((_, index) => paths.has(segments.slice(0, index + 1).join('/')));
}

/** What tools write and git does not keep; exports where the repository keeps none. */
function isGenerated(path: string, { folders }: PathIndex): boolean {
  if (path.startsWith('exports/') && !folders.has('exports')) return true;
  if (path === 'specs/manifest.json') return true;
  return /(?:^|\/)(?:target|logs|dbt_packages|dbt_modules|node_modules|\.venv|venv|\.terraform|__pycache__|\.env[^/]*)(?:\/|$)/.test(
    path,
  );
}

function isFile(path: string): boolean {
  return /\.[A-Za-z]\w{0,9}$/.test(path);
}

/** The text with the path in it replaced; undefined where it says the path in other words (`../x`). */
function rewritten(text: string, wanted: string, near: string): string | undefined {
  return text.includes(wanted) ? text.replace(wanted, () => near) : undefined;
}
