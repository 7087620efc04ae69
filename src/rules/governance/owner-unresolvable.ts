import type { Contract } from '../../model/contract.ts';
import { fileStart, type Location } from '../../model/location.ts';
import { modelOwner, ownersOf, type OwnerRule } from '../../model/owners.ts';
import type { RuleContext } from '../../model/rule.ts';
import { suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];
const contract = exampleContract({ columns }).replace('ana,', '"@acme/sales-data",').replace('bia,', '"@bia",');

/** An owner that is written as a GitHub user or team must be one that CODEOWNERS knows. */
export default defineRule({
  id: 'governance/owner-unresolvable',
  kind: 'lint',
  gate: 'owner',
  summary: 'An owner that is written as a GitHub user or team must be one that CODEOWNERS knows.',
  why: "Reviews are asked of whom CODEOWNERS names: an owner who is not there, of a file that is nobody's there, is never asked. E-mail addresses and plain names cannot be compared, and are not judged.",
  severity: 'warning',
  since: '0.1.0',
  examples: [
    {
      name: 'a team that CODEOWNERS does not know, of a file that is nobody’s there',
      head: { '.github/CODEOWNERS': 'implementation/ @acme/platform\n', [path]: contract },
      findings: [`${path}:6 sales`],
    },
    {
      name: 'a model whose owner CODEOWNERS does not know',
      head: {
        '.github/CODEOWNERS': 'specs/ @acme/platform\n',
        'implementation/dbt/dbt_project.yml': 'name: sales\n',
        'implementation/dbt/models/sales.sql': "{{ config(meta={'owner': '@acme/platfrm'}) }}\nselect 1 as total\n",
      },
      findings: ['implementation/dbt/models/sales.sql:1 model:sales'],
    },
    {
      name: 'an owner who stands in CODEOWNERS, in any casing',
      head: { '.github/CODEOWNERS': 'implementation/ @Acme/Sales-Data\n', [path]: contract },
      findings: [],
    },
    {
      name: 'a file that CODEOWNERS gives to somebody',
      head: { '.github/CODEOWNERS': 'specs/ @acme/platform\n', [path]: contract },
      findings: [],
    },
    {
      name: 'owners who are no GitHub names',
      head: { '.github/CODEOWNERS': 'implementation/ @acme/platform\n', [path]: exampleContract({ columns }) },
      findings: [],
    },
  ],
  check(context) {
    const rules = context.project.owners ?? context.head.owners ?? [];
    const known = new Map(rules.flatMap(({ owners }) => owners).map((owner) => [owner.toLowerCase(), owner]));
    if (known.size === 0) return;
    for (const each of context.project.contracts) {
      const at = each.keys.get('team') ?? each.at;
      judge(
        context,
        { rules, known },
        { what: 'contract', subject: each.id, name: each.id, file: each.path, at, owners: contractOwners(each) },
      );
    }
    judgeModels(context, { rules, known });
  },
});

interface CodeOwners {
  readonly rules: readonly OwnerRule[];
  /** As written, by their names in lower case. */
  readonly known: ReadonlyMap<string, string>;
}

interface Owned {
  readonly what: 'contract' | 'model';
  readonly subject: string;
  readonly name: string;
  readonly file: string;
  readonly at: Location;
  readonly owners: readonly string[];
}

function contractOwners({ team, customProperties }: Contract): readonly string[] {
  const properties = customProperties.flatMap(({ property, value }) =>
    /owner/i.test(property) && typeof value === 'string' ? [value] : [],
  );
  return [...team.map(({ username }) => username), ...properties];
}

function judgeModels(context: RuleContext, codeOwners: CodeOwners): void {
  const written = new Map(context.facts.models.map((model) => [model.path, model.config]));
  for (const project of context.project.dbt) {
    for (const model of project.models) {
      const owner = modelOwner(model, project, written.get(model.path));
      const at = model.properties?.at ?? fileStart(model.path);
      const { name, path: file } = model;
      const owners = owner === undefined ? [] : [owner];
      judge(context, codeOwners, { what: 'model', subject: `model:${name}`, name, file, at, owners });
    }
  }
}

/** Only where none of the owners is known and nobody is asked about the file: one who is there can ask the others. */
function judge(context: RuleContext, { rules, known }: CodeOwners, owned: Owned): void {
  const handles = [...new Set(owned.owners.map((owner) => owner.trim()).filter((owner) => handle.test(owner)))];
  const [first] = handles;
  if (first === undefined || owned.owners.some((owner) => known.has(owner.trim().toLowerCase()))) return;
  if (ownersOf(rules, owned.file).length > 0) return;
  const meant = suggest(first, known.values());
  const { subject, at, what, name } = owned;
  context.report({
    subject,
    at: { path: at.path, line: at.line, column: at.column },
    message: meant === undefined ? what : `${what}-near`,
    values: { name, owners: handles.map((each) => `"${each}"`).join(', '), suggestion: meant ?? '', path: owned.file },
    key: handles,
  });
}

/** A user or a team of GitHub. */
const handle = /^@[A-Za-z\d][A-Za-z\d-]{0,38}(?:\/[\w.-]{1,100})?$/;
