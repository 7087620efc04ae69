import { compatibilityRows } from '../../generated/compatibility.ts';
import { rules } from '../../generated/rules.ts';
import { type Command, emit } from '../command.ts';

/** `dataengos rules`: every rule with its default severity. */
export const rulesCommand: Command = {
  usage: 'rules',
  summary: 'list every rule',
  async run(options, terminal) {
    const rows = rules.map(({ id, severity, summary }) => ({ id, severity, summary }));
    const width = Math.max(...rows.map(({ id }) => id.length));
    const lines = rows.map(({ id, severity, summary }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${summary}\n`);
    const reported = rows.map((rule) => ({ ...rule, rows: rowsOf(rule.id) }));
    await emit(
      options.format === 'json' ? `${JSON.stringify(reported, null, 2)}\n` : lines.join(''),
      options,
      terminal,
    );
    return 0;
  },
};

/** Rows of the compatibility table that the rule reports. */
function rowsOf(rule: string): readonly string[] {
  return compatibilityRows.filter((row) => row.rule === rule).map(({ id }) => id);
}
