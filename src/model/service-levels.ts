import { bySpelling, foldWord } from './words.ts';

/** The service levels whose direction is known (ODCS 3.2.0, "Service-Level Agreement", and usual further ones). */
export type ServiceLevel = keyof typeof spellings;

/** The service level that a word means (a property of `slaProperties`, a key of `slas.yaml`), whichever way it is written; undefined for other words. */
export function serviceLevelOf(property: string): ServiceLevel | undefined {
  const word = foldWord(property);
  return names.get(word) ?? names.get(word.replace(/s$/, '')) ?? names.get(word.replace(/^data/, ''));
}

const spellings = {
  latency: 'latency ly latencia datalatency',
  freshness: 'freshness frescor atualidade recency',
  frequency: 'frequency fy frequencia updatefrequency refreshfrequency frequenciadeatualizacao',
  interval: 'interval intervalo updateinterval refreshinterval',
  availability: 'availability av disponibilidade uptime',
  generalAvailability: 'generalavailability ga disponibilidadegeral',
  endOfSupport: 'endofsupport es eos fimdesuporte fimdosuporte supportend',
  endOfLife: 'endoflife el eol fimdevida fimdavida',
  retention: 'retention re retencao retentionperiod periododeretencao',
  throughput: 'throughput th vazao',
  errorRate: 'errorrate er taxadeerro taxadeerros',
  timeToDetect: 'timetodetect td ttd mttd tempodedeteccao tempoparadetectar',
  timeToNotify: 'timetonotify tn ttn tempodenotificacao tempoparanotificar',
  timeToRepair: 'timetorepair tr ttr mttr timetoresolve timetorecover timetofix tempodereparo tempoparareparar',
  timeOfAvailability: 'timeofavailability toa horariodedisponibilidade',
  timeliness: 'timeliness pontualidade tempestividade',
  responseTime: 'responsetime tempoderesposta',
};

const names: ReadonlyMap<string, ServiceLevel> = bySpelling(spellings);
