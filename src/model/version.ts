/** The three numbers of a version (semver 2.0.0). */
export type Semver = readonly [major: number, minor: number, patch: number];

/** Numbers of a semver version, a leading `v` allowed; undefined where it is none. */
export function parseSemver(version: string): Semver | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(version);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/**
 * What readers pin: the major number, below 1.0.0 the minor one with it (semver §4), also of versions that are not quite semver
 * (`1.2`); undefined where a version has no numbers.
 */
export function releaseLine(version: string): string | undefined {
  const [, major, minor = '0'] = /^v?(\d+)(?:\.(\d+))?(?:[.+-]|$)/.exec(version) ?? [];
  if (major === undefined) return undefined;
  return Number(major) === 0 ? `0.${Number(minor)}` : String(Number(major));
}
