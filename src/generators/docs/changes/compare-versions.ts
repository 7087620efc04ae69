import { compareText } from '../../../model/location.ts';
import { parseSemver } from '../../../model/version.ts';

/** Orders versions by their three numbers, a pre-release before its release; what is no semver comes first, as text. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [parseSemver(a), parseSemver(b)];
  if (first === undefined || second === undefined) {
    return Number(first !== undefined) - Number(second !== undefined) || compareText(a, b);
  }
  const byNumber = first.map((number, at) => number - (second[at] ?? 0)).find((difference) => difference !== 0);
  return byNumber ?? (Number(!a.includes('-')) - Number(!b.includes('-')) || compareText(a, b));
}
