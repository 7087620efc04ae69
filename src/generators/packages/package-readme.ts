import type { Contract } from '../../model/contract.ts';
import { type Lang, type MessageValues, translate } from '../../model/messages.ts';
import { escapeMarkdown, markdownTable } from '../catalog/markdown.ts';
import { headerText } from '../define-generator.ts';
import { ownerOf } from '../owner.ts';
import type { LeftOut, PackedFile } from './package-files.ts';
import type { PackageInfo } from './package-manifest.ts';

/** A text of package pages (`rules/messages/<lang>/packages.yaml`); values are escaped by the caller. */
export function packageText(lang: Lang, key: string, values: MessageValues = {}): string {
  return translate(lang, `packages.readme.${key}`, values);
}

/** What the page of every package tells. */
export interface ReadmeRequest {
  readonly generator: string;
  readonly lang: Lang;
  readonly info: PackageInfo;
  readonly contracts: readonly Contract[];
  readonly leftOut: readonly LeftOut[];
  /** Markdown lines: what the package is. */
  readonly intro: readonly string[];
  /** Markdown lines: how it is deployed. */
  readonly deploy: readonly string[];
}

/** README.md of a package: what it is, how it is deployed, how its files are checked, and what it promises. */
export function packageReadme(request: ReadmeRequest): PackedFile {
  const { generator, lang, info, intro, deploy } = request;
  const say = (key: string, values?: MessageValues): string => packageText(lang, key, values);
  const lines = [
    `<!-- ${headerText(generator, 'the contracts in specs/ and the code in implementation/')} -->`,
    `# ${escapeMarkdown(info.name)} ${escapeMarkdown(info.version)}`,
    '',
    ...intro,
    '',
    `## ${say('deploy-title')}`,
    '',
    ...deploy,
    '',
    `## ${say('verify-title')}`,
    '',
    say('verify', { digest: `\`${info.digest}\`` }),
    '',
    ...contractLines(request),
    ...leftOutLines(request),
  ];
  return { path: 'README.md', content: `${lines.join('\n').trimEnd()}\n` };
}

/** A fenced block of shell commands, which must hold no text of the repository. */
export function shellBlock(commands: readonly string[]): readonly string[] {
  return ['```sh', ...commands, '```'];
}

/** Text of the repository as code: in a span that no backtick in it ends. */
export function codeText(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  if (longest === 0) return `\`${plain}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${plain} ${fence}`;
}

function contractLines({ lang, contracts }: ReadmeRequest): readonly string[] {
  const header = ['contract', 'version', 'status', 'owner'].map((key) => packageText(lang, `column.${key}`));
  const rows = contracts.map((contract) =>
    [contract.id, contract.version.value, contract.status?.value ?? '', ownerOf(contract) ?? ''].map(escapeMarkdown),
  );
  const title = [`## ${packageText(lang, 'contracts-title')}`, ''];
  return rows.length === 0 ? [] : [...title, ...markdownTable(header, rows), ''];
}

function leftOutLines({ lang, leftOut }: ReadmeRequest): readonly string[] {
  const title = [`## ${packageText(lang, 'left-out-title')}`, ''];
  const lines = leftOut.map(({ path, why }) => `- ${codeText(path)}: ${packageText(lang, `left-out.${why}`)}`);
  return lines.length === 0 ? [] : [...title, ...lines, ''];
}
