import type { Command } from '../command.ts';

/** `dataengos check`: the whole gate, or with `--fast` what is quick. Only what is asked for is loaded. */
export const checkCommand: Command = {
  usage:
    'check [PATH] [--base REV] [--head REV|--worktree] [--fail-on error|warning|never] [--scope introduced|changed-files|all] [--unit-tests off|auto|on] [--compile auto|static|dbt] [--dbt-artifacts PATH …] [--for-agent [--budget TOKENS]] | check --fast [FILES]',
  summary:
    'judge a change: lint, breaking changes, owners, documentation, code, generated files; --fast: only whether files are well formed, without git; --for-agent: only what a coding agent must mend',
  async run(options, terminal) {
    if (options.fast) return (await import('./check-fast.ts')).runFastCheck(options, terminal);
    return (await import('./check-whole.ts')).checkWhole(options, terminal);
  },
};
