import { fileStart } from '../../model/location.ts';
import type { Problem } from '../../model/project.ts';
import { inspectText } from '../inspect-text.ts';
import { readYaml, type YamlFile } from '../yaml.ts';
import { findJsonError } from './strict-json.ts';

/** Reads a YAML file, or a JSON file, which must be strict JSON: what only YAML allows is a problem there. */
export function readDocument(path: string, bytes: Uint8Array): YamlFile {
  if (!path.endsWith('.json')) return readYaml(path, bytes);
  const problem = isBlank(bytes) ? undefined : jsonProblem(path, bytes);
  return problem === undefined ? readYaml(path, bytes) : { path, problems: [problem] };
}

/** Why a file is not strict JSON; undefined where it is. */
export function jsonProblem(path: string, bytes: Uint8Array): Problem | undefined {
  const inspected = inspectText(path, bytes);
  if (inspected.problem !== undefined) return inspected.problem;
  const error = findJsonError(inspected.text);
  if (error === undefined) return undefined;
  const at = { ...fileStart(path), line: error.line, column: error.column };
  const [character] = inspected.text.slice(error.offset, error.offset + 2);
  if (character === undefined)
    return { kind: 'syntax', at, key: 'json-ends', message: 'governance.json-ends', values: {} };
  const found = JSON.stringify(character).slice(1, -1);
  return { kind: 'syntax', at, key: 'json-syntax', message: 'governance.json-syntax', values: { found } };
}

/** An empty file is no JSON either, but "empty" is the better word for it. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
