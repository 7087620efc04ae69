import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithTool, type RealTool } from '../support/real-tools.ts';
import { pythonOutput, runDbt, writeFiles, writtenRepository } from './dbt-sources/dbt-run.ts';
import { clinic, clinicRoot } from './dbt-staging/clinic.ts';
import { generateFrom, textsOf } from './dbt-staging/run-generators.ts';

/** The sensitive columns of the source, two rows each. */
const sensitive = {
  email: ['ana.souza@example.com', 'bob.stone@example.com'],
  phone: ['+5511987654321', '+5511912345678'],
  tax_id: ['11122233344', '22233344455'],
  birth_date: ['1980-02-28', '1990-12-31'],
  passport: ['AB1234567', 'CD7654321'],
} as const;

const rows = [0, 1].map((at) => [
  String(at + 1),
  ...Object.values(sensitive).map((values) => values[at] ?? ''),
  String(at + 1),
  'true',
  '2024-05-06 07:08:09',
]);

const header = 'patient_id,EMail,phone,tax_id,birth_date,passport,order,open file,updated_at';
const seeds = {
  'seeds/clinic_patients.csv': `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`,
  'seeds/visits.csv': 'patient_id,day,amount\n1,2024-01-01,12.50\n2,2024-01-02,99.90\n',
  'seeds/_seeds.yml': `seeds:
  - name: clinic_patients
    config:
      quote_columns: true
      column_types: { phone: varchar, tax_id: varchar, order: varchar, updated_at: timestamp, birth_date: date }
  - name: visits
    config:
      column_types: { day: varchar, amount: varchar }
`,
  // What comes after the staging model takes all that it gives.
  'models/marts/dim_patients.sql':
    "{{ config(materialized='table') }}\nselect * from {{ ref('stg_clinic__patients') }}\n",
};

/** Every relation but the seeds, with its rows as texts. */
const readAll = `
import duckdb, json, sys
db = duckdb.connect(sys.argv[1], read_only=True)
names = [name for (name,) in db.execute("select table_name from information_schema.tables order by 1").fetchall()]
found = {}
for name in names:
    if name in ("clinic_patients", "visits"):
        continue
    cursor = db.execute('select * from "' + name + '"')
    columns = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    found[name] = {c: [None if row[i] is None else str(row[i]) for row in rows] for i, c in enumerate(columns)}
print(json.dumps(found))
`;

interface Built {
  readonly [relation: string]: { readonly [column: string]: readonly (string | null)[] };
}

describeWithTool('dbt', 'data that generated staging models give', (dbt) => {
  it('hold no raw value of a column that the policy masks, and a hash is the SHA-256 of the value', () => {
    const folder = writtenProject();
    const built = build(dbt, folder);
    expect(Object.keys(built)).toEqual(['dim_patients', 'stg_clinic__patients', 'stg_clinic__visits']);
    expect(leaksOf(built)).toEqual([]);
    const expected = {
      patient_id: ['1', '2'],
      email_hash: sensitive.email.map(sha256),
      phone_masked: ['***', '***'],
      tax_id_masked: ['****3344', '****4455'],
      birth_date_masked: [null, null],
      passport_hash: sensitive.passport.map(sha256),
      order: ['1', '2'],
      is_open: ['True', 'True'],
      updated_at: ['2024-05-06 07:08:09', '2024-05-06 07:08:09'],
    };
    expect(built['stg_clinic__patients']).toEqual(expected);
    expect(built['dim_patients']).toEqual(expected);
  });

  it('are found to leak where a macro hands values on', () => {
    const folder = writtenProject();
    const open = '{% macro mask_pii(column) %}{{ return(column) }}{% endmacro %}\n';
    writeFiles(folder, { 'macros/dataengos/mask_pii.sql': open });
    expect(leaksOf(build(dbt, folder))).toEqual(
      ['dim_patients', 'stg_clinic__patients'].flatMap((relation) =>
        [sensitive.email, sensitive.passport].flatMap((values) => values.map((value) => `${relation}: ${value}`)),
      ),
    );
  });
});

function writtenProject(): string {
  const made = Object.entries({ ...clinic, ...textsOf(generateFrom(clinic)) });
  const own = made.filter(([path]) => path.startsWith(clinicRoot));
  const files = Object.fromEntries(own.map(([path, content]) => [path.slice(clinicRoot.length + 1), content]));
  return writtenRepository({ ...files, ...seeds });
}

function build(dbt: RealTool, folder: string): Built {
  expect(runDbt(dbt, folder, ['seed'])).toEqual({ status: 0, trouble: '' });
  expect(runDbt(dbt, folder, ['build', '--exclude', 'resource_type:seed'])).toEqual({ status: 0, trouble: '' });
  const built: Built = JSON.parse(pythonOutput(dbt, readAll, [join(folder, 'clinic.duckdb')]));
  return built;
}

/** Where a raw value stands, alone or inside of another. */
function leaksOf(built: Built): readonly string[] {
  return Object.entries(built).flatMap(([relation, columns]) => {
    const cells = Object.values(columns).flat();
    const values = Object.values(sensitive).flat();
    return values
      .filter((value) => cells.some((cell) => cell?.includes(value)))
      .map((value) => `${relation}: ${value}`);
  });
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
