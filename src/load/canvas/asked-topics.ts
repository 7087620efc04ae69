import type { CanvasTopic } from '../../model/canvas.ts';
import type { Lang } from '../../model/messages.ts';

/** Something that a heading or question is about by the words in it, and its language. */
interface Asked {
  readonly topic: CanvasTopic;
  readonly lang: Lang;
}

/**
 * What a heading or question asks the author of a canvas: who reads the data, how fresh it must be. `words` are folded, with one
 * space between them. "Who uses coupons?" and "How often do customers buy?" are questions to the data, so what is used or
 * refreshed must be the product itself.
 */
export function askedTopics(words: string): readonly Asked[] {
  return patterns.filter(({ asks }) => asks.test(words)).map(({ topic, lang }) => ({ topic, lang }));
}

/** The product, as questions call it. */
const it =
  '(?:it|them|this|these|that|data|(?:this|these|that|the|our) (?:data|dataset|product|table|report|dashboard|numbers?))\\b';
const isso =
  '(?:isso|isto|el[ae]s?|dados|(?:[dn]?es[st][aeo]s?|d?[oa]s?) (?:dados?|produto|tabela|painel|relatorio|informac\\w{1,4}))';
const refreshed = '(?:refresh|updat|reload|load|deliver|run|needed)';
const use = '(?:uses?|consumes?|reads?|needs?|wants?|gets?|receives?)';
const usar = '(?:usar?|usara|utiliza|utilizar|consome|consumir|consumira|ler?|precisar?|necessita|recebe|receber)';

const patterns: readonly (Asked & { readonly asks: RegExp })[] = [
  ...asked('consumers', 'en', [
    `(?:who|(?:which|what) (?:teams?|people|systems?|areas?|departments?))(?: will| would| can| should| else| is going to| are going to)? ${use}(?: ${it})?(?: and .{1,60}| for .{1,60})?$`,
    `who (?:is|are|will be) (?:using|consuming|reading|needing) ${it}`,
    `^who (?:is|are) ${it} for$|^who for$|^for whom\\b`,
  ]),
  ...asked('consumers', 'pt-BR', [
    `(?:quem|(?:que|quais|qual) (?:times?|equipes?|areas?|pessoas))(?: vai| vao| ira| pode| deve| ja)? ${usar}(?: de)?(?: ${isso})?$`,
    '^para quem(?: (?:e|sera|serve|sao|fazemos)(?: (?:isso|isto|o produto|este produto|esse produto|o dado|os dados))?)?$',
    '^(?:a|para) (?:quem|que area|qual area|quais areas) (?:isso |este produto |esse produto )?se destina\\w{0,2}$',
    '(?:areas?|times?|equipes?|sistemas?) (?:consumidor[ae]?s?|consumidores|usuari[ao]s?|clientes?)$',
    '^(?:clientes?|leitores?|usuarios?) d(?:o|os|esse|esses|este|estes) dados?$',
  ]),
  ...asked('latency', 'en', [
    'how (?:fresh|up to date)\\b',
    'how current$',
    `how (?:old|recent|current|stale|late) (?:may|can|must|should|could|do|does|is|are) ${it}`,
    `how (?:often|frequently)(?: .{0,60})? ${refreshed}`,
    `how (?:often|frequently|soon|quickly|fast) (?:do|does|must|should) .{1,40} (?:need|have) ${it}`,
    `how (?:soon|quickly|fast) (?:do|does|must|should|can) ${it} (?:.{0,20} )?(?:arrive|be|get|reach)`,
    `when (?:do|does|must|should|is|are) ${it} (?:need to be |have to be |be )?(?:ready|available|needed)`,
    '^how (?:often|frequently)$',
    '^(?:(?:data |update |refresh |delivery |load |loading )?cadence|(?:update|refresh|load|delivery) (?:interval|schedule)|frequency)$',
    '^(?:data age|age of (?:the )?data)$',
    '(?:acceptable|maximum|max|tolerated|allowed) (?:delay|lag|staleness|age)\\b',
  ]),
  ...asked('latency', 'pt-BR', [
    '(?:com (?:que|qual) (?:frequencia|periodicidade|cadencia)|de quanto em quanto tempo)(?: .{0,60})? (?:atualiz|carreg|dados?\\b)',
    '(?:com (?:que|qual) (?:frequencia|periodicidade)|de quanto em quanto tempo)$',
    '\\bdefasagem\\b',
    '(?:atraso|idade) (?:maxim[ao]|aceitavel|toleravel|tolerad[ao]|permitid[ao])\\b',
    'maximo de (?:atraso|espera)\\b',
    'qua[on] (?:frescos?|recentes?|atuais|atualizad[ao]s?)\\b',
    '^(?:qual (?:e )?a )?(?:cadencia|frequencia)(?: d[aeo]s? (?:atualizacao|carga|dados))?$',
    '^idade d[ao]s? dados?$',
  ]),
];

function asked(topic: CanvasTopic, lang: Lang, sources: readonly string[]): readonly (Asked & { asks: RegExp })[] {
  return sources.map((source) => ({ topic, lang, asks: new RegExp(source.startsWith('^') ? source : `\\b${source}`) }));
}
