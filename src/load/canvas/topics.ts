import type { CanvasTopic } from '../../model/canvas.ts';
import type { Lang } from '../../model/messages.ts';
import { foldCase } from '../../model/words.ts';
import { askedTopics } from './asked-topics.ts';

/** What a heading or label is about, and the language that it is written in where that can be told. */
export interface Topics {
  readonly topics: readonly CanvasTopic[];
  readonly lang?: Lang;
}

/** The topics that a heading names: `3. Key metrics 📈` is metrics, `SLAs e SLOs` is both. Accents, case and numbering do not matter. */
export function topicsOfHeading(heading: string): Topics {
  const words = wordsIn(heading);
  const named = find(words);
  return named.topics.length > 0 ? named : merged(askedTopics(words));
}

/** The topics of a label: only where it is nothing but their name, or a question about them. */
export function topicsOfLabel(label: string): Topics {
  const words = wordsIn(label);
  if (label.trim().endsWith('?')) return topicsOfQuestion(words);
  const exact = byPhrase.get(words);
  return merged(exact === undefined ? askedTopics(words) : [exact]);
}

function topicsOfQuestion(words: string): Topics {
  return merged([...questionWords.filter(({ phrase }) => ` ${words} `.includes(` ${phrase} `)), ...askedTopics(words)]);
}

function merged(asked: readonly { readonly topic: CanvasTopic; readonly lang?: Lang }[]): Topics {
  const lang = asked.find((each) => each.lang !== undefined)?.lang;
  return { topics: [...new Set(asked.map(({ topic }) => topic))], ...(lang && { lang }) };
}

/** Whether a heading is surely about something that no topic is: notes, owners, what is still open. */
export function isOtherHeading(heading: string): boolean {
  return isOpenHeading(heading) || otherHeadings.has(wordsIn(heading));
}

const otherHeadings: ReadonlySet<string> = new Set(
  [
    'about, appendix, assumptions, background, changelog, change log, context, decisions, definitions, dependencies, description, glossary, history',
    'introduction, links, next steps, notes, out of scope, overview, owner, owners, ownership, questions, references, related documents, risks, roadmap',
    'scope, sources, data sources, status, summary, team, contact, contacts, terms, vision, the three questions, three questions',
    'anexo, anexos, as tres perguntas, contato, contatos, contexto, decisoes, definicoes, dependencias, descricao, equipe, escopo, fontes, fontes de dados',
    'fora do escopo, glossario, historico, introducao, notas, observacoes, premissas, proximos passos, referencias, resumo, responsavel, responsaveis',
    'riscos, sobre, tres perguntas, time, visao, visao geral',
  ].flatMap((line) => line.split(', ')),
);

/** Whether a heading gathers questions that are still open. */
export function isOpenHeading(heading: string): boolean {
  const words = ` ${wordsIn(heading)} `;
  return openHeadings.some((phrase) => words.includes(` ${phrase} `));
}

const openHeadings = [
  'open questions',
  'questoes em aberto',
  'perguntas em aberto',
  'perguntas abertas',
  'duvidas',
  'pendencias',
];

/** What only a question to the author of a canvas says; "Which users churned?" is a question to the data. */
const questionWords = [
  ...asks(
    'consumers',
    'en',
    'who consumes, who reads, who uses, who will use, who will consume, who will read, who are the users, consumer, consumers, audience',
  ),
  ...asks(
    'consumers',
    'pt-BR',
    'quem consome, quem usa, quem le, quem vai usar, quem sao os usuarios, consumidor, consumidores',
  ),
  ...asks('latency', 'en', 'latency, freshness, how fresh, how often, how current, how old'),
  ...asks('latency', 'pt-BR', 'latencia, frescor, com que frequencia, com que atraso'),
  ...asks(
    'privacy',
    'en',
    'privacy, personal data, personal information, personally identifiable, sensitive data, sensitive information, gdpr',
  ),
  ...asks(
    'privacy',
    'pt-BR',
    'privacidade, dados pessoais, dado pessoal, dados sensiveis, dado sensivel, informacoes pessoais, informacao pessoal, informacoes sensiveis, informacao sensivel, lgpd',
  ),
  // Both languages write it alike.
  { topic: 'privacy', phrase: 'pii' } as const,
  ...asks('format', 'en', 'format, output format'),
  ...asks('format', 'pt-BR', 'formato, formato de saida'),
];

function asks(topic: CanvasTopic, lang: Lang, list: string) {
  return list.split(', ').map((phrase) => ({ topic, lang, phrase }));
}

interface Phrase {
  readonly topic: CanvasTopic;
  readonly lang?: Lang;
  readonly words: string;
}

type Spellings = { readonly [topic in CanvasTopic]: string };

const english: Spellings = {
  domain: 'domain, business domain, data domain, business area, bounded context',
  consumers: 'consumer, consumers, data consumer, data consumers, users, audience, readers, who consumes, who reads',
  persona: 'persona, personas, consumer persona, consumer personas, user persona, user personas',
  'business-question':
    'business question, business questions, business problem, problem statement, questions to answer, question answered',
  metrics:
    'metric, metrics, key metric, key metrics, business metrics, official metrics, kpi, kpis, key performance indicators, indicators',
  objectives: 'objective, objectives, goal, goals, purpose',
  stakeholders: 'stakeholder, stakeholders',
  slas: 'sla, slas, service level, service levels, service level agreement, service level agreements, availability',
  slos: 'slo, slos, service level objective, service level objectives, quality objectives, data quality objectives',
  latency:
    'latency, data latency, required latency, freshness, data freshness, refresh, refresh rate, update frequency, timeliness',
  privacy:
    'privacy, pii, personal data, sensitive data, sensitivity, data sensitivity, gdpr, personal information, sensitive information, personally identifiable, data protection',
  format: 'format, output format, data format, delivery format, delivery, output',
};

const portuguese: Spellings = {
  domain: 'dominio, dominio de negocio, dominio de dados, area de negocio',
  consumers:
    'consumidor, consumidores, consumidores dos dados, consumidores de dados, usuarios, publico, publico alvo, quem consome, quem usa',
  persona: 'persona do consumidor, personas do consumidor, persona consumidora, personas consumidoras',
  'business-question':
    'pergunta de negocio, perguntas de negocio, questao de negocio, questoes de negocio, problema de negocio',
  metrics:
    'metrica, metricas, metricas chave, metricas principais, principais metricas, indicador, indicadores, indicadores chave',
  objectives: 'objetivo, objetivos, meta, metas, proposito',
  stakeholders: 'partes interessadas, interessados, envolvidos',
  slas: 'nivel de servico, niveis de servico, acordo de nivel de servico, acordos de nivel de servico, disponibilidade',
  slos: 'objetivo de nivel de servico, objetivos de nivel de servico, objetivos de qualidade, objetivos de qualidade dos dados',
  latency:
    'latencia, latencia dos dados, latencia necessaria, frescor, atualizacao, atualidade, frequencia de atualizacao, periodicidade',
  privacy:
    'privacidade, dados pessoais, dado pessoal, dados sensiveis, dado sensivel, sensibilidade, lgpd, informacoes pessoais, informacao pessoal, informacoes sensiveis, informacao sensivel, protecao de dados',
  format: 'formato, formato de saida, formato dos dados, formato de entrega, entrega, saida',
};

/** Words that both languages write alike tell nothing about the language. */
const shared = new Set(['sla', 'slas', 'slo', 'slos', 'kpi', 'kpis', 'persona', 'personas', 'pii', 'stakeholders']);

const phrases: readonly Phrase[] = [...phrasesOf(english, 'en'), ...phrasesOf(portuguese, 'pt-BR')].toSorted(
  (a, b) => b.words.length - a.words.length,
);

const byPhrase: ReadonlyMap<string, Phrase> = new Map([
  ...phrases.map((phrase) => [phrase.words, phrase] as const),
  // Alone they are a heading of their own; within another they are any question.
  ...(['question', 'questions'] as const).map(
    (words) => [words, { topic: 'business-question', lang: 'en', words }] as const,
  ),
  ...(['pergunta', 'perguntas'] as const).map(
    (words) => [words, { topic: 'business-question', lang: 'pt-BR', words }] as const,
  ),
]);

function phrasesOf(spellings: Spellings, lang: Lang): readonly Phrase[] {
  return Object.entries(spellings).flatMap(([topic, list]) =>
    list.split(', ').map((words) => ({ topic: isTopic(topic), words, ...(shared.has(words) ? {} : { lang }) })),
  );
}

function isTopic(topic: string): CanvasTopic {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of Spellings are topics
  return topic as CanvasTopic;
}

/** Longer phrases first: `service level objectives` is no objective, `consumer persona` no consumer. */
function find(words: string): Topics {
  const exact = byPhrase.get(words);
  if (exact !== undefined) return { topics: [exact.topic], ...(exact.lang && { lang: exact.lang }) };
  let rest = ` ${words} `;
  const topics: CanvasTopic[] = [];
  let lang: Lang | undefined;
  for (const phrase of phrases) {
    if (!rest.includes(` ${phrase.words} `)) continue;
    rest = rest.replace(` ${phrase.words} `, ' | ');
    lang ??= phrase.lang;
    if (!topics.includes(phrase.topic)) topics.push(phrase.topic);
  }
  return { topics, ...(lang && { lang }) };
}

/** Letters and digits only, without numbering in front. */
function wordsIn(text: string): string {
  return foldCase(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(?:\d{1,3} )+/, '');
}
