import type { Project } from '../../../src/model/project.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object, property, rule, server } from '../../drift/contracts.ts';
import { project } from '../shop.ts';

/** Names and texts that break files and queries which paste them. */
export const hostileTexts: readonly string[] = [
  `a"b`,
  `a'b`,
  `a'); drop table x; --`,
  'a\nb: c',
  'a\tb',
  'a\u0000b\u2028c',
  '{{ 7 * 7 }}',
  '{batch}',
  '}{',
  '${env.HOME}',
  '${ soda.NOW }',
  '$PARAMETER',
  '<script>alert(1)</script>',
  'a\\',
  'a :b c',
  '😀 naïve',
  'order',
  'no',
  '2020-01-01',
  '__proto__',
  'x'.repeat(300),
  ' ',
  'a/b',
  'a.b',
];

const at = fileStart('specs/contracts/outputs/hostile.yaml');

/** Every hostile text as name of a contract's parts and as text in them. */
export const hostileProject: Project = project(
  hostileTexts.map((text, index) =>
    contract({
      path: `specs/contracts/outputs/hostile-${index}.yaml`,
      id: text,
      domain: text,
      servers: [server('duckdb', { schema: 'main' })],
      schema: [
        object(
          text,
          [
            property(text, {
              logical: 'string',
              type: text,
              required: true,
              description: text,
              enum: [text],
              logicalTypeOptions: { minLength: 1, pattern: text, [text]: text },
              relationships: [{ to: `${text}.${text}`, ofObject: false, at }],
              quality: [
                rule({
                  metric: 'invalidValues',
                  id: text,
                  name: text,
                  description: text,
                  dimension: text,
                  severity: text,
                  businessImpact: text,
                  tags: [text],
                  operator: { name: 'mustBeLessThan', value: 3 },
                  arguments: { validValues: [text] },
                }),
                rule({
                  metric: 'missingValues',
                  operator: { name: 'mustBeLessThan', value: 3 },
                  arguments: { missingValues: [text] },
                }),
                rule({
                  type: 'sql',
                  query: `select count(*) from {object} where {property} = '${text}'`,
                  operator: { name: 'mustBe', value: 0 },
                }),
                rule({ type: 'text', description: text }),
                rule({ type: 'custom', engine: text, implementation: text }),
                rule({ type: 'custom', engine: 'soda', implementation: { missing: { name: text } } }),
                rule({
                  type: 'custom',
                  engine: 'greatExpectations',
                  implementation: {
                    type: 'expect_column_values_to_match_regex',
                    kwargs: { regex: text },
                    meta: { [text]: text },
                  },
                }),
              ],
            }),
          ],
          {
            description: { value: text, at },
            quality: [
              rule({
                metric: 'duplicateValues',
                operator: { name: 'mustBeLessThan', value: 3 },
                arguments: { properties: [text] },
              }),
            ],
          },
        ),
      ],
    }),
  ),
  [],
);
