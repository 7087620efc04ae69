import type { Generator } from '../define-generator.ts';
import { headerText } from '../define-generator.ts';
import { isUsableName } from '../dbt/test-call.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { qualityFiles } from '../quality/files.ts';
import type { ObjectChecks } from '../quality/object-checks.ts';
import { tablePath } from '../quality/table.ts';
import { mainServer } from '../quality/warehouse.ts';
import { sodaContract } from './contract.ts';

const name = 'soda';

/** `exports/quality/soda/<contract>.<object>.yml`: a Soda v4 data contract for every object of a contract. */
export const sodaGenerator: Generator = {
  name,
  summary: 'Soda contracts from data contracts.',
  isDefault: false,
  readsAll: true,
  options: {
    'data-source': {
      type: 'text',
      default: '',
      description: "Name of the Soda data source; where it is empty, the name of the contract's server.",
    },
  },
  generate(project, { options }) {
    const source = typeof options['data-source'] === 'string' ? options['data-source'] : '';
    const datasetOf = (place: Pick<ObjectChecks, 'contract' | 'object'>): string | undefined =>
      datasetName(place, source);
    return qualityFiles(project, {
      generator: name,
      ending: 'yml',
      write(checks, complain) {
        const dataset = datasetOf(checks);
        if (dataset !== undefined) {
          const document = sodaContract({ checks, datasetOf, dataset }, complain);
          return emitYaml(headerText(name, checks.contract.path), document);
        }
        complain('table-not-usable');
        return undefined;
      },
    });
  },
};

/** `<data source>/<database>/<schema>/<table>`; Soda splits it at every slash, and has no quotes for one. */
function datasetName(
  { contract, object }: Pick<ObjectChecks, 'contract' | 'object'>,
  source: string,
): string | undefined {
  const own = mainServer(contract)?.server ?? 'warehouse';
  const parts = [source === '' ? own : source, ...tablePath(contract, object)];
  return parts.every((part) => isUsableName(part) && !part.includes('/') && !part.includes('$'))
    ? parts.join('/')
    : undefined;
}
