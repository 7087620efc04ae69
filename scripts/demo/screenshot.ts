import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../__tests__/support/git-repo.ts';

const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

/** Size of a picture, in CSS pixels, and how many real ones each has. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Takes a picture of the top of a page with a Chromium of this machine. @throws Error where there is none */
export function takePicture(page: string, picture: string, { width, height, scale }: PictureSize): void {
  const profile = temporaryFolder('chromium-');
  const args = [
    ...flags,
    `--user-data-dir=${profile}`,
    `--force-device-scale-factor=${scale}`,
    `--window-size=${width},${height}`,
    `--screenshot=${picture}`,
    pathToFileURL(page).href,
  ];
  try {
    const tried = browsers.map((name) => () => spawnSync(name, args, { encoding: 'utf8', timeout: 60_000 }));
    for (const start of tried) {
      const run = start();
      if (run.error !== undefined && 'code' in run.error && run.error.code === 'ENOENT') continue;
      if (run.status !== 0) throw new Error(`the browser ended with ${run.status}: ${run.stderr}`);
      return;
    }
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
  throw new Error(`a picture needs one of ${browsers.join(', ')}`);
}
