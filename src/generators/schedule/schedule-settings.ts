import type { Contract } from '../../model/contract.ts';
import type { AlertPolicy, OrchestrationPolicy } from '../../model/governance.ts';
import type { Clock } from '../../model/sla-schedule.ts';
import { ownerOf } from '../owner.ts';
import { namedOwner } from '../../model/owners.ts';

/** How pipelines run: what `specs/governance/orchestration.yaml` says, else the defaults that its schema names. */
export interface RunSettings {
  readonly retries: number;
  readonly retryDelaySeconds: number;
  /** `UTC`, or a name of the IANA database. */
  readonly timezone: string;
  /** `YYYY-MM-DD` */
  readonly startDate: string;
  readonly dailyAt: Clock;
  readonly alerts?: AlertPolicy;
  readonly maxActiveRuns: number;
  readonly timeoutSeconds: number;
  readonly owner?: string;
}

/** What holds where the policy is silent. */
export function runSettingsOf(policy: OrchestrationPolicy | undefined): RunSettings {
  return {
    retries: policy?.retries ?? 2,
    retryDelaySeconds: policy?.retryDelaySeconds ?? 300,
    timezone: policy?.timezone?.value ?? 'UTC',
    startDate: policy?.startDate ?? '2025-01-01',
    dailyAt: policy?.dailyAt?.value ?? { hour: 2, minute: 0 },
    maxActiveRuns: policy?.maxActiveRuns ?? 1,
    timeoutSeconds: policy?.timeoutSeconds ?? 7200,
    ...(policy?.alerts && { alerts: policy.alerts }),
    ...(policy?.owner === undefined ? {} : { owner: policy.owner }),
  };
}

/** Who is called when a pipeline fails: the technical owner of its first contract that names one, else any owner, else the policy's. */
export function pipelineOwner(contracts: readonly Contract[], settings: RunSettings): string | undefined {
  const named = [
    ...contracts.map(({ team }) => namedOwner(team, 'technical')),
    ...contracts.map(ownerOf),
    settings.owner,
  ];
  return named.find((name) => name !== undefined && isPlain(name));
}

/** Whether a text means nothing but itself in YAML, in templates (`{{`), in shells (`$`) and in Markdown. */
export function isPlain(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} ._@+:/-]{0,99}$/u.test(text) && text.trim() === text;
}
