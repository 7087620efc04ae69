import type { Json, LogicalType, Property } from './contract.ts';
import { foldCase, foldWord } from './words.ts';
import { wordsOf } from './names.ts';

/** Kinds of personal data that a column's name, format or description tells. */
const personalKinds = [
  'email',
  'phone',
  'national-id',
  'passport',
  'birth-date',
  'address',
  'payment-card',
  'bank-account',
  'salary',
  'person-name',
  'health',
  'special',
  'ip-address',
  'device-id',
  'gender',
  'postal-code',
] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** Why a column is taken for personal data. */
export interface PersonalEvidence {
  readonly kind: PersonalKind;
  readonly by: 'name' | 'business-name' | 'format' | 'description';
  /** The name or format that tells it; the words of a description. */
  readonly text: string;
}

interface KindWords {
  /** In a name of words joined by `_`, with one before and behind it. */
  readonly name: RegExp;
  /** At the start of a description, folded. */
  readonly phrase?: RegExp;
  /** Types that can hold it; any where the list is absent. */
  readonly types?: readonly LogicalType[];
}

const texts: readonly LogicalType[] = ['string', 'array'];
const numbers: readonly LogicalType[] = ['string', 'array', 'integer', 'number'];

const kinds: { readonly [kind in PersonalKind]: KindWords } = {
  email: {
    name: /_(?:e_?mails?|(?:e_?)?mail_address(?:es)?|(?:contact|customer|client|user|personal|private|work)_mail|correio_eletronico)(?=_)/,
    phrase: /e-?mail(?: address)?|correio eletronico/,
    types: texts,
  },
  phone: {
    name: /_(?:(?:cell_|mobile_|home_)?(?:tele)?phones?(?:_number)?|mobile_n(?:umber|o)|(?<=^_|_(?:contact|customer|client|user|employee|patient|owner|cliente|contato)_)mobile(?=_$)|telefones?|celular(?:es)?|fone|whatsapp|msisdn)(?=_)/,
    phrase: /(?:mobile |cell |home )?(?:tele)?phone(?: number)?|(?:numero d[eo] )?(?:telefone|celular)/,
    types: numbers,
  },
  'national-id': {
    name: /_(?:cpf|ssn|nino|rne|cnh|pis_pasep|social_security(?:_number)?|national_insurance_number|national_id(?:_number)?|titulo_(?:de_)?eleitor|drivers?_licen[cs]e(?:_number)?|identity_card(?:_number)?|(?:numero|nr|num)_(?:do_)?rg|rg_(?:numero|cliente|titular)|(?<=^_)rg(?=_$))(?=_)/,
    phrase: /cpf|rg|ssn|social security number|national id(?:entification)?(?: number)?/,
    types: numbers,
  },
  passport: {
    name: /_(?:passport|passaporte)(?:_number|_no|_numero)?(?=_)/,
    phrase: /(?:numero d[eo] )?(?:passport|passaporte)(?: number)?/,
    types: numbers,
  },
  'birth-date': {
    name: /_(?:birth_?date|date_of_birth|dob|birth_?day|data_(?:de_)?nascimento|dt_nasc(?:imento)?|nascimento)(?=_)/,
    phrase: /date of birth|birth ?date|birthday|data de nascimento/,
    types: ['string', 'date', 'timestamp', 'integer'],
  },
  address: {
    name: /_(?:(?:street|home|residential|billing|shipping|delivery|postal|mailing|customer|user|employee|client)_address(?:es)?|address_line_?\d?|logradouro|endereco(?:_(?:cliente|residencial|entrega|cobranca))?|(?<=^_)address(?:es)?(?=_$))(?=_)/,
    phrase:
      /(?:home|street|billing|shipping|delivery|postal|residential) address|endereco(?: residencial| de entrega| de cobranca)?/,
    types: [...texts, 'object'],
  },
  'payment-card': {
    name: /_(?:(?:credit_|debit_|payment_)?card_(?:number|pan)|(?<=^_)pan(?=_$)|cvv|cvc|numero_(?:do_)?cartao|card_?holder(?:_name)?)(?=_)/,
    phrase: /(?:credit |debit |payment )?card number|numero do cartao(?: de credito)?/,
    types: numbers,
  },
  'bank-account': {
    name: /_(?:iban|bank_account(?:_number)?|conta_bancaria)(?=_)/,
    phrase: /iban|bank account(?: number)?|conta bancaria/,
    types: numbers,
  },
  salary: {
    name: /_(?:salary|salario|wages?|remuneracao)(?=_)/,
    phrase: /(?:monthly |annual |gross |net )?salary|salario(?: bruto| liquido)?/,
    types: numbers,
  },
  'person-name': {
    name: /_(?:full_name|first_name|last_name|middle_name|maiden_name|surname|family_name|given_name|mothers?_name|(?:customer|employee|patient)_(?:full_)?name|nome_completo|primeiro_nome|sobrenome|nome_(?:d[oa]_)?(?:cliente|funcionario|paciente|titular|mae|pai))(?=_)/,
    phrase: /(?:first|last|full|family|given|middle) name|nome completo|sobrenome/,
    types: texts,
  },
  health: {
    name: /_(?:blood_type|tipo_sanguineo|medical_record(?:_number)?|prontuario|patient_diagnos[ie]s|icd_?10|cid_?10|pregnan(?:t|cy)|gravidez)(?=_)/,
  },
  special: {
    name: /_(?:religion|religiao|ethnicity|etnia|raca_cor|sexual_orientation|orientacao_sexual|political_opinion|biometrics?|biometria)(?=_)/,
  },
  'ip-address': {
    name: /_(?:ip_address|(?:client|user|remote|visitor)_ip|endereco_ip)(?=_)/,
    phrase: /ip address|endereco ip/,
    types: texts,
  },
  'device-id': {
    name: /_(?:device_(?:id|identifier|uuid)s?|advertising_id|android_id|idfa|gaid|imei|id_(?:do_)?dispositivo|dispositivo_id)(?=_)/,
    types: numbers,
  },
  gender: {
    // Clothes and audiences have one too; in Portuguese, "genero" is also the genre of a film.
    name: /_(?:(?<!_(?:product|item|clothing|target|audience|collection|category)_)gender|sexo|(?<=^_)genero(?=_$)|genero_(?:d[oa]_)?(?:cliente|funcionari[oa]|paciente|titular|usuari[oa]|pessoa))(?=_)/,
    phrase: /gender|sexo/,
    types: numbers,
  },
  'postal-code': {
    name: /_(?:post_?codes?|postal_codes?|zip_?codes?|zip(?=_$)|cep)(?=_)/,
    phrase: /postal code|postcode|zip code|cep/,
    types: numbers,
  },
};

/** Words beside the telling ones that make a name one of something else: a count, a hash, a campaign, a shop. */
const otherwise: ReadonlySet<string> = wordSet(
  `anon anonymized anonymised anonimizado hash hashed masked mask mascarado md5 sha sha1 sha256 sha512 encrypted enc token
   tokenized cripto criptografado count counts qty qtd quantidade num n total sum soma avg average mean median media min max
   range band grade pct percent rate ratio has is was flag valid verified verificado status type tipo kind id ids key fk sk
   code codigo country region prefix suffix area ddd domain dominio provider template campaign campanha subject body sent
   enviado opened clicked bounced bounce opens clicks opt optin optout consent consentimento format regex pattern length version service
   server host list lista frequency queue event job step batch url link at on store branch warehouse company vendor supplier
   loja filial empresa fornecedor deposito site mac wallet contract support suporte index`,
);

/** Words behind the telling one that name something about it: the template of an e-mail, the model of a telephone. */
const aspects: ReadonlySet<string> = wordSet(`
  template subject body source model support provider type tipo status format campaign campanha sent count counts opened
  clicked bounced bounce opens clicks opt optin optout consent consentimento verified verificado valid flag regex pattern
  length version service server host frequency queue event job step batch channel preference preferences score quality rate
  ratio pct percent total avg average required requirement requirements countries minutes hours seconds days cost price brand
  plan os assunto corpo modelo origem provedor formato canal enviado enviados minutos horas segundos dias custo marca plano
  suporte obrigatorio validade`);

/** Words before it that do: counts, and in Portuguese every word that says what about it. */
const aspectsBefore: ReadonlySet<string> = wordSet(`
  count num n qtd qtde quantidade total has opt optin optout template support suporte tipo status assunto corpo modelo origem
  provedor formato canal campanha validade`);

function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** What a name tells: its kind, where its other words do not make it something else. */
export function personalKindOfName(name: string): PersonalKind | undefined {
  const words = joined(name);
  return personalKinds.find((kind) => {
    const match = kinds[kind].name.exec(words);
    if (match === null) return false;
    const [before, after] = around(words, match.index, match[0].length);
    return (
      ![...before, ...after].some((word) => otherwise.has(word)) &&
      !before.some((word) => aspectsBefore.has(word)) &&
      !after.some((word) => aspects.has(word))
    );
  });
}

/**
 * Whether the words around a term of a policy make a name one of something else: `certain` for `email_template_id` and
 * `phone_model`, `likely` for `email_id` and `phone_country`. A hash of the data (`email_hash`) is still about it.
 */
export function doubtOf(name: string, term: string): 'certain' | 'likely' | undefined {
  const words = joined(name);
  const wanted = joined(term);
  const at = words.indexOf(wanted);
  if (at === -1 || saysOtherwise(name)) return undefined;
  const [before, after] = around(words, at, wanted.length - 1);
  if (before.some((word) => aspectsBefore.has(word)) || after.some((word) => aspects.has(word))) return 'certain';
  return [...before, ...after].some((word) => otherwise.has(word) && !harmless.has(word)) ||
    after.some((word) => word === 'id' || word === 'key' || word === 'country')
    ? 'likely'
    : undefined;
}

/** The words between underscores, with one before and behind. */
function joined(name: string): string {
  return `_${wordsOf(plain(name)).join('_')}_`;
}

function around(words: string, start: number, length: number): readonly [readonly string[], readonly string[]] {
  return [partsOf(words.slice(0, start)), partsOf(words.slice(start + length))];
}

function partsOf(words: string): readonly string[] {
  return words.split('_').filter((word) => word !== '');
}

/** Whether a column of a type can hold what a word of a policy means: no boolean holds an e-mail address. */
export function canHold(word: string, type: LogicalType | undefined): boolean {
  const kind = personalKindOfName(word);
  const types = kind === undefined ? undefined : kinds[kind].types;
  return type === undefined || types === undefined || types.includes(type);
}

/** Why a column is personal data, as far as its names, its format and the start of its description tell. */
export function personalEvidence(property: Property): PersonalEvidence | undefined {
  const type = property.logicalType?.value;
  const fits = (found: PersonalEvidence | undefined): found is PersonalEvidence =>
    found !== undefined && (type === undefined || kinds[found.kind].types?.includes(type) !== false);
  return [byFormat(property), ...byNames(property), byDescription(property)].find(fits);
}

function byFormat({ logicalTypeOptions }: Property): PersonalEvidence | undefined {
  const { format } = logicalTypeOptions;
  return format === 'email' || format === 'idn-email' ? { kind: 'email', by: 'format', text: format } : undefined;
}

function byNames({ name, physicalName, businessName }: Property): readonly (PersonalEvidence | undefined)[] {
  const told = (text: string | undefined, by: PersonalEvidence['by']): PersonalEvidence | undefined => {
    const kind = text === undefined ? undefined : personalKindOfName(text);
    return kind === undefined || text === undefined ? undefined : { kind, by, text };
  };
  // A name that says that it holds a hash is not overruled by what people call it.
  if (saysOtherwise(name)) return [];
  return [told(name, 'name'), told(physicalName, 'name'), told(businessName?.value, 'business-name')];
}

/** A description begins with what the column holds: `E-mail address of the customer`. */
function byDescription({ name, description }: Property): PersonalEvidence | undefined {
  if (description === undefined || saysOtherwise(name)) return undefined;
  const text = foldCase(description.value.slice(0, 200));
  const [clause = ''] = text.split(/[.,;:(]/, 1);
  if (sentenceWords(text).some((word) => transformed.has(word))) return undefined;
  if (sentenceWords(clause).some((word) => otherwise.has(word) && !harmless.has(word))) return undefined;
  for (const { kind, start } of descriptionStarts) {
    const [, words] = start.exec(clause) ?? [];
    if (words !== undefined) return { kind, by: 'description', text: words };
  }
  return undefined;
}

const lead =
  "(?:(?:the|an?|o|os|as|customer'?s?|client'?s?|user'?s?|employee'?s?|patient'?s?|person'?s?|personal|primary|main|contact) ){0,3}";

const descriptionStarts = personalKinds.flatMap((kind) => {
  const { phrase } = kinds[kind];
  const words = phrase === undefined ? '' : phrase.source;
  const start = new RegExp(`^${lead}(${words})(?:$| (?:of|for|from|in|as|do|da|de|dos|das|para|em)\\b)`);
  return phrase === undefined ? [] : [{ kind, start }];
});

function sentenceWords(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u);
}

/** Words that say nothing in a sentence. */
const harmless: ReadonlySet<string> = new Set([
  'at',
  'on',
  'is',
  'was',
  'n',
  'code',
  'country',
  'list',
  'key',
  'num',
  'type',
  'id',
]);

const transformed: ReadonlySet<string> = new Set(
  'hash hashed masked mask mascarado md5 sha sha1 sha256 sha512 encrypted enc token tokenized anon anonymized anonymised anonimizado criptografado'.split(
    ' ',
  ),
);

/** Whether a name says that the value was made unreadable: `email_hash`. */
export function saysOtherwise(name: string): boolean {
  return wordsOf(plain(name)).some((word) => transformed.has(word));
}

/** Marks on a column that call it personal data: a tag `pii`, a custom property `pii: true`. */
export function isMarkedPersonal({ tags, customProperties }: Property): boolean {
  return tags.some(isMark) || customProperties.some(({ property, value }) => isMark(property) && isYes(value));
}

function isMark(text: string): boolean {
  return /^(?:is|contains)?(?:pii|personaldata|dad(?:o|os)pesso(?:al|ais))$/.test(foldWord(text));
}

function isYes(value: Json): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|yes|sim)$/i.test(value));
}

/** Without accents; casing stays, because it separates words. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '');
}
