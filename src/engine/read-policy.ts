import { compatibilityRows } from '../generated/compatibility.ts';
import { generators } from '../generators/registry.ts';
import { configPath, type LoadedConfig, loadConfig } from '../load/config.ts';
import { readSharedPolicies, remotePlace, type SharedPolicies, type UnreadPolicy } from '../load/config-shared.ts';
import { ConfigError } from '../model/errors.ts';
import { type Lang, translate } from '../model/messages.ts';
import type { Problem, Project } from '../model/project.ts';
import type { Rule } from '../model/rule.ts';
import type { Skipped, Tree } from '../model/tree.ts';
import type { PolicyHost } from '../ports.ts';
import type { PolicySource } from './choose-policy.ts';
import { customRules } from './custom-rules.ts';
import { unknownMentions } from './policy-notes.ts';

/** The configuration of a tree, and the shared policies that it extends. */
export interface TreePolicy extends LoadedConfig {
  readonly shared: SharedPolicies;
}

/** Reads the configuration of a tree with what it extends in the same tree. */
export function readPolicy(tree: Pick<Tree, 'read'>): TreePolicy {
  const loaded = loadConfig(configPath, tree.read(configPath));
  const shared = readSharedPolicies(loaded, (path) => tree.read(path));
  return { ...loaded, config: { ...loaded.config, shared: shared.policies }, shared };
}

/** What a tree says about policy. */
export function policySource(tree: Tree, project: Project): PolicySource {
  const { config } = readPolicy(tree);
  const { governance, files, dbt, owners = [], customRules: own = [] } = project;
  const hasSpecs = dbt.length > 0 || files.some((file) => file.role === 'contract');
  const ref = tree.sha === undefined ? { ref: tree.ref } : { ref: tree.ref, sha: tree.sha };
  return { ref, config, governance, customRules: own, owners, hasSpecs };
}

/** What is wrong with the policy files of a tree. `rules` are those of the gate; the tree's own are known too. */
export function policyProblems(tree: Tree, project: Project, rules: readonly Rule[]): readonly Problem[] {
  const { problems, mentions, shared } = readPolicy(tree);
  const names = {
    rules: [...rules, ...customRules(project.customRules ?? [], 'en')],
    generators,
    rows: compatibilityRows.map((row) => row.id),
  };
  const unknown = unknownMentions([...mentions, ...shared.mentions], names);
  return [...problems, ...shared.problems, ...shared.unresolved, ...unknown];
}

/** A policy of another repository, and the commit that it was read from. */
export interface RemotePolicy {
  readonly name: string;
  readonly sha: string;
}

/** Largest policy of another repository, in bytes. */
const maxPolicyBytes = 256 * 1024;

/**
 * Fetches the policies of other repositories that a tree's configuration extends, and those that they extend. The trees then
 * have them, too; what only a change names is not fetched: whoever opens a pull request does not choose what our token reads.
 * @throws ConfigError where one is not there or too large, EnvironmentError where GitHub does not answer
 */
export async function withRemotePolicies(
  trees: readonly [tip: Tree, head: Tree, base: Tree],
  host: PolicyHost | undefined,
): Promise<{ readonly trees: typeof trees; readonly remotes: readonly RemotePolicy[] }> {
  const [tip, head, base] = trees;
  const files = new Map<string, Uint8Array>();
  const remotes: RemotePolicy[] = [];
  for (;;) {
    const next = readPolicy(withFiles(tip, files)).shared.unread[0];
    if (next === undefined || host === undefined) break;
    const { bytes, sha } = await fetchPolicy(next, host);
    files.set(next.key, bytes);
    remotes.push({ name: next.key, sha });
  }
  return { trees: [withFiles(tip, files), withFiles(head, files), withFiles(base, files)], remotes };
}

async function fetchPolicy(
  { key, problem }: UnreadPolicy,
  host: PolicyHost,
): Promise<{ readonly bytes: Uint8Array; readonly sha: string }> {
  const place = remotePlace(key);
  const found = place && (await host.readPolicy(place));
  if (found === undefined) throw configError({ ...problem, message: 'config.shared-not-there' });
  if (found.bytes.length > maxPolicyBytes) throw configError({ ...problem, message: 'config.shared-large' });
  return found;
}

/** No file of a tree passes for one of another repository, whatever its name. */
function withFiles(tree: Tree, files: ReadonlyMap<string, Uint8Array>): Tree {
  return { ...tree, read: (path) => (remotePlace(path) === undefined ? tree.read(path) : files.get(path)) };
}

function configError({ at, message, values }: Problem): ConfigError {
  return new ConfigError(`${at.path}:${at.line}: ${translate('en', message, values)}`);
}

/** Shared policies of other repositories that a first configuration names: they are in force once it is merged. */
export function laterPolicies(tree: Tree, lang: Lang): readonly Skipped[] {
  return readPolicy(tree).shared.unread.map(({ key }) => ({ what: key, why: translate(lang, 'config.shared-later') }));
}

/**
 * A gate whose shared policy cannot be read would be weaker than the organisation wants: it does not judge.
 * @throws ConfigError where the configuration extends what is not there
 */
export function requireShared(tree: Tree): void {
  const { unresolved, unread } = readPolicy(tree).shared;
  const first = unresolved[0] ?? unread[0]?.problem;
  if (first !== undefined) throw configError(first);
}

/** What of the policy that judges cannot be taken as written: it is not in force, in no run. */
export function ignoredSettings(tree: Tree, lang: Lang): readonly Skipped[] {
  const { problems, shared } = readPolicy(tree);
  return [...problems, ...shared.problems].map(({ at, message, values }) => ({
    what: `${at.path}:${at.line}`,
    why: translate(lang, 'config.not-in-force', { problem: translate(lang, message, values) }),
  }));
}

/** Paths of the files that a tree's policy is in. */
export function policyPaths(tree: Pick<Tree, 'read'>): readonly string[] {
  const { paths } = readPolicy(tree).shared;
  return [configPath, ...paths.filter((path) => remotePlace(path) === undefined)];
}
