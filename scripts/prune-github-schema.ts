import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { GRAPHQL_FIELDS, REST_OPERATIONS } from './github-schema-selection.ts';
import { pruneGraphql } from './prune-github-graphql.ts';
import { pruneRest } from './prune-github-rest.ts';

/**
 * Cuts GitHub's published schemas down to what the gate talks to, as shapes without prose, for the fake GitHub of the
 * tests. Run it by hand when a version below changes: `npx node scripts/prune-github-schema.ts` (downloads 30 MB).
 */
const SOURCES = {
  rest: { name: '@octokit/openapi', version: '23.0.2', file: 'package/generated/api.github.com.json' },
  graphql: { name: '@octokit/graphql-schema', version: '15.26.1', file: 'package/schema.graphql' },
} as const;

type Source = (typeof SOURCES)[keyof typeof SOURCES];

const target = join(import.meta.dirname, '..', '__tests__', 'support', 'github-schema');
const temporary = mkdtempSync(join(tmpdir(), 'github-schema-'));
try {
  const rest = pruneRest(JSON.parse(download(SOURCES.rest)), REST_OPERATIONS);
  write('rest.json', printRest(rest));
  const graphql = pruneGraphql(download(SOURCES.graphql), GRAPHQL_FIELDS);
  write(
    'schema.graphql',
    `${header(SOURCES.graphql)
      .map((line) => `# ${line}\n`)
      .join('')}\n${graphql}\n`,
  );
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function download(source: Source): string {
  const spec = `${source.name}@${source.version}`;
  const archive = execFileSync('npm', ['pack', '--silent', spec], { cwd: temporary, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', archive, source.file], { cwd: temporary });
  return readFileSync(join(temporary, source.file), 'utf8');
}

function header(source: Source): readonly string[] {
  return [
    `Source: ${source.name} ${source.version} (MIT), ${source.file.replace('package/', '')}`,
    'Pruned to shapes by scripts/prune-github-schema.ts; run it again instead of editing this file.',
  ];
}

/** One line for each operation and schema, so that a new version reads as a diff. */
function printRest(rest: ReturnType<typeof pruneRest>): string {
  const about = JSON.stringify(header(SOURCES.rest));
  return `{\n"about": ${about},\n"operations": {\n${lines(rest.operations)}\n},\n"schemas": {\n${lines(rest.schemas)}\n}\n}\n`;
}

function lines(group: { readonly [name: string]: unknown }): string {
  return Object.entries(group)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');
}

function write(name: string, content: string): void {
  writeFileSync(join(target, name), content);
  stdout.write(`${name}: ${Buffer.byteLength(content)} bytes\n`);
}
