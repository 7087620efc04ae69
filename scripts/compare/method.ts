import type { ToolRun } from './comparison.ts';
import type { Peer } from './peers.ts';

const commands: { readonly [name in Peer['name']]: string } = {
  'datacontract-cli':
    '`datacontract breaking V1 V2`, with `--perspective consumer` for readers and `producer` for sources, and `--no-inline-references`',
  pyodcs: '`pyodcs diff V1 V2`, the Python build of the Rust `odcs` library; it has no perspective',
  dbt: "`dbt ls --select state:modified.contract --state …`, dbt's own comparison of enforced model contracts; readers only",
};

/** Which tools ran, in which version, as which command. */
export function toolsText(tools: readonly ToolRun[], ourName: string): readonly string[] {
  const rows = tools.map(({ name, versions }) => {
    const version = versions === undefined ? 'not run: not installed' : versions.join(', ');
    return `| ${name} | ${version} | ${commands[name]} |`;
  });
  return [
    'The same labelled changes of data contracts, judged by the gate and by the tools that people use for this today.',
    '## Tools',
    [
      '| tool | version | what runs |',
      '| --- | --- | --- |',
      `| ${ourName} | this repository | the whole check, from both trees to the report |`,
      ...rows,
    ].join('\n'),
    'Not compared: ontos (databrickslabs) and floe judge changes too, but are not packages on PyPI (the packages of these names are other programs); the difference format of OMDS is a draft without a tool; the `odcs` command line is built from Rust, and `pyodcs` is the same library.',
  ];
}

/** How labels and verdicts come about, in words. */
export const methodText: readonly string[] = [
  '## Method',
  [
    '- **Labels of the examples.** Every row of [`rules/compatibility.yaml`](../rules/compatibility.yaml) has an executed example, and its class is the label: `breaking`, `dangerous` (a person must say yes), `compatible` or `docs`. These labels are our opinion, given with its reason below, and the gate is built from the same table. Its own line is therefore no evidence: it only shows that the program does what the table says.',
    '- **Labels of the pairs.** Contracts of public repositories before and after a real commit, labelled by reading both sides without looking at what any tool says. The loudest change of a pair is its label. The contracts are not part of this repository: only keys and kinds of changes are told here.',
    '- **One contract file, twice.** Only changes between two versions of one contract file are compared, because the peers read nothing else. What lies beside it (the policy in `dataengos.yaml`, the day of the run) is seen by the gate only; for a few rows the label hangs on it.',
    '- **Readers.** A change is a break when somebody who reads the old data can fail, or be wrong, on data that keeps the new contract. **Sources.** A change is a break when data that kept the old contract does not keep the new one.',
    '- **Called breaking** is an `error` of datacontract-cli, `breaking` of pyodcs, a breaking change of dbt. **Warned of** is that, or a `warning`. **Mentioned** is any line about it, at whatever level. **False alarm** is a harmless change (compatible, docs, or none) that is called breaking. **The right way round** counts breaks called breaking and harmless changes not called so; dangerous changes are not in it. What a tool cannot read counts in the first column only: datacontract-cli refuses a contract that violates its JSON Schema, pyodcs (which reads ODCS 3.1.0) one with a key it does not know.',
    '- **dbt** compares models, not contracts. It is given what our generator writes for the dbt model of each table, and every advantage: an enforced contract, a type for each column (from the logical type where a side states no physical one), constraints for `required`, `unique` and `primaryKey`, the materialization. Roles, servers, service levels, quality rules and bounds are not its subject, and a deprecation date is not set, so most of the list is outside what it promises.',
    '- **The drivers** call what the commands call, to save a start per change. On every run the commands themselves are held against them on five changes.',
  ].join('\n'),
  'To repeat it: `scripts/compare/install.sh FOLDER`, then `COMPARE_TOOLS=FOLDER CORPUS_DIR=FOLDER npm run compare`.',
];
