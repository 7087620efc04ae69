import { hashText } from '../generators/ownership/lock.ts';
import { manifestName } from '../generators/packages/package-manifest.ts';
import type { ExportLint, LintMode } from '../engine/lint-export.ts';
import type { Artifact, ArtifactState, GeneratorNote } from '../model/artifact.ts';
import { type Lang, translate } from '../model/messages.ts';
import { visibleText } from '../reporters/escape.ts';
import type { CliOptions } from './options.ts';
import { jsonNotes, renderGeneration } from './render-generation.ts';

/** What `export` shows. */
export interface ExportView {
  /** Below `exports/`. */
  readonly artifacts: readonly Artifact[];
  readonly states: readonly ArtifactState[];
  readonly notes: readonly GeneratorNote[];
  readonly lint: ExportLint;
  readonly mode: LintMode;
  readonly lang: Lang;
}

/** Files with their sizes and digests in JSON; in text what is not fresh, the packages, and how their code was judged. */
export function renderExport(view: ExportView, options: Pick<CliOptions, 'format' | 'write'>): string {
  return options.format === 'json' ? json(view) : text(view, options);
}

function json({ artifacts, states, notes, lint, lang }: ExportView): string {
  const contents = new Map(artifacts.map(({ path, content }) => [path, content]));
  const files = states.map(({ content = '', ...state }) => {
    const wanted = content === '' ? (contents.get(state.path) ?? '') : content;
    return state.status === 'orphaned' ? state : { ...state, bytes: sizeOf(wanted), sha256: hashText(wanted) };
  });
  const data = { artifacts: files, packages: packagesIn(artifacts), lint, notes: jsonNotes(notes, lang) };
  return `${JSON.stringify(data, null, 2)}\n`;
}

function text(view: ExportView, { write }: Pick<CliOptions, 'write'>): string {
  const { artifacts, lint, lang } = view;
  const packages = packagesIn(artifacts).map(({ folder, version, files, bytes }) =>
    say(lang, 'package', { folder, version, files, bytes }),
  );
  const problems = lint.problems.map(({ path, line, column, linter, code, message }) => {
    return `${path}:${line}:${column} ${linter} ${code} ${message}`;
  });
  const unlinted = lint.unlinted.map((path) => `${path} ${say(lang, 'unlinted')}`);
  const lines = [...packages, ...problems, ...unlinted, ...verdictLines(view)].map((line) => `${visibleText(line)}\n`);
  return `${renderGeneration(view, { format: 'text', write })}${lines.join('')}`;
}

/** Who judged the code, and that nobody did where nobody did. */
function verdictLines({ artifacts, lint, mode, lang }: ExportView): readonly string[] {
  if (!artifacts.some(({ generator }) => generator.endsWith('-package'))) return [say(lang, 'no-package')];
  const { models, python, linter, problems } = lint;
  const builtIn = say(lang, 'built-in', { models, python });
  const found = say(lang, problems.length === 1 ? 'problems.one' : 'problems.other', { n: problems.length });
  return [linterLine(linter, { mode, lang }), builtIn, found].filter((line) => line !== '');
}

function linterLine(linter: ExportLint['linter'], { mode, lang }: Pick<ExportView, 'mode' | 'lang'>): string {
  switch (linter.kind) {
    case 'linted':
      return say(lang, 'linted', { name: linter.name, version: linter.version, files: linter.files });
    case 'failed':
      return say(lang, 'failed', { name: linter.name, message: linter.message });
    case 'timeout':
      return say(lang, 'timeout', { name: linter.name, seconds: linter.seconds });
    case 'absent':
      return say(lang, mode === 'required' ? 'required' : 'absent');
    case 'off':
      return say(lang, 'off');
    case 'no-files':
      return '';
    default:
      return linter satisfies never;
  }
}

interface PackageView {
  readonly folder: string;
  /** Name and version, as its README.md calls it. */
  readonly version: string;
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
}

/** The packages, as their own manifests describe them. */
function packagesIn(artifacts: readonly Artifact[]): readonly PackageView[] {
  const packed = artifacts.filter(({ generator }) => generator.endsWith('-package'));
  return packed.flatMap(({ path, content }) => {
    const manifest = path.endsWith(`/${manifestName}`) ? readManifest(content) : undefined;
    if (manifest === undefined) return [];
    const folder = path.slice(0, -manifestName.length - 1);
    const inside = packed.filter((artifact) => artifact.path.startsWith(`${folder}/`));
    const bytes = inside.reduce((sum, artifact) => sum + sizeOf(artifact.content), 0);
    return [
      { folder, version: `${manifest.name} ${manifest.version}`, digest: manifest.digest, files: inside.length, bytes },
    ];
  });
}

/** A copy of somebody's file may be called so, too. */
function readManifest(
  content: string,
): { readonly name: string; readonly version: string; readonly digest: string } | undefined {
  try {
    const data: unknown = JSON.parse(content);
    const [name, version, digest] = ['name', 'version', 'digest'].map((key) =>
      typeof data === 'object' && data !== null
        ? (Object.getOwnPropertyDescriptor(data, key)?.value as unknown)
        : undefined,
    );
    const isOurs = typeof name === 'string' && typeof version === 'string' && typeof digest === 'string';
    return isOurs ? { name, version, digest } : undefined;
  } catch {
    return undefined;
  }
}

function sizeOf(content: string): number {
  return new TextEncoder().encode(content).length;
}

function say(lang: Lang, key: string, values: { readonly [name: string]: string | number } = {}): string {
  return translate(lang, `cli.export.${key}`, values);
}
