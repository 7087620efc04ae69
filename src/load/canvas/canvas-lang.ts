import type { Lang } from '../../model/messages.ts';

/** What tells the language of a canvas. */
export interface Written {
  /** Languages of the headings and labels that are known. */
  readonly known: readonly Lang[];
  readonly headings: readonly string[];
  readonly text: string;
}

/** The language of its known headings, else of the words of all headings, else of the whole text; English where nothing tells. */
export function languageOf({ known, headings, text }: Written): Lang {
  const portuguese = known.filter((lang) => lang === 'pt-BR').length;
  const balance = portuguese - (known.length - portuguese) || balanceOf(headings.join(' ')) || balanceOf(text);
  return balance > 0 ? 'pt-BR' : 'en';
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** Words that only one of the languages has; `do`, `no`, `as` and `a` are in both. */
const portugueseWords = wordSet(
  'tem há ha contém contem quem qual quais quanto quando onde como que para por com sem de da das dos em na nas nos ao aos à às é são os um uma não nenhum nenhuma sim até todo toda todos todas dado dados pessoal pessoais cada pelo pela mês dia dias',
);
const englishWords = wordSet(
  'any who what which when where how why is are does has have hold holds contains with without of the to and for from by in on it its not none yes every each this that these those data personal day days month',
);

/** Positive where the words are Portuguese, negative where they are English. */
function balanceOf(text: string): number {
  let balance = 0;
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    if (portugueseWords.has(word) || /[ãõç]/.test(word)) balance++;
    else if (englishWords.has(word)) balance--;
  }
  return balance;
}
