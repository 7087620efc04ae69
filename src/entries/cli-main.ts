import process from 'node:process';
import { visibleText } from '../reporters/escape.ts';
import { toolVersion } from '../generated/version.ts';
import { ConfigError, EnvironmentError } from '../model/errors.ts';
import type { Command, ExitCode } from './command.ts';
import { parseOptions, unknown } from './options.ts';

/** Each command is loaded when it is asked for: what the others need does not slow it down. */
const commands: { readonly [name: string]: () => Promise<Command> } = {
  check: async () => (await import('./commands/check.ts')).checkCommand,
  fix: async () => (await import('./commands/fix.ts')).fixCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  generate: async () => (await import('./commands/generate.ts')).generateCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  drift: async () => (await import('./commands/drift.ts')).driftCommand,
  lineage: async () => (await import('./commands/lineage.ts')).lineageCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  rules: async () => (await import('./commands/rules.ts')).rulesCommand,
  preview: async () => (await import('./commands/preview.ts')).previewCommand,
  init: async () => (await import('./commands/init.ts')).initCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
};

async function help(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map((load) => load()));
  return `dataengos ${toolVersion}: the gate in front of every merge of spec-driven data

usage: dataengos COMMAND [OPTIONS]

${loaded.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n')}

options of every command:
  --format text|json|markdown|sarif (reports; lists have text and json)   --output FILE   --lang auto|en|pt-BR   --verbose   --help

exit codes: 0 pass · 1 findings at or above --fail-on · 2 configuration or usage · 3 git, network or API · 70 our bug
`;
}

/** Runs one command and resolves to the exit code; errors become one line on stderr. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  process.stdout.on('error', ignoreClosedPipe);
  return main(args).catch(explain);
}

/** A reader that goes away (`| head`) is no failure of ours: the exit code still tells the verdict. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') return print(await help());
  if (name === '--version') return print(`${toolVersion}\n`);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) throw unknown('command', name, Object.keys(commands));
  const options = parseOptions(name, rest);
  const command = await load();
  if (options.help) return print(`usage: dataengos ${command.usage}\n\n${command.summary}\n`);
  return command.run(options, process);
}

function print(text: string): ExitCode {
  process.stdout.write(text);
  return 0;
}

function explain(error: unknown): ExitCode {
  const message = visibleText(error instanceof Error ? error.message : String(error));
  process.stderr.write(`dataengos: ${message}\n`);
  if (error instanceof ConfigError) return 2;
  if (error instanceof EnvironmentError) return 3;
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? '') : ''}\nthis is a bug of dataengos: please report it with the lines above\n`,
  );
  return 70;
}
