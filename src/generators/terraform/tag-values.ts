import type { Contract, Json } from '../../model/contract.ts';
import type { Governance, RequiredTag } from '../../model/governance.ts';
import { foldWord } from '../../model/words.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import { ownerOf } from '../owner.ts';
import { type HclBlock, type HclValue, reference } from './hcl.ts';
import { labelOf } from './labels.ts';
import { variable } from './settings.ts';

/** A tag that resources of a contract carry. */
export interface TagValue {
  readonly tag: RequiredTag;
  /** Undefined where neither the contract nor the policy says it: the variable of the tag has it then. */
  readonly value?: string;
}

/** The tags that the tagging policy demands of resources. */
export function resourceTags({ tagging }: Governance): readonly RequiredTag[] {
  return (tagging?.required ?? []).filter(({ things }) => things.includes('resource'));
}

/** What the tags of a contract's resources say: its tags, custom properties and own words, else the only value that is allowed. */
export function tagValues(contract: Contract, governance: Governance): readonly TagValue[] {
  return resourceTags(governance).map((tag) => {
    const value = saidOf(contract, tag.name) ?? (tag.values.length === 1 ? tag.values[0] : undefined);
    return { tag, ...(value === undefined ? {} : { value }) };
  });
}

/** A note for each tag whose value nobody says. */
export function tagNotes(contract: Contract, governance: Governance): readonly GeneratorNote[] {
  return tagValues(contract, governance)
    .filter(({ value }) => value === undefined)
    .map(({ tag }) => {
      const place = { generator: 'terraform', contract, at: tagPlace(contract) };
      return noteOn(place, 'terraform.tag-without-value', { tag: tag.name, variable: tagVariable(tag) });
    });
}

/** The value of a tag as an expression, in the spelling of the target. */
export function tagExpression({ tag, value }: TagValue, spell: (text: string) => string): HclValue {
  return value === undefined ? reference('var', tagVariable(tag)) : spell(value);
}

/** A variable for each tag that some contract leaves open. */
export function tagVariables(contracts: readonly Contract[], governance: Governance): readonly HclBlock[] {
  return resourceTags(governance)
    .filter((tag) =>
      contracts.some((each) => tagValues(each, governance).some((one) => one.tag === tag && one.value === undefined)),
    )
    .map((tag) =>
      variable(tagVariable(tag), `Value of tag "${tag.name}" where the contract does not say it`, {
        type: reference('string'),
      }),
    );
}

function tagVariable({ name }: RequiredTag): string {
  return `tag__${labelOf(name)}`;
}

function tagPlace({ keys, at }: Contract): Contract['at'] {
  return keys.get('customProperties') ?? keys.get('tags') ?? at;
}

function saidOf(contract: Contract, name: string): string | undefined {
  const wanted = foldWord(name);
  const own: readonly (readonly [string, Json | undefined])[] = [
    ...contract.tags.map(splitTag),
    ...contract.customProperties.map(({ property, value }) => [property, value] as const),
    ['owner', ownerOf(contract)],
    ['domain', contract.domain],
    ['tenant', contract.tenant],
    ['dataProduct', contract.dataProduct],
  ];
  const values = own.filter(([key]) => foldWord(key) === wanted).map(([, value]) => textOf(value));
  return values.find((value) => value !== undefined);
}

/** `cost-center:finance` and `cost-center=finance` say a value. */
function splitTag(tag: string): readonly [string, string | undefined] {
  const at = tag.search(/[:=]/);
  return at === -1 ? [tag, undefined] : [tag.slice(0, at), tag.slice(at + 1)];
}

function textOf(value: Json | undefined): string | undefined {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const text = isPlain ? String(value).trim() : '';
  return text === '' ? undefined : text;
}
