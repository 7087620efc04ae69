import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileContent } from '../support/git-repo.ts';
import { temporaryFolder } from '../support/git-repo.ts';
import { BASE, buildFirst, column, contract, findingsOf, PULL, run, type Run, SALES, start } from './scenario.ts';

buildFirst();

const HOSTILE = 'specs/contracts/outputs/hostile.yaml';

/** The other file of every example: it must still be judged. */
const JUDGED = `error spec/naming-convention ${SALES}:17 head`;
const other = {
  [SALES]: contract({
    columns: [column('state'), column('badName'), column('total'), column('city')],
    version: '1.1.0',
  }),
};

const MIB = 1024 * 1024;

/** Most memory of a run, in bytes, and most time that a hostile file may take beyond a harmless one, in ms. */
const MAX_BYTES = 512 * MIB;
const MAX_MS = 2000;

interface Measured extends Run {
  readonly peakBytes: number;
}

/** Runs the action on a pull request with `files`, and measures the memory of its process. */
async function measure(files: { readonly [path: string]: FileContent }): Promise<Measured> {
  const github = await start(BASE);
  github.commit('feature', { files: { ...other, ...files } });
  github.openPullRequest({ head: 'feature', title: 'Hostile' });
  const folder = temporaryFolder('measure-');
  const probe = join(folder, 'probe.mjs');
  const result = join(folder, 'peak');
  writeFileSync(
    probe,
    `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(result)},String(process.resourceUsage().maxRSS)));\n`,
  );
  const ended = await run(github, { env: { NODE_OPTIONS: `--import=${probe}` } });
  const peakBytes = Number(readFileSync(result, 'utf8')) * 1024;
  expect(github.threads(PULL).length).toBeGreaterThan(0);
  github.assertNoViolations();
  return { ...ended, peakBytes };
}

let harmlessMs = 0;

test('a harmless pull request, to compare with', async () => {
  const ended = await measure({ [HOSTILE]: contract({ id: 'harmless', object: 'harmless' }) });
  expect(findingsOf(ended)).toEqual([JUDGED]);
  harmlessMs = ended.durationMs;
});

function keysOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `key_${index}: ${index}\n`).join('');
}

const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(', ')}]\n`).join('')}`;

test.each<[string, FileContent, RegExp]>([
  ['broken YAML', 'apiVersion: v3.1.0\nid: [a\nkind: b: c\n', /not valid YAML/],
  ['an empty file', '', /the file is empty/],
  ['one MiB of nested lists', '['.repeat(MIB), /nested deeper than|not valid YAML/],
  ['one MiB of nested block lists', '- '.repeat(MIB / 2), /nested deeper than|not valid YAML/],
  ['one MiB of nested mappings', '{a: '.repeat(MIB / 4), /nested deeper than|not valid YAML/],
  ['an alias bomb', bomb, /aliases/],
  ['binary bytes', new Uint8Array([0, 255, 254, 1, 2, 3, 128, 200]), /not UTF-8/],
  ['40,000 keys in one mapping', keysOf(40_000), /is no ODCS data contract/],
  ['20,000 keys twice', keysOf(20_000).repeat(2), /is written twice/],
  ['a file over the cap', `# ${'x'.repeat(5 * MIB)}\n`, /larger than 4194304 bytes/],
])('%s is a finding, quick, and the other file is judged', async (_, content, message) => {
  const ended = await measure({ [HOSTILE]: content });
  const own = ended.report.findings.filter(({ path }) => path === HOSTILE);
  const said = [
    ...own.map((finding) => `${finding.rule}: ${finding.message}`),
    ...ended.report.skipped.filter(({ what }) => what.includes('hostile')).map(({ why }) => why),
  ];
  expect([ended.code, findingsOf(ended).includes(JUDGED)]).toEqual([1, true]);
  expect(said.join('\n')).toMatch(message);
  expect(ended.durationMs - harmlessMs).toBeLessThan(MAX_MS);
  expect(ended.peakBytes).toBeLessThan(MAX_BYTES);
});

test('a contract with 5,000 columns is read, and passes', async () => {
  const columns = Array.from({ length: 5000 }, (_, index) => column(`column_${index}`));
  const ended = await measure({ [HOSTILE]: contract({ id: 'wide', object: 'wide', columns }) });
  expect(findingsOf(ended)).toEqual([JUDGED]);
  expect(ended.durationMs - harmlessMs).toBeLessThan(MAX_MS);
  expect(ended.peakBytes).toBeLessThan(MAX_BYTES);
});

test.each<[string, string]>([
  ['/etc/passwd', 'specs/contracts/outputs/link.yaml'],
  ['../../../../../../etc/hostname', 'specs/contracts/outputs/link.yaml'],
  ['sales.yaml', 'specs/contracts/outputs/link.yaml'],
])('a symlink to %s is reported and not followed', async (symlink, path) => {
  const ended = await measure({ [path]: { symlink } });
  expect(findingsOf(ended)).toContain(JUDGED);
  const said = JSON.stringify([
    ended.report.findings.filter((finding) => finding.path === path),
    ended.report.skipped.filter(({ what }) => what.includes(path)),
  ]);
  expect(said).toMatch(/symbolic link|symlink/);
  expect(`${said}${ended.stdout}${ended.summary}`).not.toContain('root:x:0');
});

test.each([
  ['Python', 'implementation/orchestration/dags/hostile.py', '('.repeat(MIB)],
  ['HCL', 'implementation/infrastructure/hostile.tf', 'a{'.repeat(MIB)],
  ['JSON', 'implementation/hostile.json', '['.repeat(MIB)],
])('one MiB of nested %s is a finding, within the limits of memory and time', async (_, path, content) => {
  const ended = await measure({ [path]: content });
  expect(ended.report.findings.some((finding) => finding.path === path)).toBe(true);
  expect(findingsOf(ended)).toContain(JUDGED);
  expect(ended.durationMs - harmlessMs).toBeLessThan(MAX_MS);
  expect(ended.peakBytes).toBeLessThan(MAX_BYTES);
});

test('hostile files all at once leave the others judged', async () => {
  const folder = 'specs/contracts/outputs';
  const ended = await measure({
    [`${folder}/a.yaml`]: 'a: [\n',
    [`${folder}/b.yaml`]: '',
    [`${folder}/c.yaml`]: '['.repeat(MIB),
    [`${folder}/d.yaml`]: bomb,
    [`${folder}/e.yaml`]: new Uint8Array([0, 255]),
    [`${folder}/f.yaml`]: { symlink: '/etc/passwd' },
    [`${folder}/g\nh.yaml`]: contract({ id: 'newline' }),
    [`${folder}/i.yaml`]: keysOf(40_000),
    'specs/governance/naming.json': '{{{',
    'specs/product-canvas/slas.yaml': '[',
    'implementation/dbt_project/dbt_project.yml': 'name: [',
    'implementation/dbt_project/models/x.sql': '{% for %}{{ ref(',
    'implementation/orchestration/dags/x.py': 'def (:\n',
    'implementation/infrastructure/main.tf': 'resource {{{',
  });
  const paths = new Set(ended.report.findings.map(({ path }) => path));
  for (const name of ['a', 'b', 'c', 'd', 'e', 'g\nh']) expect([...paths]).toContain(`${folder}/${name}.yaml`);
  expect([...paths]).toEqual(
    expect.arrayContaining(['implementation/orchestration/dags/x.py', 'implementation/infrastructure/main.tf']),
  );
  expect([ended.code, ended.outputs['verdict'], findingsOf(ended).includes(JUDGED)]).toEqual([1, 'fail', true]);
  expect(ended.peakBytes).toBeLessThan(MAX_BYTES);
});
