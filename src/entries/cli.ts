#!/usr/bin/env node
import process from 'node:process';

/** The oldest Node that the command line runs on; the Action always runs on the runner's node24. */
const oldestNode = 20;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `dataengos: needs Node ${oldestNode} or newer, this is ${process.versions.node}; install a current Node\n`,
  );
  process.exitCode = 2;
} else {
  const { runCli } = await import('./cli-main.ts');
  process.exitCode = await runCli(process.argv.slice(2));
}
