/** Words in front of a name that is no longer used, or not there yet. */
const before =
  /(?:^|[^\p{L}])(?:deprecated|discontinued|dropped|former|formerly|future|legacy|obsolete|old|older|planned|previous|removed|renamed from|replac(?:es?|ed|ing)|retired|superseded|supersedes|upcoming|antig[ao]s?|aposentad[ao]s?|descontinuad[ao]s?|futur[ao]s?|legad[ao]s?|obsolet[ao]s?|planejad[ao]s?|removid[ao]s?|substitu(?:i|em|iu|iram|indo|ir)|velh[ao]s?|(?:no longer|instead of|em vez de|no lugar d[aeo]|deixou de|não existe)(?:\s\p{L}{1,20}){0,2})(?:\s(?:the|an?|model|models|table|view|o|a|os|as|da|do|de|modelo|modelos|tabela|visão)){0,3}[\s`'"“(:]{0,3}$/iu;

/** What is said directly behind such a name, with a mark or a few small words between. */
const after =
  /^[`'"”)\]]{0,3}[\s,;:([—–-]{0,4}(?:(?:which|that|it|model|table|que|ela|ele|já|now|hoje|agora)\s){0,2}(?:(?:is|are|was|were|has|have|had|been|be|will|to|foi|foram|está|estão|é|são|será|serão|fica|ficou|sendo)\s){0,3}(?:(?:already|since|yet|now|still|ainda|já|being)\s){0,2}(?:(?:not|n['’]t|isn['’]t|não)\s(?:\p{L}{1,14}\s){0,2}(?:yet|ready|built|created|done|exist|exists|existe|existem|available|there|pront[ao]|criad[ao]|construíd[ao]|implementad[ao]|feit[ao]|há)|no longer|deprecated|discontinued|dropped|removed|deleted|retired|replaced|superseded|planned|upcoming|gone|does not exist|doesn['’]t exist|coming (?:soon|later)|ainda não|não (?:existe|foi|está)|aposentad[ao]|apagad[ao]|desativad[ao]|descontinuad[ao]|excluíd[ao]|futur[ao]|obsolet[ao]|planejad[ao]|removid[ao]|substituíd[ao]|em construção|por (?:criar|fazer|construir)|a (?:criar|construir|ser (?:criad|construíd|feit))|(?:will|must|should) be (?:built|created|added|written)|(?:será|serão|vai ser) (?:criad|construíd|feit))/iu;

/** Whether a sentence says that what it names is not there any more, or not yet. */
export function isSaidAbsent(sentence: { readonly before: string; readonly after: string }): boolean {
  return before.test(sentence.before.slice(-120)) || after.test(sentence.after.slice(0, 120));
}

/** Headings of what is planned, and of what once was; folded. */
const headings =
  /\b(?:backlog|changelog|change log|deprecated|future|history|legacy|next steps|not built yet|planned|removed|retired|roadmap|aposentad[ao]s?|descontinuad[ao]s?|futur[ao]s?|historico|legado|planejad[ao]s?|proximos passos|removid[ao]s?)\b/;

/** Whether what stands below a heading is not there yet, or not any more. `folded` has no case and no accents. */
export function isHeadingOfAbsent(folded: string): boolean {
  return headings.test(folded);
}
