import type { CheckInput } from '../engine/check-input.ts';
import { relationsOf } from '../engine/known-relations.ts';
import type { Report } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { AgentBrief, AgentWorld } from '../reporters/agent-brief.ts';
import { defaultBudget, writeBrief } from '../reporters/agent-budget.ts';
import type { AgentFormat, AgentOptions, CliOptions } from './options.ts';

/** What a coding agent must mend, in its format and within its budget. */
export async function renderForAgent(
  report: Report,
  world: AgentWorld,
  { format, budget = defaultBudget }: AgentOptions,
): Promise<string> {
  const asked = format === 'json' ? ['--format', 'json'] : [];
  return writeBrief(report, { ...world, format: asked }, { tokens: budget, write: await writerOf(format) });
}

/** The table format is loaded only where it is asked for. */
async function writerOf(format: AgentFormat): Promise<(brief: AgentBrief) => string> {
  if (format === 'json') return (brief) => `${JSON.stringify(brief)}\n`;
  const { encode } = await import('@toon-format/toon');
  return (brief) => `${encode(brief)}\n`;
}

/** What a brief needs to know of a whole check. `args` are those of {@link comparedArguments}. */
export function agentWorld(input: Pick<CheckInput, 'head' | 'rules'>, args: readonly string[]): AgentWorld {
  const { models } = input.head.facts;
  return { ...ruleWorld(input.rules), models, relationsOf: relationsOf(input), arguments: args };
}

/** What a brief needs to know where files were judged one by one. */
export function ruleWorld(rules: readonly Rule[]): AgentWorld {
  const gates = new Map(rules.map(({ id, gate }) => [id, gate]));
  return { gateOf: (rule) => gates.get(rule), models: [], relationsOf: () => [], arguments: [] };
}

/** The options of a command that say what is compared, as they can be typed again; one that a shell would take apart is left out. */
export function comparedArguments({ base, scope }: Pick<CliOptions, 'base' | 'scope'>): readonly string[] {
  return [
    ...(base !== undefined && /^[\w./@^~{}+-]+$/.test(base) ? ['--base', base] : []),
    ...(scope === undefined ? [] : ['--scope', scope]),
  ];
}
