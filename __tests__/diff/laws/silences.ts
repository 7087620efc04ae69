import type { Edit } from './edits.ts';

/** Edits that give no change, and why that is right. A reason that no edit needs any more fails. */
export const silences: readonly { readonly edit: RegExp; readonly why: string }[] = [
  {
    edit: /^(changed|removed) kind$/,
    why: 'it says that the file is a contract; anything else there is a mistake of the file',
  },
  {
    edit: /^removed apiVersion$/,
    why: 'the file is then read as the newest version, and the missing key is a mistake of the file',
  },
  {
    edit: /^\w+ (.*\.)?(authoritativeDefinitions|customProperties|roles|support|synonyms|enum|items|properties|relationships|members|schema)(\[\])?\.id$/,
    why: 'an id tells two versions of an element to be one; it says nothing about the data',
  },
  { edit: /^\w+ (price|team)\.id$/, why: 'there is one price and one team; their ids tell nothing apart' },
  {
    edit: /customProperties\[\]\.(description|vendor)$/,
    why: 'the key and value count; these say where the key comes from',
  },
  {
    edit: /synonyms\[\]\.(description|locale|source|status|customProperties.*)$/,
    why: 'the word is the synonym; the rest is about the word',
  },
  {
    edit: /(enum|quality|slaProperties|synonyms|verifiedStatements|constraints)\[\]\.(authoritativeDefinitions|tags|customProperties).*$/,
    why: 'marks of elements that are no column, table or contract are kept in no canonical model; no row of the table is about them',
  },
  {
    edit: /(roles|support|relationships)\[\]\.customProperties.*$/,
    why: 'marks of elements that are no column, table or contract are kept in no canonical model; no row of the table is about them',
  },
  { edit: /relationships\[\]\.type$/, why: 'foreignKey is the only type that there is' },
  {
    edit: /^repeated schema\[\]\.relationships\[\]\.to\[\]$/,
    why: 'a target without a referring column is a mistake of the file',
  },
  {
    edit: /^\w+ team\.(description|tags|customProperties|authoritativeDefinitions).*$/,
    why: 'the team is known by its name and members; the table judges no more of it',
  },
  {
    edit: /team\.members\[\]\.(description|dateIn|dateOut|replacedByUsername|tags|customProperties|authoritativeDefinitions).*$/,
    why: 'a member is known by user name, name and role; the table judges no more of people',
  },
  { edit: /^(changed|removed) schema\[\]\.logicalType$/, why: 'a schema object is an object' },
  {
    edit: /^\w+ schema\[\]\.properties\[\]\.items\.name$/,
    why: 'the items of a list are called `[]`, whatever name they carry',
  },
  {
    edit: /^removed (.*\.)?deprecated$/,
    why: 'absent is false; and what says when it ends is deprecated without the key',
  },
  { edit: /^changed schema\[\]\.properties\[\]\.deprecated$/, why: 'what still says when it ends is deprecated' },
  {
    edit: /^(changed|removed) schema\[\]\.properties\[\]\.primaryKeyPosition$/,
    why: 'a key of one column has no order',
  },
  { edit: /^removed .*quality\[\]\.type$/, why: 'library is what a rule is that does not say' },
  { edit: /^removed .*quality\[\]\.scheduler$/, why: 'cron is what a schedule is written for that does not say' },
  { edit: /^removed .*quality\[\]\.severity$/, why: 'a rule that does not say fails, as with error' },
  { edit: /^(changed|removed) .*quality\[\]\.unit$/, why: 'none is none in every unit, and library rules count rows' },
  { edit: /^repeated .*(tags|required|validValues|enum)\[\]$/, why: 'a set' },
  {
    edit: /^repeated schema\[\](\.properties\[\])?\.quality\[\]$/,
    why: 'what a constraint says twice is one constraint',
  },
  {
    edit: /^repeated schema\[\]\.properties\[\]\.customProperties\[\]$/,
    why: 'when something ends is one date, however often it is written',
  },
];

/** The edit in the words of {@link silences}. */
export function editText({ what, field }: Edit): string {
  return `${what} ${field}`;
}
