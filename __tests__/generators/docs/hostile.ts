import type { Project } from '../../../src/model/project.ts';
import { fileStart } from '../../../src/model/location.ts';
import { contract, object, property, rule, server } from '../../drift/contracts.ts';
import { dbtProject, model, project } from '../shop.ts';

/** Texts that end, open or reorder something in HTML, Markdown, JSON, YAML or JavaScript. */
export const hostileTexts = [
  '<script>alert(1)</script>',
  '</script><img src=x onerror=alert(1)>',
  '<!--<script>',
  // oxlint-disable-next-line no-template-curly-in-string -- a text that wants to be a template
  '"\'`${alert(1)}{{ 7 * 7 }}',
  '\u202egnp.exe \u2028\u2029 \u0000',
  'emoji 😀 | [x](javascript:alert(1)) | ~~~ ``` --> *a*',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  'line\nbreak\ttab',
] as const;

const at = fileStart('specs/contracts/outputs/orders.yaml');

/** A project whose every text is hostile: one contract per text, each with that text wherever a text can stand. */
export const hostileProject: Project = project(
  hostileTexts.map((text, index) =>
    contract({
      path: `specs/contracts/outputs/${index} ${text.slice(0, 40).replaceAll(/[\n\0]/g, '')}.yaml`,
      id: `${index}${text}`,
      version: { value: `1.0.${index}${index % 2 === 0 ? '' : text}`, at },
      status: { value: text, at },
      name: text,
      domain: text,
      tenant: text,
      dataProduct: index % 3 === 0 ? text : undefined,
      purpose: text,
      usage: text,
      limitations: text,
      teamName: text,
      team: [{ username: text, name: text, role: text, at }],
      tags: [text],
      support: [{ channel: text, fields: { url: 'javascript:alert(1)', description: text }, at }],
      authoritativeDefinitions: [{ type: text, url: 'javascript:alert(1)', at }],
      roles: [{ role: text, access: text, at, keys: new Map() }],
      servers: [server(text, { database: text, password: 'hunter2' })],
      slaProperties: [{ property: text, value: text, unit: text, customProperties: [], at, keys: new Map() }],
      schema: [
        object(
          text,
          [
            property(text, {
              type: text,
              classification: text,
              description: text,
              tags: [text],
              enum: [text],
              logicalTypeOptions: { pattern: text },
              transformSourceObjects: [text],
              relationships: [{ to: text, ofObject: false, at }],
              quality: [rule({ type: 'text', name: text, description: text })],
            }),
          ],
          { description: { value: text, at }, tags: [text] },
        ),
      ],
    }),
  ),
  [dbtProject(hostileTexts.map((text) => model(text, { text: `select * from {{ ref('${text}') }}` })))],
);
