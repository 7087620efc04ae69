import { type ApiVersion, apiVersions, type Contract, type Direction } from '../../model/contract.ts';
import { fileStart, type Location } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { type DocumentNode, entryOf, type MapNode, textOf, valueOf } from '../document.ts';
import { suggest } from '../../model/suggest.ts';
import { sortProblems, type YamlFile } from '../yaml.ts';
import { contractPlace, startOf, walkPlaces } from './elements.ts';
import { isJudged, judgePlace } from './judge-place.ts';
import { addUnlistedKeys, listed, quotable, startReading, typeName } from './mistakes.ts';
import { modelContract } from './model-contract.ts';
import { provenReplacements } from './replacements.ts';
import { judgeShape } from './shape.ts';

/** What a contract file says, and what is wrong with it. */
export interface LoadedContract {
  /** Present where the file is a mapping with an id, whatever else is wrong; parts that cannot be understood are left out. */
  readonly contract?: Contract;
  /** Every mistake of the file in the order of its lines, those of reading it as YAML included. */
  readonly problems: readonly Problem[];
}

/**
 * Reads an ODCS contract (3.0.0 to 3.2.0) by the version it declares. One mistake is one problem, at its line and column.
 * `direction` is what the folder says; a custom property `dataengos.direction` of the contract says otherwise.
 */
export function loadContract(file: YamlFile, direction: Direction): LoadedContract {
  const { root } = file;
  if (root === undefined)
    return { problems: file.problems.length > 0 ? file.problems : [fileProblem(fileStart(file.path), 'empty-file')] };
  if (root.kind !== 'map')
    return { problems: [...file.problems, fileProblem(startOf(root.at), 'not-a-mapping', { actual: typeName(root) })] };
  const header = readHeader(root);
  const contract = header.isModelled
    ? modelContract(root, { direction, path: file.path, version: header.version })
    : undefined;
  const found = header.problem === undefined ? proven(root, header.version) : [header.problem];
  return { ...(contract === undefined ? {} : { contract }), problems: sortProblems([...file.problems, ...found]) };
}

function proven(root: MapNode, version: ApiVersion): readonly Problem[] {
  return provenReplacements(judgeContract(root, version), root, (repaired) => judgeContract(repaired, version));
}

function judgeContract(root: MapNode, version: ApiVersion): readonly Problem[] {
  const reading = startReading(version);
  const contract = contractPlace(root);
  judgeShape(reading, contract);
  walkPlaces(
    contract,
    (place) => judgePlace(reading, place),
    (place, key) => isJudged(reading, place, key),
  );
  addUnlistedKeys(reading);
  return withoutMisspelt(reading.problems);
}

/** A required key that is only misspelt is not missing as well: the slip is the mistake. */
function withoutMisspelt(problems: readonly Problem[]): readonly Problem[] {
  const meant = new Set<string>();
  for (const { key, values } of problems) {
    if (!key.endsWith('#unknown') || values['suggestion'] === undefined) continue;
    meant.add(`${key.slice(0, key.lastIndexOf('/'))}/${values['suggestion']}#required`);
  }
  return problems.filter((problem) => !meant.has(problem.key));
}

interface Header {
  readonly version: ApiVersion;
  /** Why the file cannot be judged as a contract at all. */
  readonly problem?: Problem;
  readonly isModelled: boolean;
}

const newest: ApiVersion = 'v3.2.0';

/** `apiVersion` and `kind` decide what a file is judged by; where they do not, nothing else is worth saying. */
function readHeader(root: MapNode): Header {
  const version = valueOf(root, 'apiVersion');
  const kind = valueOf(root, 'kind');
  if (isOtherKind(kind)) return { version: newest, problem: otherKind(kind), isModelled: false };
  const known = apiVersions.find((each) => each === textOf(version));
  if (known !== undefined) return { version: known, isModelled: true };
  const problem = version === undefined ? withoutVersion(root) : unknownVersion(version);
  const isOld = /^v?[0-2]\./.test(version?.kind === 'scalar' ? String(version.value) : '');
  return { version: newest, problem, isModelled: textOf(kind) === 'DataContract' && !isOld };
}

/** Whether `kind` says that the file is something else; a missing kind or a slip in it does not. */
function isOtherKind(kind: DocumentNode | undefined): kind is DocumentNode {
  const text = textOf(kind);
  return (
    text !== undefined &&
    text !== 'DataContract' &&
    suggest(text, ['DataContract']) === undefined &&
    text.toLowerCase() !== 'datacontract'
  );
}

function otherKind(kind: DocumentNode): Problem {
  return headerProblem(kind.at, {
    key: '/kind#enum',
    message: 'other-kind',
    values: { value: quotable(textOf(kind) ?? '') },
  });
}

function withoutVersion(root: MapNode): Problem {
  const isContract = entryOf(root, 'kind') !== undefined;
  const message = isContract ? 'no-api-version' : 'not-odcs';
  return headerProblem(startOf(root.at), {
    key: '/apiVersion#required',
    message,
    values: { allowed: listed(apiVersions) },
  });
}

function unknownVersion(version: DocumentNode): Problem {
  const value = version.kind === 'scalar' ? quotable(String(version.value)) : typeName(version);
  const isOld = /^v?2\./.test(value);
  const meant = apiVersions.find((each) => each === `v${value}`) ?? suggest(value, apiVersions);
  const message = isOld ? 'old-version' : meant === undefined ? 'unknown-version' : 'unknown-version-suggest';
  const values = {
    value,
    allowed: listed(apiVersions),
    ...(isOld || meant === undefined ? {} : { suggestion: meant }),
  };
  const problem = headerProblem(version.at, { key: '/apiVersion#enum', message, values });
  const text = textOf(version);
  // Only the "v" is missing: which version is meant is not in doubt.
  return meant !== undefined && text !== undefined && meant === `v${text}`
    ? { ...problem, replacement: { at: version.at, value: text, text: meant, quotes: 'keep' } }
    : problem;
}

interface Told {
  readonly key: string;
  readonly message: string;
  readonly values: { readonly [name: string]: string };
}

function headerProblem(at: Location, { key, message, values }: Told): Problem {
  return { kind: 'schema', at, key, message: `odcs.${message}`, values };
}

function fileProblem(at: Location, message: string, values: { readonly [name: string]: string } = {}): Problem {
  return headerProblem(at, { key: `#${message}`, message, values });
}
