import { rules } from '../../generated/rules.ts';
import { explainRule } from '../../reporters/explain.ts';
import { ConfigError } from '../../model/errors.ts';
import { type Command, emit } from '../command.ts';
import { unknown } from '../options.ts';

/** `dataengos explain RULE`: what a rule promises, why, and examples. */
export const explainCommand: Command = {
  usage: 'explain RULE',
  summary: 'say what a rule promises, who is hurt, and show examples',
  async run(options, terminal) {
    const [id] = options.positionals;
    if (id === undefined) throw new ConfigError('"explain" needs a rule: dataengos explain contract/property-removed');
    const rule = rules.find((each) => each.id === id);
    if (rule === undefined)
      throw unknown(
        'rule',
        id,
        rules.map((each) => each.id),
      );
    const { examples, ...facts } = rule;
    await emit(
      options.format === 'json' ? `${JSON.stringify({ ...facts, examples }, null, 2)}\n` : explainRule(rule),
      options,
      terminal,
    );
    return 0;
  },
};
