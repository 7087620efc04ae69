import { contractSubject, type Property } from '../../model/contract.ts';
import { fileStart } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { boundSamples } from '../../model/sample-objects.ts';

const contract = {
  'specs/contracts/outputs/sales.yaml': exampleContract({
    columns: [
      'name: id, logicalType: integer, required: true, description: Id.',
      'name: total, logicalType: number, description: Total.',
    ],
  }),
};
const path = 'specs/sample-data/sales.csv';

/** Sample data must show every column that its contract requires. */
export default defineRule({
  id: 'sample-data/column-missing',
  kind: 'lint',
  gate: 'lint',
  summary: 'Sample data must show every column that its contract requires.',
  why: 'Code that is tested without a required column has never met it: its first real row is the first one with it. Add the column to the sample, or make it optional in the contract.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a sample without the required column',
      head: { ...contract, [path]: 'total\n2\n' },
      findings: [`${path}:1 sales/sales.id`],
    },
    { name: 'a sample without an optional column', head: { ...contract, [path]: 'id\n1\n' }, findings: [] },
    { name: 'a file without any record', head: { ...contract, 'specs/sample-data/sales.json': '[]\n' }, findings: [] },
  ],
  check(context) {
    for (const { sample, contract: owner, object } of boundSamples(context.project)) {
      const shown = new Set(sample.columns.map((column) => column.toLowerCase()));
      for (const property of object.properties) {
        const names = namesOf(property);
        if (!isRequired(property) || names.some((name) => shown.has(name)) || isFlattened(names, shown)) continue;
        context.report({
          subject: contractSubject(owner.id, object.name, property.name),
          at: fileStart(sample.path),
          values: {
            column: property.name,
            table: object.name,
            contract: owner.id,
            file: property.required.at.path,
            line: String(property.required.at.line),
          },
          key: [sample.path],
          related: [{ at: property.required.at, message: 'defined' }],
        });
      }
    }
  },
});

function isRequired({ required, primaryKey }: Property): boolean {
  return required.value || primaryKey.value;
}

function namesOf({ name, physicalName, encryptedName }: Property): readonly string[] {
  return [name, physicalName ?? name, encryptedName?.value ?? name].map((each) => each.toLowerCase());
}

/** `address.city` shows a part of `address`. */
function isFlattened(names: readonly string[], shown: ReadonlySet<string>): boolean {
  return [...shown].some((column) =>
    names.some((name) => column.startsWith(`${name}.`) || column.startsWith(`${name}[`)),
  );
}
