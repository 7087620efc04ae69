import type { Finding, Impact, Severity } from '../../src/model/finding.ts';
import type { Lang } from '../../src/model/messages.ts';
import type { AffectedNode, Report, ReportChange } from '../../src/model/report.ts';

const baseSha = '4be1a02c9d5f7a3e8b6c1d0f2a4e6b8c0d1e3f5a';
const headSha = '9f0c7d61e2b34a5c8d7e6f5a4b3c2d1e0f9a8b7c';

/** A report in which nothing happened; tests change what they are about. */
export function makeReport(change: Partial<Report> = {}): Report {
  return {
    schema: 1,
    verdict: 'pass',
    lang: 'en',
    base: { ref: 'main', sha: baseSha, origin: 'merge-base' },
    head: { ref: 'feature/mrr', sha: headSha },
    policy: { ref: 'main', sha: baseSha, firstAdoption: false },
    layout: 'sources-data-products',
    failOn: 'error',
    scope: 'introduced',
    gates: {
      lint: 'pass',
      breaking: 'pass',
      owner: 'pass',
      docs: 'pass',
      compile: 'pass',
      parity: 'skipped',
      masking: 'skipped',
      artifacts: 'pass',
      drift: 'skipped',
    },
    findings: [],
    changes: [],
    bumps: [],
    artifacts: [],
    rules: { ran: ['contract/property-removed', 'spec/naming-convention'], skipped: [] },
    skipped: [],
    counts: makeCounts(),
    tool: { name: 'dataengos', version: '0.1.0' },
    ...change,
  };
}

/** Counts of a report without findings; tests change what they are about. */
export function makeCounts(change: Partial<Report['counts']> = {}): Report['counts'] {
  return {
    errors: 0,
    warnings: 0,
    infos: 0,
    preExisting: 0,
    waived: 0,
    breaking: 0,
    dangerous: 0,
    contracts: 12,
    models: 30,
    unknownModels: 0,
    ...change,
  };
}

/** A finding; tests change what they are about. */
export function makeFinding(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'contract/property-removed',
    severity: 'error',
    path: 'specs/data-products/mrr.yaml',
    line: 12,
    column: 9,
    side: 'head',
    subject: 'mrr-report/mrr.net_mrr',
    message: 'property "net_mrr" is gone from "mrr"',
    fingerprint: 'f0e1d2c3b4a59687',
    introduced: true,
    waiver: null,
    fix: null,
    impact: [],
    related: [],
    ...change,
  };
}

/** A change; tests change what they are about. */
export function makeChange(change: Partial<ReportChange> = {}): ReportChange {
  return {
    kind: 'property.removed',
    subject: 'mrr-report/mrr.net_mrr',
    contract: 'mrr-report',
    direction: 'output',
    class: 'breaking',
    bump: 'major',
    row: 'property-removed',
    before: 'net_mrr',
    after: null,
    path: 'specs/data-products/mrr.yaml',
    line: 31,
    ...change,
  };
}

const productPath = 'specs/data-products/mrr-report/contract.yaml';
const sourcePath = 'specs/sources/stripe-charges/contract.yaml';

const breakingTexts = {
  en: {
    removed:
      'property "net_mrr" is gone from output "mrr" while readers still use it; deprecate it first, or publish version "2.0.0" beside this one',
    naming:
      'column "paid" of type "boolean" must start with "is_" or "has_" (naming rule "boolean columns"); rename it, for example to "is_paid"',
    namingFix: 'rename "paid" to "is_paid"',
    namingRelated: 'boolean columns start with "is_" or "has_"',
    email:
      'column "customer_email" holds personal data and has no classification; write "classification: confidential"',
    emailFix: 'add "classification: confidential"',
    emailRelated: 'the word "email" means personal data',
    version:
      'contract "mrr-report" changed in a breaking way, but its version went from "1.4.0" to "1.4.1"; raise it to "2.0.0"',
    stale: 'generated file "exports/docs/catalog.json" is out of date; run "npx dataengos generate --write"',
    described: 'object "mrr" has no description; say in one sentence what one row is',
    old: 'model "stg_legacy" has no business owner; write "meta.owner"',
    reason: 'the finance team retires this table in March',
    why: 'the file is larger than 4 MiB',
  },
  'pt-BR': {
    removed:
      'a propriedade "net_mrr" sumiu da saída "mrr" enquanto ainda há quem a leia; marque-a antes como obsoleta ou publique a versão "2.0.0" ao lado desta',
    naming:
      'a coluna "paid", do tipo "boolean", deve começar com "is_" ou "has_" (regra de nomes "boolean columns"); renomeie, por exemplo, para "is_paid"',
    namingFix: 'renomear "paid" para "is_paid"',
    namingRelated: 'colunas booleanas começam com "is_" ou "has_"',
    email:
      'a coluna "customer_email" contém dados pessoais e não tem classificação; escreva "classification: confidential"',
    emailFix: 'adicionar "classification: confidential"',
    emailRelated: 'a palavra "email" indica dados pessoais',
    version:
      'o contrato "mrr-report" mudou de forma incompatível, mas a versão foi de "1.4.0" para "1.4.1"; aumente-a para "2.0.0"',
    stale: 'o arquivo gerado "exports/docs/catalog.json" está desatualizado; execute "npx dataengos generate --write"',
    described: 'o objeto "mrr" não tem descrição; diga em uma frase o que é uma linha',
    old: 'o modelo "stg_legacy" não tem responsável de negócio; escreva "meta.owner"',
    reason: 'o time financeiro aposenta esta tabela em março',
    why: 'o arquivo tem mais de 4 MiB',
  },
} as const;

const mrrReaders: readonly Impact[] = [
  { kind: 'model', name: 'fct_mrr', path: 'implementation/dbt/models/marts/fct_mrr.sql', owner: 'revenue-data' },
  { kind: 'exposure', name: 'board_report', owner: 'finance@example.com' },
  { kind: 'dag', name: 'mrr_daily', owner: '@acme/revenue' },
  { kind: 'sample-data', name: 'mrr.csv' },
];

const migrationTexts = {
  en: 'add a new column, backfill it, then swap the names',
  'pt-BR': 'adicione uma nova coluna, preencha-a e depois troque os nomes',
};

/** A pull request that removes a column readers use, with the slips that usually come along. */
export function breakingReport(lang: Lang): Report {
  const text = breakingTexts[lang];
  return makeReport({
    verdict: 'fail',
    lang,
    gates: { ...makeReport().gates, lint: 'fail', breaking: 'fail', docs: 'warn', artifacts: 'fail' },
    findings: breakingFindings(lang),
    changes: [
      makeChange({ path: productPath, impact: mrrReaders }),
      makeChange({
        kind: 'property.physicalName.changed',
        subject: 'mrr-report/mrr.customer',
        row: 'property-physical-name-changed',
        certainty: 92,
        before: 'cust_ref',
        after: 'customer_reference',
        path: productPath,
        line: 19,
        impact: mrrReaders.slice(0, 1),
      }),
      makeChange({
        kind: 'quality.removed',
        subject: 'mrr-report/mrr.mrr_amount',
        row: 'quality-rule-removed',
        element: 'no negative amounts',
        class: 'dangerous',
        bump: 'minor',
        before: 'select count(*) from mrr where mrr_amount < 0',
        path: productPath,
        line: 30,
      }),
      makeChange({
        kind: 'sla.latency.changed',
        subject: 'mrr-report',
        row: 'service-level-loosened',
        element: 'latency',
        class: 'dangerous',
        bump: 'minor',
        before: '4 h',
        after: '24 h',
        path: productPath,
        line: 52,
      }),
      makeChange({
        kind: 'sla.other.added',
        subject: 'mrr-report',
        row: 'service-level-added',
        element: 'punctuality',
        class: 'compatible',
        bump: 'minor',
        before: null,
        after: '99%',
        path: productPath,
        line: 55,
      }),
      makeChange({
        kind: 'logicalType.changed',
        subject: 'mrr-report/mrr.month',
        row: 'date-to-timestamp',
        class: 'dangerous',
        bump: 'minor',
        before: 'date',
        after: 'timestamp',
        migration: { warehouse: 'snowflake', text: migrationTexts[lang] },
        path: productPath,
        line: 24,
      }),
      makeChange({
        kind: 'required.changed',
        subject: 'stripe-charges/charges.currency',
        contract: 'stripe-charges',
        direction: 'input',
        row: 'required-added',
        before: false,
        after: true,
        path: sourcePath,
        line: 33,
      }),
      makeChange({
        kind: 'property.added',
        subject: 'stripe-charges/charges.customer_email',
        contract: 'stripe-charges',
        direction: 'input',
        class: 'compatible',
        bump: 'minor',
        before: null,
        row: 'property-added',
        after: 'customer_email',
        path: sourcePath,
        line: 41,
      }),
      makeChange({
        kind: 'description.changed',
        subject: 'mrr-report/mrr.mrr_amount',
        row: 'description-changed',
        class: 'docs',
        bump: 'patch',
        before: null,
        after: 'Monthly recurring revenue in EUR',
        path: productPath,
        line: 27,
      }),
    ],
    bumps: [
      {
        contract: 'mrr-report',
        path: productPath,
        from: '1.4.0',
        to: '1.4.1',
        required: 'major',
        declared: 'patch',
        next: '2.0.0',
        ok: false,
      },
      {
        contract: 'stripe-charges',
        path: 'specs/contracts/sources/stripe/charges.yaml',
        from: '2.0.0',
        to: '3.0.0',
        required: 'major',
        declared: 'major',
        next: '3.0.0',
        ok: true,
      },
    ],
    artifacts: [
      { path: 'exports/docs/README.md', status: 'fresh', generator: 'catalog' },
      { path: 'exports/docs/catalog.json', status: 'stale', generator: 'catalog' },
      { path: 'implementation/dbt/models/marts/fct_mrr.yml', status: 'edited', generator: 'dbt-properties' },
    ],
    dialects: [
      {
        project: 'implementation/dbt',
        dialect: 'snowflake',
        from: 'implementation/dbt/profiles.yml',
        engines: [{ engine: 'polyglot', models: 3 }],
      },
    ],
    affected: {
      nodes: [
        { kind: 'contract', name: 'mrr-report/mrr.net_mrr', columns: [], path: productPath, changed: true },
        modelNode('fct_board', ['net_mrr']),
        {
          kind: 'exposure',
          name: 'board_report',
          columns: [],
          path: 'implementation/dbt/models/uses.yml',
          changed: false,
        },
        { ...modelNode('stg_charges', []), changed: true },
        modelNode('int_months', ['amount', 'currency', 'month', 'paid']),
      ],
      edges: [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
        { from: 3, to: 4 },
        { from: 4, to: 1 },
      ],
      more: 12,
    },
    skipped: [{ what: 'specs/sources/dump.yaml', why: text.why }],
    counts: makeCounts({ errors: 5, warnings: 1, preExisting: 1, waived: 1, breaking: 3, dangerous: 3 }),
  });
}

function modelNode(name: string, columns: readonly string[]): AffectedNode {
  return { kind: 'model', name, columns, path: `implementation/dbt/models/${name}.sql`, changed: false };
}

function breakingFindings(lang: Lang): readonly Finding[] {
  const text = breakingTexts[lang];
  return [
    makeFinding({
      rule: 'gate/artifact-stale',
      path: 'exports/docs/catalog.json',
      line: 1,
      column: 1,
      subject: 'exports/docs/catalog.json',
      message: text.stale,
      fingerprint: 'a1',
    }),
    makeFinding({
      class: 'breaking',
      path: productPath,
      line: 31,
      column: 9,
      endLine: 31,
      endColumn: 22,
      side: 'base',
      message: text.removed,
      fingerprint: 'a2',
      impact: mrrReaders,
    }),
    makeFinding({
      rule: 'contract/version-not-bumped',
      path: productPath,
      line: 4,
      column: 10,
      endLine: 4,
      endColumn: 15,
      subject: 'mrr-report',
      message: text.version,
      fingerprint: 'a3',
    }),
    makeFinding({
      rule: 'spec/naming-convention',
      path: sourcePath,
      line: 38,
      column: 15,
      endLine: 38,
      endColumn: 19,
      subject: 'stripe-charges/charges.paid',
      message: text.naming,
      fingerprint: 'a4',
      related: [{ path: 'specs/governance/naming.json', line: 14, message: text.namingRelated }],
      fix: {
        title: text.namingFix,
        edits: [{ path: sourcePath, startLine: 38, startColumn: 15, endLine: 38, endColumn: 19, text: 'is_paid' }],
      },
    }),
    makeFinding({
      rule: 'spec/unclassified-column',
      path: sourcePath,
      line: 41,
      column: 15,
      endLine: 41,
      endColumn: 29,
      subject: 'stripe-charges/charges.customer_email',
      message: text.email,
      fingerprint: 'a5',
      related: [{ path: 'specs/governance/classification.yaml', line: 7, message: text.emailRelated }],
      fix: {
        title: text.emailFix,
        edits: [
          {
            path: sourcePath,
            startLine: 42,
            startColumn: 1,
            endLine: 42,
            endColumn: 1,
            text: '        classification: confidential\n',
          },
        ],
      },
    }),
    makeFinding({
      rule: 'gate/description-missing',
      severity: 'warning',
      path: productPath,
      line: 18,
      column: 5,
      subject: 'mrr-report/mrr',
      message: text.described,
      fingerprint: 'a6',
    }),
    makeFinding({
      rule: 'gate/owner-missing',
      path: 'implementation/dbt/models/staging/stg_legacy.yml',
      line: 3,
      column: 5,
      subject: 'model:stg_legacy',
      message: text.old,
      fingerprint: 'a7',
      introduced: false,
    }),
    makeFinding({
      rule: 'contract/schema-object-removed',
      class: 'breaking',
      path: productPath,
      line: 60,
      column: 5,
      side: 'base',
      subject: 'mrr-report/mrr_legacy',
      message: lang === 'en' ? 'object "mrr_legacy" is gone' : 'o objeto "mrr_legacy" sumiu',
      fingerprint: 'a8',
      waiver: {
        rule: 'contract/schema-object-removed',
        subject: 'mrr-report/mrr_legacy',
        reason: text.reason,
        approver: 'ana.lead',
        expires: '2027-03-31',
      },
    }),
  ];
}

/** Source lines of {@link breakingReport}, as a terminal shows them. */
export function breakingLine(side: 'head' | 'base', path: string, line: number): string | undefined {
  return breakingLines[`${side} ${path}:${line}`];
}

const breakingLines: { readonly [place: string]: string } = {
  [`base ${productPath}:31`]: '      - name: net_mrr',
  [`head ${productPath}:4`]: 'version: 1.4.1',
  [`head ${productPath}:18`]: '  - name: mrr',
  [`head ${sourcePath}:38`]: '      - name: paid',
  [`head ${sourcePath}:41`]: '      - name: customer_email',
};

/** Only warnings, in a repository that adopts the gate with this very change. */
export function warningsReport(): Report {
  return makeReport({
    gates: { ...makeReport().gates, docs: 'warn' },
    base: { ref: 'main', sha: baseSha, origin: 'event-base-sha' },
    policy: { ref: 'feature/mrr', sha: headSha, firstAdoption: true },
    findings: [
      makeFinding({
        rule: 'gate/description-missing',
        severity: 'warning',
        message: 'column "amount" has no description; say what it means and its unit',
        subject: 'mrr-report/mrr.amount',
      }),
      makeFinding({
        rule: 'spec/invalid-document',
        severity: 'info',
        path: 'specs/data-products/canvas.md',
        line: 1,
        column: 1,
        subject: 'specs/data-products/canvas.md',
        message: 'section "Consumers" is empty',
        fingerprint: 'w2',
      }),
    ],
    counts: makeCounts({ warnings: 1, infos: 1 }),
  });
}

/** Everything skipped or unknown: nothing may look green. */
export function skippedReport(): Report {
  return makeReport({
    verdict: 'error',
    base: { ref: '', origin: 'empty' },
    head: { ref: 'worktree' },
    policy: { ref: 'worktree', firstAdoption: true },
    layout: 'none',
    gates: {
      lint: 'skipped',
      breaking: 'skipped',
      owner: 'skipped',
      docs: 'skipped',
      compile: 'skipped',
      parity: 'skipped',
      masking: 'skipped',
      artifacts: 'skipped',
      drift: 'skipped',
    },
    rules: { ran: [], skipped: [{ what: 'gate/compile-failed', why: 'the rule crashed: unexpected end of input' }] },
    skipped: [
      { what: 'specs/big.yaml', why: 'larger than 4 MiB' },
      { what: 'specs/link.yaml', why: 'a symbolic link; it is not followed' },
    ],
    counts: makeCounts({ contracts: 0, models: 7, unknownModels: 7 }),
  });
}

/** Text that tries to break out of a table, a terminal, a comment or a log. */
export const nastyTexts: readonly string[] = [
  'name | with | pipes \\| and \\\\| more',
  '@everyone please merge #1 and GH-2',
  '<img src=x onerror=alert(1)></details></table>',
  '<!-- dataengos-gatekeeper:v1:x -->',
  '```\n</code>\n# heading\n| a | b |\n|--|--|',
  '[click](javascript:alert(1)) ![beacon](https://evil.example/x.png)',
  '\u001b[31mred\u001b[0m \u0007bell \u202egnp.exe \u200bzero',
  '::error::forged\r\n##[stop-commands]x',
  '1. list\n- item\n+ plus',
  '"quoted `tick`""``two``"',
  '\ud800 lone surrogate \u{1f468}\u200d\u{1f469} 表格 ação',
  '   ',
];

/** 500 findings whose every text comes from somebody who means harm. */
export function nastyReport(): Report {
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  const pick = (index: number): string => nastyTexts[index % nastyTexts.length] ?? '';
  const findings = Array.from({ length: 500 }, (_, index) =>
    makeFinding({
      severity: severities[Math.floor(index / 170)] ?? 'info',
      path: `specs/${pick(index)}/${index}.yaml`,
      line: index + 1,
      subject: pick(index + 1),
      message: `value "${pick(index + 2)}" is wrong: ${pick(index + 3)}`,
      fingerprint: `n${index}`,
      impact: [{ kind: 'consumer', name: pick(index + 4), owner: pick(index + 5) }],
      related: [{ path: pick(index + 6), line: 1, message: pick(index + 7) }],
      waiver:
        index % 50 === 0
          ? {
              rule: 'r',
              subject: pick(index),
              reason: pick(index + 8),
              approver: pick(index + 9),
              expires: pick(index),
            }
          : null,
    }),
  );
  const waived = findings.filter((finding) => finding.waiver !== null).length;
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity && finding.waiver === null).length;
  return makeReport({
    verdict: 'fail',
    base: { ref: '`main` | @x', sha: baseSha, origin: 'given' },
    head: { ref: nastyTexts[2] ?? '', sha: headSha },
    gates: { ...makeReport().gates, lint: 'fail', breaking: 'fail', artifacts: 'fail' },
    findings,
    changes: nastyTexts.map((text, index) =>
      makeChange({
        kind: index % 2 === 0 ? 'description.changed' : text,
        subject: `c/${text}`,
        contract: text,
        element: text,
        before: text,
        after: { [text]: text },
        path: text,
        impact: [{ kind: 'consumer', name: text, owner: text }],
        migration: { warehouse: text, text },
      }),
    ),
    bumps: [
      {
        contract: nastyTexts[0] ?? '',
        path: 'x',
        from: '|',
        to: '<b>',
        required: 'major',
        declared: 'not-semver',
        next: '`x`',
        ok: false,
      },
    ],
    artifacts: nastyTexts.map((path) => ({ path, status: 'missing', generator: 'catalog' })),
    affected: {
      nodes: nastyTexts.map((text) => ({ kind: 'model', name: text, columns: [text], path: text, changed: true })),
      edges: nastyTexts.map((_, index) => ({ from: 0, to: index })),
      more: 0,
    },
    dialects: nastyTexts.map((text) => ({
      project: text,
      dialect: text,
      from: text,
      engines: [{ engine: text, models: 1 }],
    })),
    skipped: nastyTexts.map((text) => ({ what: text, why: text })),
    counts: makeCounts({
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      waived,
      breaking: nastyTexts.length,
    }),
  });
}
