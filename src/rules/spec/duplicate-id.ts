import type { Contract } from '../../model/contract.ts';
import { releaseLine } from '../../model/version.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const sales = 'specs/contracts/outputs/sales.yaml';
const copy = 'specs/contracts/outputs/sales-copy.yaml';
const columns = ['name: total, logicalType: number, description: Total.'];

/** Two files must not be the same contract. */
export default defineRule({
  id: 'spec/duplicate-id',
  kind: 'lint',
  gate: 'lint',
  summary: 'Two files must not be the same contract.',
  why: 'Registries, data products and relationships refer to a contract by its id; with two files of one id and major version nobody can say which one holds. Two major versions side by side are fine.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a contract was copied and kept its id',
      head: { [sales]: exampleContract({ columns }), [copy]: exampleContract({ columns }) },
      findings: [`${sales}:3 sales`],
    },
    {
      name: 'two major versions of one contract',
      head: { [sales]: exampleContract({ columns }), [copy]: exampleContract({ version: '2.0.0', columns }) },
      findings: [],
    },
  ],
  check(context) {
    const seen = new Map<string, Contract>();
    for (const contract of context.project.contracts) {
      const key = `${contract.id}\n${releaseLine(contract.version.value) ?? contract.version.value}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, contract);
      else {
        const { id, version } = contract;
        context.report({
          subject: id,
          at: contract.keys.get('id') ?? contract.at,
          values: { contract: id, version: version.value, other: first.path },
          key: [version.value],
          related: [{ at: first.keys.get('id') ?? first.at, message: 'see' }],
        });
      }
    }
  },
});
