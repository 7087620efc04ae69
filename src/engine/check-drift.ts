import { diffDrift } from '../diff/drift.ts';
import { isProduction } from '../diff/warehouse.ts';
import type { Contract } from '../model/contract.ts';
import type { DriftChange } from '../model/drift.ts';
import { compareText, fileStart } from '../model/location.ts';
import { translate } from '../model/messages.ts';
import type { Project } from '../model/project.ts';
import type { Report } from '../model/report.ts';
import type { WarehouseSnapshot } from '../model/snapshot.ts';
import type { Skipped } from '../model/tree.ts';
import { policyOf } from './check.ts';
import { buildReport } from './build-report.ts';
import type { CheckInput } from './check-input.ts';
import { domainReader } from './domains.ts';
import { runRules } from './run-rules.ts';

/** Contracts that promise nothing about the warehouse yet, or any more. */
const undeployed: ReadonlySet<string> = new Set(['draft', 'proposed', 'retired']);

/** Judges the contracts of head against what the warehouse holds: every difference counts, whoever made it. */
export function checkDrift(gathered: CheckInput, snapshots: readonly WarehouseSnapshot[]): Report {
  const { head, lang, rules } = gathered;
  const contracts = head.project.contracts.filter((contract) => !undeployed.has(contract.status?.value ?? ''));
  const promised = contracts.map(inProduction);
  const tables = snapshots.flatMap((snapshot) => snapshot.tables);
  const merged: WarehouseSnapshot = {
    path: snapshots
      .map(({ path }) => path)
      .sort(compareText)
      .join(', '),
    format: snapshots[0]?.format ?? 'information-schema',
    tables,
  };
  const skipped: readonly Skipped[] = head.project.contracts
    .filter((contract) => !contracts.includes(contract))
    .map((contract) => ({
      what: contract.path,
      why: translate(lang, 'drift.undeployed', { status: contract.status?.value ?? '' }),
    }));
  const drift = [...unreadContracts(head.project), ...diffDrift(promised, merged)];
  // Models and generated files are the business of a pull request, not of the warehouse.
  const facts = { ...head.facts, models: [], artifacts: [], drift };
  const input: CheckInput = {
    ...gathered,
    head: { ...head, facts, project: { ...head.project, skipped: [...head.project.skipped, ...skipped] } },
    rules: rules.filter((rule) => rule.kind === 'drift'),
    policy: { ...gathered.policy, config: { ...gathered.policy.config, scope: 'all' } },
  };
  const context = {
    side: 'head',
    project: input.head.project,
    head: input.head.project,
    changes: [],
    bumps: [],
    facts,
    ...policyOf(gathered),
  } as const;
  const run = runRules(context, {
    rules: input.rules,
    config: input.policy.config,
    lang,
    domainOf: domainReader(input.base.project, input.head.project),
  });
  return buildReport({ input, findings: run.findings, changes: [], bumps: [], runs: [run], crashed: run.crashed });
}

/** A contract may list development servers too; what readers were promised is in production. */
function inProduction(contract: Contract): Contract {
  const servers = contract.servers.filter(isProduction);
  return servers.length === 0 ? contract : { ...contract, servers };
}

/** Files that should hold a contract and cannot be read: nothing of them is compared, which must not look like agreement. */
function unreadContracts(project: Project): readonly DriftChange[] {
  const readable = new Set(project.contracts.map((contract) => contract.path));
  return project.files
    .filter(({ role, path }) => role === 'contract' && !readable.has(path))
    .map(({ path }) => ({
      kind: 'unchecked',
      subject: path,
      contract: path,
      at: fileStart(path),
      table: '',
      unchecked: { reason: 'unreadable-contract' },
    }));
}
