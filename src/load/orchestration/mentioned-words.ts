/** More than a file of any real orchestrator mentions; the rest is not looked at. */
const maxWords = 50_000;
/** Longer runs of letters are no names: warehouses stop at 255. */
const maxLength = 300;

/**
 * Adds the names in a text, in lower case: runs of letters, digits and `_ - . : /`, and their parts between `: /` and
 * between dots, so that `source:stripe.charges` also mentions `stripe.charges` and `charges`.
 */
export function addWords(words: Set<string>, text: string): void {
  for (const [run] of text.toLowerCase().matchAll(/[\p{L}\p{N}_][\p{L}\p{N}_.:/-]*/gu)) {
    if (words.size >= maxWords) return;
    if (run.length > maxLength) continue;
    for (const word of partsOf(run)) words.add(word);
  }
}

function* partsOf(run: string): Generator<string> {
  const whole = withoutMarks(run);
  yield whole;
  if (!/[.:/]/.test(whole)) return;
  for (const step of whole.split(/[:/]/).map(withoutMarks)) {
    if (step === '') continue;
    yield step;
    if (step.includes('.'))
      yield* step
        .split('.')
        .map(withoutMarks)
        .filter((part) => part !== '');
  }
}

/** A sentence or option may end or begin with marks that belong to no name. */
function withoutMarks(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && '.:/-'.includes(word.charAt(start))) start++;
  while (end > start && '.:/-'.includes(word.charAt(end - 1))) end--;
  return word.slice(start, end);
}
