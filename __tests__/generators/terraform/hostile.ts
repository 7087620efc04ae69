import type { Files } from '../../../src/model/rule.ts';
import { governance } from './warehouses.ts';

/** Texts that mean something in HCL, SQL, shells or pages, or are long, or nothing. */
export const hostileNames = [
  'a"b',
  "it's",
  'back\\slash',
  'two\nlines',
  '${var.x}',
  '$${var.x}',
  '%{ if true }x%{ endif }',
  '{{ jinja }}',
  '<script>alert(1)</script>',
  '😀',
  'ação',
  'x'.repeat(300),
  'for',
  'null',
  'a b',
  'a_b',
  'a__b',
  'a-b',
  'A-B',
  '1a',
  '# comment',
  '<<EOT',
  'PUBLIC',
  'allUsers',
  '../../etc',
  'a.b.c',
  'constructor',
  '__proto__',
];

const servers = (name: string) => [
  { server: name, type: 'snowflake', account: name, database: name, schema: name },
  { server: `${name}2`, type: 'bigquery', project: name, dataset: name },
  { server: `${name}3`, type: 'postgres', host: name, port: 5432, database: name, schema: name },
  { server: `${name}4`, type: 'glue', account: '1', database: name, location: 's3://bucket/a' },
  { server: `${name}5`, type: 'snowflake', environment: `${name}e`, account: 'a-b', database: 'd', schema: name },
];

function contract(name: string): string {
  return JSON.stringify({
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: name,
    version: '1.0.0',
    status: 'active',
    tags: [`cost-center:${name}`],
    team: { name, members: [{ username: name, role: 'owner' }] },
    servers: servers(name),
    roles: [
      { role: name, access: 'read', description: name, firstLevelApprovers: name },
      { role: `${name}x`, access: 'write, unmasked' },
    ],
    schema: [
      {
        name,
        physicalName: name,
        properties: [
          { name, logicalType: 'string', classification: 'restricted' },
          { name: `${name}y`, logicalType: 'string' },
        ],
      },
    ],
  });
}

/** A contract of each name, with it wherever a text can stand. */
export const hostile: Files = {
  ...governance,
  ...Object.fromEntries(hostileNames.map((name, at) => [`specs/contracts/outputs/h${at}.yaml`, `${contract(name)}\n`])),
};
