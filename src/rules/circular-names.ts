import type { KnownNames } from './known-names.ts';

/** Keys of what reads itself through others, and of what lies between two such circles. Linear in the references. */
export function circularKeys(known: KnownNames): ReadonlySet<string> {
  const reads = new Map<string, ReadonlySet<string>>();
  for (const name of known.names) {
    const named = known.find(name);
    if (named !== undefined) reads.set(named.key, known.parents(named) ?? new Set());
  }
  const behind = withoutStarts(reads);
  return new Set(withoutStarts(turned(behind)).keys());
}

/** What something reads, by its key. */
type Reads = ReadonlyMap<string, ReadonlySet<string>>;

/** Leaves out what reads nothing, then what reads only that, and so on. */
function withoutStarts(reads: Reads): Reads {
  const readers = turned(reads);
  const waiting = new Map(
    [...reads].map(([key, parents]) => [key, [...parents].filter((each) => reads.has(each)).length]),
  );
  const open = [...waiting].flatMap(([key, count]) => (count === 0 ? [key] : []));
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    waiting.delete(key);
    for (const reader of readers.get(key) ?? []) {
      const count = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, count);
      if (count === 0) open.push(reader);
    }
  }
  return new Map([...reads].filter(([key]) => waiting.has(key)));
}

/** Who reads something, by its key. */
function turned(reads: Reads): Reads {
  const readers = new Map<string, Set<string>>([...reads.keys()].map((key) => [key, new Set()]));
  for (const [key, parents] of reads) for (const parent of parents) readers.get(parent)?.add(key);
  return readers;
}
