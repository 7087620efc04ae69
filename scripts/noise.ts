import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, exit, stderr } from 'node:process';
import { noisePage } from './noise/page.ts';

/** `npm run noise -- FOLDER` (or CORPUS_DIR): what preset "recommended" says about public contracts, written to docs/noise.md. */
const root = join(import.meta.dirname, '..');
const corpus = argv[2] ?? env['CORPUS_DIR'];
if (corpus === undefined) {
  stderr.write('give the folder of the corpus, which holds contracts.tsv and contracts/, or set CORPUS_DIR\n');
  exit(2);
}
writeFileSync(join(root, 'docs/noise.md'), await noisePage(root, corpus));
