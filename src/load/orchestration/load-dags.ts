import type { DagFile } from '../../model/orchestration.ts';
import { type DbtFiles, type FileRef, stemOf, textOfFile, yamlOf } from '../dbt/dbt-files.ts';
import { type DocumentNode, entriesOf, type MapEntry, textOf, valueOf } from '../document.ts';
import { blobKey } from '../memo.ts';
import { addWords } from './mentioned-words.ts';
import { describePythonDag } from './python-dag.ts';
import { type PythonToken, pythonTokens } from './python-tokens.ts';
import { describeYamlDag } from './yaml-dag.ts';

/** Reads what the orchestrator's files (Python, YAML, and the SQL beside them) mention; none of them is run. */
export function loadDags(source: DbtFiles, files: readonly FileRef[]): readonly DagFile[] {
  return files
    .filter(({ path }) => /\.(?:py|ya?ml|sql)$/.test(path))
    .flatMap((file) => source.memo.once('dags', blobKey(file), () => readFile(source, file)));
}

function readFile(source: DbtFiles, file: FileRef): readonly DagFile[] {
  const text = textOfFile(source, file);
  if (text === undefined) return [];
  if (file.path.endsWith('.py')) return [readPython(file.path, text)];
  const root = file.path.endsWith('.sql') ? undefined : yamlOf(source, file).root;
  return root === undefined ? [readLines(file.path, text)] : readYamlDags(file.path, root);
}

function readPython(path: string, code: string): DagFile {
  const tokens = pythonTokens(code);
  const words = new Set<string>();
  for (const { kind, text } of tokens) if (kind !== 'mark') addWords(words, text);
  const ids = [...new Set(dagIds(tokens))];
  const name = ids.length === 0 ? fileName(path) : ids.join(', ');
  return { path, name, words, ...describePythonDag({ path, code, tokens }) };
}

/** `dag_id="…"`, the first argument of `DAG(…)`, and functions below `@dag`. */
function dagIds(tokens: readonly PythonToken[]): readonly string[] {
  const at = (index: number): string | undefined => tokens[index]?.text;
  let isDecorated = false;
  return tokens.flatMap(({ kind, text }, index) => {
    if (kind !== 'word') return [];
    const next = tokens[index + 2];
    if (next?.kind === 'text' && ((text === 'dag_id' && at(index + 1) === '=') || isCall(text, at(index + 1)))) {
      isDecorated = false;
      return [next.text];
    }
    if (text === 'dag' && at(index - 1) === '@') isDecorated = true;
    if (text !== 'def' || !isDecorated) return [];
    isDecorated = false;
    return at(index + 1) ?? [];
  });
}

function isCall(name: string, mark: string | undefined): boolean {
  return (name === 'DAG' || name === 'DbtDag') && mark === '(';
}

/** SQL, and YAML of several documents: every word that is in no comment of its own line. */
function readLines(path: string, text: string): DagFile {
  const words = new Set<string>();
  for (const line of text.split('\n')) {
    const comment = path.endsWith('.sql') ? line.indexOf('--') : line.search(/(?:^|\s)#/);
    addWords(words, comment === -1 ? line : line.slice(0, comment));
  }
  return { path, name: fileName(path), words };
}

/** A mapping of DAGs (dag-factory) is one DAG per key, with what all share; another file is one, called by its `dag_id`. */
function readYamlDags(path: string, root: DocumentNode): readonly DagFile[] {
  const dags = entriesOf(root).filter(isDag);
  const own = textOf(valueOf(root, 'dag_id'));
  if (own !== undefined || dags.length === 0) {
    const words = new Set<string>();
    addNode(words, root);
    return [{ path, name: own ?? fileName(path), words, ...(own === undefined ? {} : describeYamlDag({ dag: root })) }];
  }
  const defaults = valueOf(root, 'default');
  const shared = entriesOf(root).filter((entry) => !dags.includes(entry));
  return dags.map(({ key, keyAt, value }) => {
    const words = new Set<string>();
    addWords(words, key);
    for (const entry of shared) addNode(words, entry.value);
    addNode(words, value);
    const name = textOf(valueOf(value, 'dag_id')) ?? key;
    return { path, name, words, ...describeYamlDag({ dag: value, defaults }), at: keyAt };
  });
}

/** `default` holds what the DAGs of the file share (dag-factory). */
function isDag({ key, value }: MapEntry): boolean {
  const keys = ['tasks', 'task_groups', 'schedule', 'schedule_interval', 'default_args'];
  return key !== 'default' && keys.some((each) => valueOf(value, each) !== undefined);
}

function addNode(words: Set<string>, node: DocumentNode): void {
  switch (node.kind) {
    case 'scalar':
      if (typeof node.value === 'string') addWords(words, node.value);
      return;
    case 'list':
      for (const item of node.items) addNode(words, item);
      return;
    case 'map':
      for (const { key, value } of node.entries) {
        addWords(words, key);
        addNode(words, value);
      }
  }
}

/** Files of Dagster that are all called alike: their folder tells them apart. */
const commonStems = new Set(['defs', 'definitions', 'schedules']);

/** What a file is called whose DAG has no id of its own. */
function fileName(path: string): string {
  const stem = stemOf(path);
  const folder = path.split('/').at(-2);
  return folder !== undefined && commonStems.has(stem) ? `${folder}/${stem}` : stem;
}
