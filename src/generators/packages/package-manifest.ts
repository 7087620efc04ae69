import type { Contract } from '../../model/contract.ts';
import { compareText } from '../../model/location.ts';
import { parseSemver, type Semver } from '../../model/version.ts';
import { formatVersion } from '../define-generator.ts';
import { hashText } from '../ownership/lock.ts';
import type { LeftOut, PackedFile } from './package-files.ts';
import { linedJson } from '../catalog/json-lines.ts';

/** Where every package lists what is in it. */
export const manifestName = 'MANIFEST.json';

/** What identifies a package. */
export interface PackageInfo {
  readonly name: string;
  /** Highest version of its contracts, and the first 12 digits of the digest as build metadata. */
  readonly version: string;
  /** SHA-256 over the lines `<sha256 of the file>  <path>` of its files, as `sha256sum` writes them; lower-case hexadecimal. */
  readonly digest: string;
  readonly contracts: readonly { readonly id: string; readonly version: string }[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** Describes the files of a package, its README.md and MANIFEST.json not among them: those tell the digest of the others. */
export function describePackage(
  name: string,
  files: readonly PackedFile[],
  contracts: readonly Contract[],
): PackageInfo {
  const listed = files
    .map(({ path, content }) => ({
      path,
      bytes: new TextEncoder().encode(content).length,
      sha256: hashText(content),
    }))
    .toSorted((a, b) => compareText(a.path, b.path));
  const digest = hashText(listed.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(''));
  const promised = contracts
    .map(({ id, version }) => ({ id, version: version.value }))
    .toSorted((a, b) => compareText(a.id, b.id));
  const version = `${highestVersion(promised.map((each) => each.version))}+${digest.slice(0, 12)}`;
  return { name, version, digest, contracts: promised, files: listed };
}

/** MANIFEST.json: one entry per line, no time and no place in it. */
export function manifestFile(info: PackageInfo, leftOut: readonly LeftOut[]): PackedFile {
  const { name, version, digest, contracts, files } = info;
  const content = linedJson({
    format: formatVersion,
    name,
    version,
    digest,
    contracts,
    files,
    leftOut: leftOut.length === 0 ? undefined : leftOut,
  });
  return { path: manifestName, content };
}

/** Without `v` and build metadata; `0.0.0` where no version is one of semver. A release comes after its own candidates. */
function highestVersion(versions: readonly string[]): string {
  const known = versions.flatMap((text) => {
    const numbers = parseSemver(text);
    return numbers === undefined ? [] : [{ text: text.replace(/^v/, '').replace(/\+.*$/s, ''), numbers }];
  });
  return known.toSorted((a, b) => compareVersions(b, a))[0]?.text ?? '0.0.0';
}

interface KnownVersion {
  readonly text: string;
  readonly numbers: Semver;
}

function compareVersions(a: KnownVersion, b: KnownVersion): number {
  const at = a.numbers.findIndex((number, index) => number !== b.numbers[index]);
  if (at !== -1) return (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
  return Number(b.text.includes('-')) - Number(a.text.includes('-')) || comparePrerelease(a.text, b.text);
}

/** Semver 2.0.0 §11: numbers by value, and before words; the shorter of two that begin alike comes first. */
function comparePrerelease(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.slice(text.indexOf('-') + 1).split('.'));
  for (const [at, one] of (left ?? []).entries()) {
    const other = right?.[at];
    if (other === undefined) return 1;
    const order = compareParts(one, other);
    if (order !== 0) return order;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}

function compareParts(one: string, other: string): number {
  const [isNumber, otherIsNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber && otherIsNumber) return Number(one) - Number(other);
  return isNumber === otherIsNumber ? compareText(one, other) : isNumber ? -1 : 1;
}
