import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { renderReviewHtml } from '../src/reporters/html.ts';
import type { Review } from '../src/reporters/review.ts';
import { unexpected } from './demo/expectations.ts';
import { firstPage, picturePage, secondPage } from './demo/page.ts';
import { takePicture } from './demo/screenshot.ts';
import { showPlay } from './demo/show.ts';
import { type Play, play } from './demo/stage.ts';

const root = join(import.meta.dirname, '..');

/** The picture of the README: wide enough for code, cut below the interesting part. */
const pictureSize = { width: 920, height: 1432, scale: 1.75 };

/**
 * Plays a review against a local GitHub: `npm run demo [-- --screenshot FILE] [--out FOLDER] [--dist FOLDER]`.
 * Exit code 0 when everything went as told.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { screenshot: { type: 'string' }, out: { type: 'string' }, dist: { type: 'string' } },
  });
  const out = resolve(values.out ?? join(root, '.demo'));
  const told = await play({
    dist: resolve(values.dist ?? join(root, 'dist')),
    example: join(root, 'examples', 'revenue'),
  });
  print(showPlay(told));
  print('');
  for (const [name, review] of [
    ['review.html', firstPage(told)],
    ['review-fixed.html', secondPage(told)],
  ] as const)
    writePage(out, name, review);
  if (values.screenshot !== undefined) takeReviewPicture(told, { out, picture: resolve(values.screenshot) });
  const wrong = unexpected(told);
  for (const each of wrong) print(`NOT AS TOLD: ${each}`);
  print(wrong.length === 0 ? 'Everything went as told.' : `${wrong.length} things did not go as told.`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

function writePage(out: string, name: string, review: Review): string {
  const path = join(out, name);
  mkdirSync(out, { recursive: true });
  writeFileSync(path, renderReviewHtml(review));
  print(`page: ${relative(process.cwd(), path)}`);
  return path;
}

function takeReviewPicture(told: Play, { out, picture }: { readonly out: string; readonly picture: string }): void {
  const page = writePage(out, 'picture.html', picturePage(told));
  takePicture(page, picture, pictureSize);
  print(`picture: ${relative(process.cwd(), picture)}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
