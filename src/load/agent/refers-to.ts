import { isSaidAbsent } from '../../model/absence.ts';

/** Words that send a reader to a file. */
const reading =
  /(?:^|[^\p{L}])(?:according|consult|consulte|conforme|defined|definid[ao]s?|described|descrit[ao]s?|follow|honou?r|leia|ler|load|look|obey|open|read|refer|respect|respeite|see|siga|use|ve[jr]a?)(?=[^\p{L}]|$)/giu;

/** Words after which a file is one that is still to be written, or was. */
const writing =
  /(?:^|[^\p{L}])(?:add|adds|adicione|apague|atualize|copy|create[sd]?|creating|cri[ae]|criar|delete[sd]?|emits?|escrev[ae]|exports?|ger[ae]|gerar|generate[sd]?|grav[ae]|gravar|into|mov[ae]|moved?|new|nov[ao]s?|outputs?|places?|produces?|put|remov[ae]|removed?|renamed?|salv[ae]|salvar|saves?|store[sd]?|writes?|writing|written)(?=[^\p{L}]|$)/giu;

/** Words that say that the file may be missing, or is only an example. */
const doubting =
  /(?:^|[^\p{L}])(?:absent|avoid|could|deprecated|don['’]t|e\.g|eg|evite|ex|exemplos?|examples?|formerly|have no|has no|instead|is no|like|may|might|missing|n[ãa]o|never|no longer|not|nunca|obsolete|older|optional|opcional|sem|such|without)(?=[^\p{L}]|$)/iu;

/** A condition that is about the file itself. */
const doubtingBefore =
  /(?:^|[^\p{L}])(?:caso|if|quando|se|when)\s{1,3}(?:there\s(?:is|are)\s(?:an?\s)?|houver\s(?:um\s)?|existir\s(?:um\s)?|(?:o\s)?arquivo\s|(?:the\s)?file\s|your\s|the\s|an?\s|o\s|a\s)?[`'"“]?$/iu;

/** What is said directly behind a file that is not there yet, or not always. */
const doubtingAfter =
  /^[`'"”)\]\s]{0,4}(?:[([—–-]\s?)?(?:are created|be created|(?:can|could|may|might|must|should|will)\b|does not|doesn['’]t|exist(?:s|e|ir|ing)?\b|has been|if\b|(?:is|are) (?:absent|created|generated|missing|new|no|not|optional|present|written)\b|n[ãa]o\b|opcional|optional|quando\b|se\b|ser[áa]\b|when\b|was\b|[eé] (?:criad|gerad|opcional))/iu;

/** A condition anywhere behind a file: "holds exceptions, if there are any", "onde existir". */
const conditional =
  /(?:^|[^\p{L}])(?:(?:if|when|where|wherever)\s{1,3}(?:any\b|applicable|available|needed|present|there\s(?:is|are)\s(?:any|one|some)\b|(?:it|they|one)\s(?:exists?|is\sthere|are\sthere)\b)|(?:caso|onde|quando|se)\s{1,3}(?:exist(?:a|am|e|em|ir|irem)|houver|haja|há|necess[áa]rio|presente|for\so\scaso)(?!\p{L})|opcional(?:mente)?\b|optional(?:ly)?\b)/iu;

/**
 * Whether a sentence sends its reader to a path that it names. Of reading and writing the word nearest before the path
 * decides; a path that stands by itself is one to read.
 */
export function refersTo(text: string, path: string): boolean {
  const at = text.indexOf(path);
  if (at === -1) return true;
  const before = sentenceBefore(text, at);
  const after = text.slice(at + path.length, at + path.length + 60);
  if (isSaidAbsent({ before, after })) return false;
  if (doubting.test(before) || doubtingBefore.test(before) || doubtingAfter.test(after)) return false;
  if (conditional.test(sentenceAfter(text, at + path.length))) return false;
  return lastOf(before, writing) <= lastOf(before, reading);
}

/** From the end of the sentence before, without other paths: their folders are no words. */
function sentenceBefore(text: string, at: number): string {
  // The point of an abbreviation ends no sentence.
  const before = text.slice(Math.max(0, at - 400), at).replaceAll(/\b(?:e\.g|i\.e|p\.ex|ex)\.\s/gi, 'e.g ');
  const end = Math.max(...['. ', '; ', '! ', '? ', '\n\n', ' | '].map((each) => before.lastIndexOf(each)));
  const sentence = end === -1 ? before : before.slice(end + 2);
  return sentence.replaceAll(/[^\s/]{0,100}\/\S{1,300}/g, ' ');
}

/** To the end of the sentence, without other paths. */
function sentenceAfter(text: string, at: number): string {
  const [sentence = ''] = text.slice(at, at + 300).split(/[.;!?](?:\s|$)|\n\n|\s\|\s/, 1);
  return sentence.replaceAll(/[^\s/]{0,100}\/\S{1,300}/g, ' ');
}

function lastOf(text: string, words: RegExp): number {
  let last = -1;
  for (const { index } of text.matchAll(words)) last = index;
  return last;
}
