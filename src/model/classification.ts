import { foldWord } from './words.ts';

/** Words of classifications in English and Portuguese (folded), from the least to the most protected. */
const words = [
  'public open unclassified unrestricted nonsensitive publico publica aberto',
  'internal internaluse internaluseonly internalonly interno interna usointerno',
  'confidential sensitive private personal personaldata pii phi pci lgpd gdpr confidencial sensivel privado pessoal dadopessoal dadospessoais',
  'restricted highlyconfidential highlysensitive highlyrestricted sensitivepersonaldata restrito restrita altamenteconfidencial dadopessoalsensivel dadospessoaissensiveis',
  'secret topsecret classified strictlyconfidential sigiloso sigilosa secreto secreta ultrassecreto',
] as const;

const ranks: ReadonlyMap<string, number> = new Map(
  words.flatMap((line, rank) => line.split(' ').map((word) => [word, rank] as const)),
);

/** How much a classification protects: 0 (public) to 4 (secret); undefined for words that are not common. */
export function classificationRank(classification: string): number | undefined {
  return ranks.get(foldWord(classification));
}

/** Whether everybody may see it. */
export function isPublic(classification: string): boolean {
  return classificationRank(classification) === 0;
}

/** From this rank on it is not for everybody inside: confidential, restricted, secret. */
export const confidentialRank = 2;
