/** A name in words, the first 20 of them: lower case, without accents, split at case changes, digits and every other character. */
export interface NameWords {
  readonly words: readonly string[];
  /** All words, without anything between them. */
  readonly folded: string;
  /** The numbers in it, in their order. */
  readonly numbers: string;
}

/** Longer names are cut: nobody compares them by eye either. */
const maxLength = 200;
const maxWords = 20;

/** Splits a name: `custAddr_2` is `cust`, `addr`, `2`. */
export function wordsOf(name: string): NameWords {
  const cut = name.slice(0, maxLength);
  const found = isAscii(cut) ? asciiWords(cut) : unicodeWords(cut);
  const numbers = found.filter((word) => isNumber(word));
  return { words: found.slice(0, maxWords), folded: found.join(''), numbers: numbers.join(',') };
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** The same as `unicodeWords`, for what most names are written in, in a third of the time. */
function asciiWords(text: string): readonly string[] {
  return (text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}

function unicodeWords(text: string): readonly string[] {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '');
  const words = plain
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .match(/\p{L}+|\p{N}+/gu);
  return words ?? [];
}

/** Words that say what kind of value it is and not which one: shared, they tell half as much as others. */
const kinds = new Set('id identifier key code type name date time timestamp number flag value'.split(' '));
/** Words that say nothing. */
const fillers = new Set('at on is has the of de da do dim fct fact stg int tbl table vw view raw'.split(' '));

/** Whether every word only says what kind of thing it is. */
export function isGeneric({ words }: NameWords): boolean {
  return words.every((word) => isKind(word) || fillers.has(word));
}

/**
 * How alike two names are, from 0 to 1: the share of their words that have a counterpart. Abbreviations stand for their words, and
 * other numbers (`line_1`, `line_2`) mean other things, as do words that stand in each other's place (`credit_card`, `gift_card`).
 * Symmetric; the order of the words does not count.
 */
export function nameSimilarity(one: NameWords, other: NameWords): number {
  if (one.words.length === 0 || other.words.length === 0) return 0;
  if (one.folded === other.folded) return 1;
  const found = shareFound(one.words, other.words);
  const back = shareFound(other.words, one.words);
  const share = (found.found + back.found) / (found.all + back.all);
  const isReplaced = found.isMissing && back.isMissing;
  return share * (one.numbers === other.numbers ? 1 : 0.5) * (isReplaced ? 0.8 : 1);
}

interface Found {
  /** Weight of the words that have a counterpart. */
  readonly found: number;
  /** Weight of all words. */
  readonly all: number;
  /** Whether one has no counterpart. */
  readonly isMissing: boolean;
}

function shareFound(words: readonly string[], among: readonly string[]): Found {
  let found = 0;
  let all = 0;
  let isMissing = false;
  for (const word of words) {
    const best = bestOf(word, among);
    const weight = weightOf(word, best > 0);
    all += weight;
    found += weight * best;
    isMissing ||= best === 0;
  }
  return { found, all, isMissing };
}

function bestOf(word: string, among: readonly string[]): number {
  let best = 0;
  for (const each of among) {
    best = Math.max(best, wordSimilarity(word, each));
    if (best === 1) break;
  }
  return best;
}

/** A country is not a country code: where only one side says the kind, it tells as much as any word. */
function weightOf(word: string, isShared: boolean): number {
  if (fillers.has(word)) return 0.25;
  return isShared && isKind(word) ? 0.5 : 1;
}

function isKind(word: string): boolean {
  return (expansions.get(word) ?? [word]).some((each) => kinds.has(each));
}

function isNumber(word: string): boolean {
  return /^\p{N}/u.test(word);
}

function wordSimilarity(one: string, other: string): number {
  if (one === other) return 1;
  const [words, others] = [expansions.get(one), expansions.get(other)];
  if (words !== undefined || others !== undefined) {
    return (words ?? [one]).some((word) => (others ?? [other]).includes(word)) ? 0.95 : 0;
  }
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 3 || isNumber(short)) return 0;
  if (long === `${short}s` || long === `${short}es`) return 0.95;
  return isAbbreviation(short, long) ? 0.85 : 0;
}

/** `addr` of `address`, `cntry` of `country`: the first letter and others in their order, and not many more than half of the word. */
function isAbbreviation(short: string, long: string): boolean {
  if (short[0] !== long[0] || short.length > long.length - 2) return false;
  if (long.startsWith(short)) return true;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length && !/[aeiou]/.test(short.slice(1));
}

/** Abbreviations of column names in English and Portuguese, and what they stand for. */
const expansions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    acct: 'account',
    addr: 'address',
    amt: 'amount',
    avg: 'average',
    bal: 'balance',
    bday: 'birthday',
    cat: 'category',
    cd: 'code codigo',
    cnt: 'count',
    cod: 'codigo code',
    ctry: 'country',
    cur: 'currency current',
    curr: 'currency current',
    cust: 'customer',
    dept: 'department',
    desc: 'description descricao',
    descr: 'description descricao',
    dob: 'birthdate birth',
    ds: 'descricao description',
    dt: 'date data',
    dttm: 'datetime timestamp',
    emp: 'employee',
    end: 'end endereco',
    fk: 'key',
    fl: 'flag',
    flg: 'flag',
    fname: 'firstname first',
    idt: 'identifier id identificador',
    id: 'id identifier identificador',
    ind: 'indicator indicador',
    inv: 'invoice',
    lname: 'lastname last',
    lvl: 'level',
    mgr: 'manager',
    msg: 'message',
    nbr: 'number',
    nm: 'name nome',
    no: 'number',
    nr: 'number numero',
    num: 'number numero',
    ord: 'order',
    org: 'organization organisation',
    pct: 'percent percentage',
    perc: 'percent percentage percentual',
    ph: 'phone',
    pk: 'key',
    prd: 'product',
    prod: 'product produto',
    pymt: 'payment',
    qt: 'quantity quantidade',
    qtd: 'quantidade quantity',
    qty: 'quantity quantidade',
    rcpt: 'receipt',
    ref: 'reference referencia',
    seq: 'sequence',
    src: 'source',
    st: 'state street status',
    stat: 'status',
    tel: 'telephone telefone',
    tgt: 'target',
    tmst: 'timestamp',
    tp: 'type tipo',
    trans: 'transaction',
    trx: 'transaction',
    ts: 'timestamp',
    txn: 'transaction',
    typ: 'type',
    uom: 'unit',
    usr: 'user',
    val: 'value valor',
    vl: 'valor value',
    vlr: 'valor value',
    wh: 'warehouse',
    yr: 'year',
    zip: 'postal postcode zip',
  }).map(([short, words]) => [short, words.split(' ')]),
);
