import type { Contract, Property } from '../../../src/model/contract.ts';
import { fileStart } from '../../../src/model/location.ts';
import type { Project } from '../../../src/model/project.ts';
import { contract, object, property, rule, server } from '../../drift/contracts.ts';
import { dbtProject, model, project } from '../shop.ts';

const at = fileStart('specs/contracts/outputs/sales.yaml');

/** Text that would be something else in YAML, in Jinja, in SQL and in HTML. */
export const hostile = `{{ env_var('HOME') }} {% do x %} {# y #} "q" 'p' \\d <script> # 🙂 ${'x'.repeat(300)}`;

const hostileId = property('id', {
  type: 'VARCHAR',
  description: hostile,
  classification: hostile,
  tags: [hostile],
  enum: [hostile, "env_var('HOME')"],
  quality: [
    rule({
      type: 'sql',
      id: 'q',
      query: 'select count(*) from {object}',
      operator: { name: 'mustBe', value: 1 },
      severity: 'info',
      description: hostile,
      dimension: hostile,
      businessImpact: hostile,
    }),
  ],
});

/** A project whose every free text is hostile. */
export const hostileProject: Project = project(
  [
    contract({
      id: hostile,
      domain: "env_var('HOME')",
      teamName: hostile,
      servers: [server('duckdb')],
      schema: [object('orders', [hostileId])],
    }),
  ],
  [dbtProject([model('orders')])],
);

/** A measure with the SQL that computes it. */
export function measure(name: string, logic: string, parts: Parameters<typeof property>[1] = {}): Property {
  return property(name, { semantic: 'measure', transformLogic: { value: logic, at }, ...parts });
}

/** Sales with measures and dimensions, and the customers whom they are of. */
export const sales: Contract = contract({
  id: 'sales',
  path: at.path,
  servers: [server('duckdb')],
  schema: [
    object('sales', [
      property('id', { type: 'INTEGER', logical: 'integer', primaryKey: true }),
      property('customer_id', {
        type: 'INTEGER',
        logical: 'integer',
        relationships: [{ to: 'customers.id', ofObject: false, at }],
      }),
      property('sold_at', { type: 'TIMESTAMP', logical: 'timestamp' }),
      property('Channel', { type: 'VARCHAR', logical: 'string', semantic: 'dimension' }),
      property('amount', {
        type: 'DECIMAL(10,2)',
        logical: 'number',
        required: true,
        logicalTypeOptions: { minimum: 0 },
      }),
      measure('revenue', 'SUM(amount)', { businessName: { value: 'Net revenue', at }, description: 'All of it.' }),
      measure('count', 'count(*)'),
      measure('buyers', 'COUNT(DISTINCT customer_id)'),
    ]),
    object('customers', [property('id', { type: 'INTEGER', logical: 'integer', primaryKey: true })]),
  ],
});

export const salesProject: Project = project([sales], [dbtProject([model('sales'), model('customers')])]);
