import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit, stderr } from 'node:process';
import { coveragePage } from './coverage.ts';
import { generateCompatibility } from './generate-compatibility.ts';
import { generateDocs } from './generate-docs.ts';
import { generateMessages } from './generate-messages.ts';
import { generateValidators } from './generate-validators.ts';
import { generatePresets } from './generate-presets.ts';
import { generateRuleRegistry, ruleIds } from './generate-registry.ts';
import { generateSite } from './generate-site.ts';
import { generateStarter } from './generate-starter.ts';
import { generateTypes } from './generate-types.ts';
import { generateVersion } from './generate-version.ts';

/** Every generated file of the repository: path → content. `--check` fails where one is not fresh. */
const root = join(import.meta.dirname, '..');

const files: { [path: string]: string } = {
  'src/generated/messages.ts': generateMessages(root),
  'src/generated/types.ts': generateTypes(root),
  'src/generated/compatibility.ts': generateCompatibility(root),
  'src/generated/presets.ts': generatePresets(root, ruleIds(root)),
  'src/generated/rules.ts': generateRuleRegistry(root),
  'src/generated/site.ts': await generateSite(root),
  'src/generated/starter.ts': generateStarter(root),
  'src/generated/version.ts': generateVersion(root),
  'docs/coverage.md': coveragePage(root),
  ...generateValidators(root),
  ...(await generateDocs(root)),
};

const stale = Object.entries(files).filter(([path, content]) => current(path) !== content);
if (argv.includes('--check')) {
  for (const [path] of stale) stderr.write(`not fresh: ${path} (run "npm run generate")\n`);
  exit(stale.length === 0 ? 0 : 1);
}
for (const [path, content] of stale) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function current(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}
