import type { Role } from '../../model/contract.ts';
import { foldCase, foldWord } from '../../model/words.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import type { Site } from './sites.ts';

/** What a role of a contract may do with its tables. */
export interface Access {
  readonly role: Role;
  readonly writes: boolean;
  /** Whether the contract says that it sees confidential columns as they are. */
  readonly isUnmasked: boolean;
}

/** Accesses with what cannot be granted. */
interface Accesses {
  readonly accesses: readonly Access[];
  readonly notes: readonly GeneratorNote[];
}

/** Who may use a site: the roles of its contract, and those of its main server, which say more about the same role. */
export function accessesOf(site: Site): Accesses {
  const { contract, main } = site;
  const roles = new Map([...contract.roles, ...main.server.roles].map((role) => [role.role.trim(), role]));
  const accesses: Access[] = [];
  const notes: GeneratorNote[] = [];
  for (const [name, role] of roles) {
    const access = accessOf(role);
    const why = isEverybody(name) ? 'role-everybody' : nameFault(name, site) ? 'role-not-usable' : undefined;
    if (why === undefined && access !== undefined) accesses.push(access);
    else {
      const values = { role: name, access: role.access ?? '' };
      notes.push(
        noteOn({ generator: 'terraform', contract, at: role.at }, `terraform.${why ?? 'access-unknown'}`, values),
      );
    }
  }
  return { accesses, notes };
}

/** What the words of `access` allow; none of them is reading. */
function accessOf(role: Role): Access | undefined {
  const words = foldCase(role.access ?? 'read');
  const isUnmasked = /\bunmasked\b|\bsem mascara\b|\bdesmascarad[oa]\b/.test(words);
  const writes = /\bwrite\b|readwrite|\brw\b|\bescrita\b|\bgravacao\b/.test(words);
  const reads = writes || isUnmasked || /\bread|\bselect\b|\bleitura\b|\bro\b|^$/.test(words);
  return reads ? { role, writes, isUnmasked } : undefined;
}

/** Names that mean everybody who has an account, or everybody at all. */
function isEverybody(name: string): boolean {
  return /^(?:public|allusers|allauthenticatedusers|specialgroup:.*|\*|everyone|everybody|accountusers|iamallowedprincipals)$/.test(
    foldWord(name),
  );
}

/** Whether the target has no roles of such a name: too long, or with signs that its provider cannot carry. */
function nameFault(name: string, { target }: Site): boolean {
  if (name === '' || /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name)) return true;
  if (target === 'snowflake') return name.length > 255 || /[".|]/.test(name);
  return target === 'postgres' && (new TextEncoder().encode(name).length > 63 || /^pg_/i.test(name));
}

/** Plain names are stored in upper case by Snowflake; others as they are written. */
export function snowflakeName(text: string): string {
  return /^[A-Za-z_][\w$]*$/.test(text) ? text.toUpperCase() : text;
}

/** Plain names are stored in lower case by Postgres; others as they are written. */
export function postgresName(text: string): string {
  return /^[A-Za-z_][\w$]*$/.test(text) ? text.toLowerCase() : text;
}
