import { allProperties, contractSubject } from '../../model/contract.ts';
import type { DbtModel } from '../../model/dbt.ts';
import type { RuleContext } from '../../model/rule.ts';
import type { Located } from '../../model/location.ts';
import { fileStart } from '../../model/location.ts';
import { defineRule, hasUnreadYaml } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { contractOf, outputsByTable } from '../model-domains.ts';
import { tableNames } from '../../model/products-of.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** Everything published must say what it means. */
export default defineRule({
  id: 'gate/description-missing',
  kind: 'lint',
  gate: 'docs',
  summary: 'Everything published must say what it means.',
  why: 'A column without a description is guessed at by people and by agents. Contract objects, properties, dbt models and the columns that their YAML lists need one.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a property without description',
      head: { [path]: exampleContract({ columns: ['name: total, logicalType: number'] }) },
      findings: [`${path}:14 sales/sales.total`],
    },
    {
      name: 'a dbt model that no YAML file describes',
      head: {
        'implementation/dbt/dbt_project.yml': 'name: sales\n',
        'implementation/dbt/models/sales.sql': 'select 1 as total\n',
      },
      findings: ['implementation/dbt/models/sales.sql:1 model:sales'],
    },
    {
      name: 'a described contract and model',
      head: {
        [path]: exampleContract({ columns: ['name: total, logicalType: number, description: Total.'] }),
        'implementation/dbt/dbt_project.yml': 'name: sales\n',
        'implementation/dbt/models/sales.sql': 'select 1 as total\n',
        'implementation/dbt/models/sales.yml':
          'models:\n  - name: sales\n    description: Sales.\n    columns:\n      - name: total\n        description: Total.\n',
      },
      findings: [],
    },
  ],
  check(context) {
    for (const contract of context.project.contracts) {
      for (const object of contract.schema) {
        require(context, {
          described: object.description,
          subject: contractSubject(contract.id, object.name),
          at: object.at,
          message: 'object',
          name: object.name,
        });
        for (const { property, path: names } of allProperties(object)) {
          if (/^[[{]/.test(property.name)) continue;
          require(context, {
            described: property.description,
            subject: contractSubject(contract.id, ...names),
            at: property.at,
            message: 'property',
            name: property.name,
          });
        }
      }
    }
    const generated = generatedDescriptions(context);
    for (const project of context.project.dbt) {
      const unread = hasUnreadYaml(context, project.root);
      for (const model of project.models)
        if (!unread || model.properties !== undefined) checkModel(context, model, generated.get(model.path));
    }
  },
});

/** Contracts that describe the table of a model whose properties are still to be generated, by the model's path. */
function generatedDescriptions({ project, facts }: RuleContext): ReadonlyMap<string, string> {
  const waiting = new Set(facts.artifacts.flatMap(({ path: file, status }) => (status === 'fresh' ? [] : [file])));
  const outputs = outputsByTable(project);
  return new Map(
    project.dbt
      .flatMap(({ models }) => models)
      .flatMap((model) => {
        const contract = contractOf(model, outputs);
        const object = contract?.schema.find((each) => tableNames(each).some((name) => isNamed(name, model)));
        const file = `${model.path.slice(0, model.path.lastIndexOf('/') + 1)}_${model.name}__contract.yml`;
        const isDescribed = (object?.description?.value.trim() ?? '') !== '';
        return contract !== undefined && isDescribed && waiting.has(file) ? [[model.path, contract.id] as const] : [];
      }),
  );
}

function isNamed(name: string, model: DbtModel): boolean {
  return name.toLowerCase() === model.name.toLowerCase();
}

function checkModel(context: RuleContext, model: DbtModel, contract: string | undefined): void {
  const { properties } = model;
  require(context, {
    described: properties?.description,
    subject: `model:${model.name}`,
    at: properties?.at ?? fileStart(model.path),
    message: contract === undefined ? 'model' : 'model-generated',
    name: model.name,
    ...(contract === undefined ? {} : { contract }),
  });
  for (const column of properties?.columns ?? []) {
    require(context, {
      described: column.description,
      subject: `model:${model.name}.${column.name}`,
      at: column.at,
      message: 'column',
      name: column.name,
    });
  }
}

interface Describable {
  readonly described: Located<string> | undefined;
  readonly subject: string;
  readonly at: Parameters<RuleContext['report']>[0]['at'];
  readonly message: string;
  readonly name: string;
  /** The contract that has the description. */
  readonly contract?: string;
}

function require(context: RuleContext, { described, subject, at, message, name, contract = '' }: Describable): void {
  if (described !== undefined && described.value.trim() !== '') return;
  context.report({ subject, at, message, values: { name, contract } });
}
