import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { renderJson } from '../../src/reporters/json.ts';
import { breakingReport, makeReport, nastyReport, skippedReport, warningsReport } from './reports.ts';

const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/report.schema.json'), 'utf8'));
const ajv = new Ajv2020({ strict: true, allErrors: true });
const validate = ajv.compile(schema);

/** What the schema says against a report: nothing where it is valid. */
function mistakes(json: unknown): readonly string[] {
  validate(json);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

const named: readonly (readonly [string, Report])[] = [
  ['clean', makeReport()],
  ['breaking', breakingReport('en')],
  ['warnings', warningsReport()],
  ['skipped', skippedReport()],
];

test.each(named)('a %s report is what the schema publishes', (_name, report) => {
  expect(mistakes(JSON.parse(renderJson(report)))).toEqual([]);
});

test('a report with nasty text differs from the schema only in kinds that no differ makes', () => {
  const report = nastyReport();
  const known = { ...report, changes: report.changes.filter((change) => change.kind === 'description.changed') };
  expect(mistakes(JSON.parse(renderJson(known)))).toEqual([]);
});

test.each([
  ['a misspelt key', { verdit: 'pass' }, '" must NOT have additional properties"'],
  ['an unknown verdict', { verdict: 'passed' }, '"/verdict must be equal to one of the allowed values"'],
  ['a negative count', { counts: { ...makeReport().counts, errors: -1 } }, '"/counts/errors must be >= 0"'],
  [
    'a short commit',
    { head: { ref: 'x', sha: 'abc' } },
    '"/head/sha must match pattern \\"^[0-9a-f]{40}([0-9a-f]{24})?$\\""',
  ],
])('%s is refused', (_name, change, expected) => {
  const json: object = JSON.parse(renderJson(makeReport()));
  expect(mistakes({ ...json, ...change }).map((mistake) => JSON.stringify(mistake))).toEqual([expected]);
});

test('a misspelt key of a finding is refused', () => {
  const json = renderJson(breakingReport('en')).replace('"subject"', '"subjct"');
  expect(mistakes(JSON.parse(json))).toEqual([
    "/findings/0 must have required property 'subject'",
    '/findings/0 must NOT have additional properties',
  ]);
});

test('keys are written in one order, whatever order the report has, and only the published ones', () => {
  const report = breakingReport('en');
  const { schema: version, verdict, ...rest } = report;
  const findings = report.findings.map((finding) => ({ ...finding, secret: 'x' }));
  const extended = { ...rest, verdict, schema: version, secret: 'x', findings };
  expect(renderJson(extended)).toBe(renderJson(report));
  expect(renderJson(report).endsWith('}\n')).toBe(true);
});

test('every field of the schema has a title and a description', () => {
  expect(undescribed(schema, '')).toEqual([]);
});

function undescribed(node: object, path: string): readonly string[] {
  const entries = Object.entries(node);
  const told = 'title' in node && 'description' in node;
  const isField = 'const' in node || ('type' in node && node.type !== 'null');
  const self = isField && !told ? [path] : [];
  return [
    ...self,
    ...entries.flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && key !== 'required' && key !== 'enum'
        ? undescribed(value, `${path}/${key}`)
        : [],
    ),
  ];
}
