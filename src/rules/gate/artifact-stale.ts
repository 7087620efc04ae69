import { fileStart } from '../../model/location.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const lockPath = 'exports/.dataengos/lock.json';

/** Generated files must be what the specifications say. */
export default defineRule({
  id: 'gate/artifact-stale',
  kind: 'lint',
  gate: 'artifacts',
  summary: 'Generated files must be what the specifications say.',
  why: 'Exports are deployed: a stale one deploys the promise of yesterday, an edited one is overwritten at the next generation. Run "dataengos generate --write" and commit the result.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a catalog that no contract says',
      head: {
        'specs/contracts/outputs/sales.yaml': exampleContract({
          columns: ['name: total, logicalType: number, description: Total.'],
        }),
        'exports/docs/catalog.json': '{}\n',
        'exports/docs/README.md': '# Contracts\n',
      },
      findings: [
        'exports/docs/README.md:1 exports/docs/README.md',
        'exports/docs/catalog.json:1 exports/docs/catalog.json',
      ],
    },
    { name: 'a repository without contracts has nothing to generate', head: { 'README.md': '# Data\n' }, findings: [] },
  ],
  check(context) {
    // The lock lists the others: it differs because one of them does.
    const pending = context.facts.artifacts.filter(({ status }) => status !== 'fresh');
    const shown = pending.filter(({ path }) => path !== lockPath || pending.length === 1);
    for (const artifact of shown) {
      const { path, status, generator, firstDifference = 1 } = artifact;
      const { found, expected } = excerpts(artifact.found ?? '', artifact.expected ?? '');
      context.report({
        subject: path,
        at: {
          ...fileStart(status === 'missing' ? (artifact.sources[0] ?? path) : path),
          line: status === 'missing' ? 1 : firstDifference,
        },
        message: status,
        severity: status === 'missing' && !context.facts.exportsAdopted ? 'warning' : undefined,
        values: { path, generator, found, expected, source: artifact.sources[0] ?? '' },
        key: [status],
      });
    }
  },
});

/** Enough of both lines to see the difference, from a little before it; the whole of it is what `generate` is for. */
function excerpts(found: string, expected: string): { readonly found: string; readonly expected: string } {
  let same = 0;
  while (same < found.length && found[same] === expected[same]) same++;
  const start = Math.max(0, same - 15);
  return { found: excerpt(found, start), expected: excerpt(expected, start) };
}

function excerpt(line: string, start: number): string {
  const text = line.slice(start, start + 60).trim();
  return `${start > 0 ? '…' : ''}${text}${line.length > start + 60 || text === '' ? '…' : ''}`;
}
