import type { Contract, Json, TeamMember } from './contract.ts';
import type { DbtModel, DbtProject } from './dbt.ts';

/** One line of a CODEOWNERS file. */
export interface OwnerRule {
  /** Segments of the pattern from the repository root; `**` stands for any number of folders. */
  readonly pattern: readonly string[];
  /** Users (`@ana`), teams (`@org/data`) and e-mail addresses; none where the line takes ownership away. */
  readonly owners: readonly string[];
  /** 1-based. */
  readonly line: number;
}

/** Whether somebody answers for the technical and for the business side. */
export interface Answerable {
  readonly technical: boolean;
  readonly business: boolean;
}

const technicalRole = /tech|t[eé]cnic|engineer|engenh|developer|desenvolv|custodian|plataforma|platform/i;
const businessRole =
  /business|neg[oó]ci|product|produto|data owner|steward|analyst|analista|manager|gestor|domain|dom[ií]nio/i;

/** Roles of the team, and custom properties such as `technicalOwner` and `business_owner`. A bare "owner" is the business one. */
export function contractAnswerable(contract: Contract): Answerable {
  const roles = contract.team.filter(({ username }) => username.trim() !== '').map(({ role }) => role ?? '');
  const properties = contract.customProperties
    .filter(({ property, value }) => /owner/i.test(property) && isNamed(value))
    .map(({ property }) => property);
  const said = [...roles, ...properties];
  return { technical: said.some(isTechnical), business: said.some(isBusiness) };
}

/** Who is asked first about what a team owns: its technical owner, else the business owner, else its first member. */
export function teamOwner(team: readonly TeamMember[]): string | undefined {
  const named = team.filter(({ username }) => username !== '');
  const withRole = (fits: (role: string) => boolean): TeamMember | undefined =>
    named.find(({ role }) => fits(role ?? ''));
  const owner =
    withRole((role) => isTechnical(role) && ownerWord.test(role)) ??
    withRole(isTechnical) ??
    withRole((role) => isBusiness(role) || ownerWord.test(role));
  return (owner ?? named[0])?.username;
}

/** The first member whose role says "owner" (of the technical or business `side`, where one is asked for). */
export function namedOwner(team: readonly TeamMember[], side?: keyof Answerable): string | undefined {
  const fits = { technical: isTechnical, business: isBusiness };
  const owner = team.find(({ username, role = '' }) => {
    return username !== '' && ownerWord.test(role) && (side === undefined || fits[side](role));
  });
  return owner?.username;
}

const ownerWord = /owner|\bdon[oa]\b|respons[aá]vel/i;

function isTechnical(role: string): boolean {
  return technicalRole.test(role);
}

function isBusiness(role: string): boolean {
  return businessRole.test(role) || (/^owner$/i.test(role.trim()) && !isTechnical(role));
}

/** What a dbt template gives to `config(…)`. */
export type WrittenConfig = { readonly [key: string]: Json };

/** `owner` answers for both sides; `technical_owner` and `business_owner` for one. A group's owner answers for its models. */
export function modelAnswerable(model: DbtModel, project: DbtProject, written: WrittenConfig = {}): Answerable {
  const meta = modelMeta(model, written);
  const any = isNamed(meta['owner']) || groupOwner(model, project, written) !== undefined;
  return {
    technical: any || isNamed(meta['technical_owner'] ?? meta['technicalOwner']),
    business: any || isNamed(meta['business_owner'] ?? meta['businessOwner']),
  };
}

/** Who is asked first about a dbt model: `meta.owner`, else one of its two owners, else the owner of its group. */
export function modelOwner(model: DbtModel, project: DbtProject, written: WrittenConfig = {}): string | undefined {
  const meta = modelMeta(model, written);
  const keys = ['owner', 'technical_owner', 'technicalOwner', 'business_owner', 'businessOwner'];
  const named = keys.map((key) => firstName(meta[key])).find((name) => name !== undefined);
  return named ?? groupOwner(model, project, written);
}

function modelMeta(model: DbtModel, written: WrittenConfig): WrittenConfig {
  return { ...asMap(model.folderConfig['meta']), ...model.properties?.meta, ...asMap(written['meta']) };
}

function groupOwner(model: DbtModel, project: DbtProject, written: WrittenConfig): string | undefined {
  const group = written['group'] ?? model.properties?.group ?? model.folderConfig['group'];
  const owners = project.groups.filter(({ name }) => name === group).map(({ owner }) => owner);
  return owners
    .map((owner) => firstName(owner['email']) ?? firstName(owner['name']))
    .find((name) => name !== undefined);
}

function asMap(value: Json | undefined): WrittenConfig {
  return value === undefined || value === null || typeof value !== 'object' || isList(value) ? {} : value;
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isNamed(value: Json | undefined): boolean {
  return firstName(value) !== undefined;
}

/** A text, or the first one that a map (its e-mail address before all) or list holds. */
function firstName(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (value === undefined || value === null || typeof value !== 'object') return undefined;
  const parts = isList(value) ? value : [value['email'] ?? null, ...Object.values(value)];
  for (const part of parts) {
    const name = firstName(part);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Who GitHub says owns the file at `path`: the last rule that fits wins. None where no rule does, or where it names nobody. */
export function ownersOf(rules: readonly OwnerRule[], path: string): readonly string[] {
  const segments = path.split('/');
  return rules.findLast(({ pattern }) => fitsPath(pattern, segments))?.owners ?? [];
}

/** Whether a pattern as in CODEOWNERS fits a path. Follows all open positions at once: time is at most the product of both lengths. */
export function fitsPath(pattern: readonly string[], path: readonly string[]): boolean {
  let open = settle(pattern, [0]);
  for (const [depth, name] of path.entries()) {
    if (open.size === 0) return false;
    // What is left of the path lies in a folder that the pattern names.
    if (depth > 0 && open.has(pattern.length) && ownsBelow(pattern)) return true;
    open = settle(
      pattern,
      [...open].flatMap((at) => step(pattern, at, name)),
    );
  }
  return open.has(pattern.length);
}

/** `docs/*` owns the files of a folder, not those of its folders (GitHub Docs, "About code owners"). */
function ownsBelow(pattern: readonly string[]): boolean {
  return pattern.at(-1) !== '*';
}

function step(pattern: readonly string[], at: number, name: string): readonly number[] {
  const segment = pattern[at];
  if (segment === undefined) return [];
  // At the end it stands for everything inside, so for at least one name.
  if (segment === '**') return at === pattern.length - 1 ? [at, at + 1] : [at];
  return fitsName(segment, name) ? [at + 1] : [];
}

/** `**` before a name may stand for no folder at all. */
function settle(pattern: readonly string[], positions: readonly number[]): ReadonlySet<number> {
  const open = new Set(positions);
  for (const at of open) if (pattern[at] === '**' && at < pattern.length - 1) open.add(at + 1);
  return open;
}

/** `*` stands for any text and `?` for one character; a backslash takes the next character as it is. */
function fitsName(segment: string, name: string): boolean {
  const parts = [...glob(segment)];
  let part = 0;
  let at = 0;
  let star = -1;
  let retry = 0;
  while (at < name.length) {
    const wanted = parts[part];
    if (wanted === anyText) {
      star = part++;
      retry = at;
    } else if (wanted === anyCharacter || wanted === name[at]) {
      part++;
      at++;
    } else if (star !== -1) {
      // Only the last star is ever tried again, so the time is at most the product of both lengths.
      part = star + 1;
      at = ++retry;
    } else return false;
  }
  return parts.slice(part).every((each) => each === anyText);
}

const anyText = Symbol('*');
const anyCharacter = Symbol('?');

function* glob(segment: string): Generator<string | symbol> {
  for (let at = 0; at < segment.length; at++) {
    const character = segment.charAt(at);
    if (character === '\\' && at + 1 < segment.length) yield segment.charAt(++at);
    else yield character === '*' ? anyText : character === '?' ? anyCharacter : character;
  }
}
