import type { Location } from '../model/location.ts';
import type { ProjectFile } from '../model/project.ts';
import type { RuleContext } from '../model/rule.ts';
import type { TerraformAttribute, TerraformBlock } from '../model/infrastructure.ts';
import { type NamedValue, namedValues, shellValues, syntaxOf } from './named-values.ts';
import { assignedSecret, isSecret, secretKind } from './secrets.ts';

/** A credential in a file, without itself. */
export interface FoundSecret {
  /** What kind of credential the shape tells; `key` and `terraform` where the name of the value does. */
  readonly kind: string;
  /** Name of the value. */
  readonly name?: string;
  readonly at: Location;
}

/** Roles whose files are not read here: contracts have places for every value, exports repeat what is elsewhere. */
const leftOut = new Set<ProjectFile['role']>(['contract', 'export']);
/** Other people's and generated code, and lists of hashes. */
const foreign =
  /(?:^|\/)(?:dbt_packages|dbt_modules|target|node_modules|\.venv|venv|\.terraform|__pycache__)\/|\.lock(?:\.hcl)?$|(?:^|\/)package-lock\.(?:json|ya?ml)$/;

/** Credentials in the files of the product but contracts and exports, each line once, by path and line. */
export function secretsInFiles(context: RuleContext): readonly FoundSecret[] {
  const terraform = (context.facts.terraform ?? []).flatMap((block) => secretsInBlock(block));
  const known = new Set(terraform.map(({ at }) => `${at.path}:${at.line}`));
  const files = context.project.files.filter(({ role, path }) => !leftOut.has(role) && !foreign.test(path));
  const others = files.flatMap((file) => secretsInText(file, context.text(context.side, file.path) ?? ''));
  return [...terraform, ...others.filter(({ at }) => !known.has(`${at.path}:${at.line}`))];
}

/** So far above or below its name stands a value. */
const nearLines = 4;

/** Whether a line of a file holds a credential by its shape or by a name on it or near it, so that no excerpt may repeat it. */
export function holdsSecret(path: string, lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (secretKind(line) !== undefined || assignedSecret(line) !== undefined) return true;
  const syntax = syntaxOf(path);
  if (syntax === undefined) return false;
  const near = Array.from({ length: 2 * nearLines + 1 }, (_, step) => index - nearLines + step);
  return near
    .flatMap((each) => (hint.test(lines[each]?.slice(0, 20_000) ?? '') ? namedValues({ lines, syntax }, each) : []))
    .some((each) => each.line === index && isSecret(each.name, each.value));
}

/** What every shape has, and names of keys: most files have none of it, and are read no further. */
const hint =
  /-----BEGIN|A[KS]IA|gh[opsru]_|github_pat_|glpat-|xox[a-z]-|AIza|k_live_|\bdapi|\bnpm_|:\/\/[^\s@]{0,300}@|pass|pwd|secret|senha|token|_?key["']?\]?\s{0,4}[:=]|_?key\b/i;

function secretsInText({ path, role }: ProjectFile, text: string): readonly FoundSecret[] {
  if (!hint.test(text)) return [];
  const lines = text.split('\n');
  // Samples show made-up values.
  const syntax = role === 'sample-data' ? undefined : syntaxOf(path);
  const found = new Map<number, FoundSecret>();
  for (const [index, line] of lines.entries()) {
    if (line.length > 20_000 || !hint.test(line)) continue;
    const kind = secretKind(line);
    if (kind !== undefined) found.set(index, { kind, at: placeOf(path, index) });
    const values = syntax === undefined ? assignments(line, role, index) : namedValues({ lines, syntax }, index);
    for (const each of values)
      if (!found.has(each.line) && isSecret(each.name, each.value))
        found.set(each.line, { kind: 'key', name: each.name, at: placeOf(path, each.line) });
  }
  return [...found.values()].toSorted((a, b) => a.at.line - b.at.line);
}

function placeOf(path: string, index: number): Location {
  return { path, line: index + 1, column: 1 };
}

/** In SQL and other text only a variable of the shell is sure to be given a value. */
function assignments(line: string, role: ProjectFile['role'], index: number): readonly NamedValue[] {
  return role === 'sample-data' ? [] : shellValues(line).map((each) => ({ ...each, line: index }));
}

/** In Terraform a name is enough where it can only mean the secret itself: whatever is written is then the secret. */
const certainNames =
  /(?:^|_)(?:password|passwd|pwd|passphrase|senha|(?:access|account|api|private|secret)_key|client_secret|auth_token)$/;

function secretsInBlock(block: TerraformBlock): readonly FoundSecret[] {
  const [label = ''] = block.labels;
  const asked = block.type === 'variable' && certainNames.test(label);
  return [
    ...block.attributes.flatMap((attribute) =>
      asked && attribute.name === 'default'
        ? secretsInAttribute({ ...attribute, name: label })
        : secretsInAttribute(attribute),
    ),
    ...block.blocks.flatMap(secretsInBlock),
  ];
}

function secretsInAttribute({ name, literal, expression, entries }: TerraformAttribute): readonly FoundSecret[] {
  if (literal === undefined) return entries.flatMap(secretsInAttribute);
  if (!certainNames.test(name.toLowerCase()) || !isLiteral(literal)) return [];
  const { path, line, column } = expression.at;
  return [{ kind: 'terraform', name, at: { path, line, column } }];
}

/** Neither empty nor a gap to fill in, nor the address of a vault or file. */
function isLiteral(text: string): boolean {
  return (
    text.trim() !== '' &&
    !/[<>*]|^(?:arn|projects|secrets?|vault|ssm)[:/]|^[/.~]|change_?me|replace|placeholder|todo|x{4}/i.test(text)
  );
}
