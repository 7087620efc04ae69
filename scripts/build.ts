import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { argv } from 'node:process';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { engineBundleDefines, engineFiles } from '../src/adapters/engine-files.ts';

const root = join(import.meta.dirname, '..');

/** CommonJS packages inside an ES module bundle call `require`. */
const banner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Builds the action and the command line into `folder`: byte for byte the same from the same sources. */
export async function buildInto(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: {
      action: join(root, 'src/entries/action.ts'),
      cli: join(root, 'src/entries/cli.ts'),
      'duckdb-child': join(root, 'src/adapters/duckdb-child.ts'),
    },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // The command line runs on the oldest Node that is maintained; the action on the runner's node24.
    target: 'node20',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Shorter names make the start slower, whitespace does not.
    minifyWhitespace: true,
    legalComments: 'none',
    banner: { js: banner },
    define: engineBundleDefines,
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  for (const { from, to, gzip } of engineFiles) copyEngine(join(root, 'node_modules', from), join(folder, to), gzip);
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(metafile));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
}

function copyEngine(from: string, to: string, gzip: boolean): void {
  mkdirSync(dirname(to), { recursive: true });
  if (gzip) writeFileSync(to, gzipSync(readFileSync(from), { level: 9 }));
  else cpSync(from, to);
}

/** Licence texts of every package that is in the bundle, sorted by name. */
function notices(metafile: Metafile): string {
  const bundled = Object.keys(metafile.inputs).flatMap((path) => packageFolder(path) ?? []);
  const engines = engineFiles.flatMap(({ from }) => packageFolder(`node_modules/${from}`) ?? []);
  return [...new Set([...bundled, ...engines])].sort().map(notice).join('\n');
}

function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function notice(folder: string): string {
  const path = join(root, folder);
  const { name, version, license }: { name: string; version: string; license: string } = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  );
  const file = readdirSync(path).find((each) => /^licen[cs]e/i.test(each));
  const text =
    file !== undefined && existsSync(join(path, file))
      ? readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim()
      : '';
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(80)}\n`;
}

if (argv[1] === import.meta.filename) {
  const target = resolve(root, argv[2] ?? 'dist');
  await buildInto(target);
  process.stdout.write(`built ${relative(root, target)}\n`);
}
