import type { Contract, SchemaObject } from './contract.ts';
import { groupBy } from './group-by.ts';
import type { Project } from './project.ts';
import type { SampleData, SampleRow } from './sample-data.ts';

/** Sample data, and the one table of a contract that it surely shows. */
export interface BoundSample {
  readonly sample: SampleData & { readonly rows: readonly SampleRow[] };
  readonly contract: Contract;
  readonly object: SchemaObject;
}

/** Samples whose file (or key in it) is called like one table; of several tables of that name the folders must tell which. */
export function boundSamples({ sampleData = [], contracts }: Project): readonly BoundSample[] {
  const tables = tablesByName(contracts);
  return sampleData.flatMap((sample) => {
    const { rows } = sample;
    if (rows === undefined || isMeantToBeWrong(sample.path)) return [];
    const names = ownNames(sample);
    const named = [...new Set(names.flatMap((name) => tables.get(name) ?? []))];
    const near = named.length > 1 ? named.filter((table) => isInFolderOf(sample, table.contract)) : named;
    const [only, ...others] = near;
    if (only === undefined || others.length > 0 || only.object.properties.length === 0) return [];
    return [{ sample: { ...sample, rows }, ...only }];
  });
}

type Table = Pick<BoundSample, 'contract' | 'object'>;

function tablesByName(contracts: readonly Contract[]): ReadonlyMap<string, readonly Table[]> {
  const tables = contracts.flatMap((contract) => contract.schema.map((object) => ({ contract, object })));
  const named = tables.flatMap((table) => [...new Set(namesOf(table))].map((name) => ({ name, table })));
  const groups = [...groupBy(named, ({ name }) => name)];
  return new Map(groups.map(([name, each]) => [name, each.map(({ table }) => table)]));
}

function namesOf({ contract, object }: Table): readonly string[] {
  const stem = contract.path.slice(contract.path.lastIndexOf('/') + 1).split('.', 1)[0] ?? '';
  const physical = object.physicalName?.split('.').at(-1) ?? object.name;
  const ofContract = contract.schema.length === 1 ? [contract.id, stem] : [];
  return [object.name, physical, ...ofContract].map((name) => name.toLowerCase());
}

/** What is said behind a dot of a file that shows the table itself: `orders.sample.csv`. */
const kinds =
  /^(?:amostra|data|esperado|esperados|example|examples|exemplo|exemplos|expected|sample|samples|seed|valid)$/;

/** The first name is the file's (or key's) own; the next one is its first part, where it is written with a dot. */
function ownNames({ names, path }: SampleData): readonly string[] {
  const [own = '', short] = names;
  const isFile = path.toLowerCase().includes(`/${own}.`);
  const [stem, kind, ...more] = own.split('.');
  const isShort = isFile && short === stem && more.length === 0 && kinds.test(kind ?? '');
  return isShort && short !== undefined ? [own, short] : [own];
}

function isInFolderOf({ path }: SampleData, contract: Contract): boolean {
  const folders = path.toLowerCase().split('/').slice(2, -1);
  const places = [
    ...contract.path.toLowerCase().split('/').slice(2, -1),
    contract.domain,
    contract.id,
    contract.tenant,
  ];
  return folders.some((folder) => places.some((place) => place?.toLowerCase() === folder));
}

/** Fixtures of what must be refused. */
function isMeantToBeWrong(path: string): boolean {
  return path
    .toLowerCase()
    .split(/[^a-zà-ÿ]+/)
    .some((word) =>
      /^(?:bad|broken|corrupt|corrupted|erros?|errors?|inv[aá]lid[ao]s?|invalid|negative|raw|brut[ao]s?|rejected|rejeitad[ao]s?|wrong)$/.test(
        word,
      ),
    );
}
