import { classificationRank } from '../../../../model/classification.ts';
import { groupBy } from '../../../../model/group-by.ts';

/** The data of the page, as the generator wrote it. */
const data = JSON.parse(document.getElementById('data').textContent);

export const { contracts, products, relations, edges, steps, logs, lang } = data;

export const contractsByKey = new Map(contracts.map((contract) => [contract.key, contract]));
export const productsById = new Map(products.map((product) => [product.id, product]));
export const relationsById = new Map(relations.map((relation) => [relation.id, relation]));
export const logsByContract = groupBy(logs, (log) => log.contract);
/** Products by the contract that they keep. */
export const productsByContract = new Map(products.flatMap((product) => product.outputs.map((key) => [key, product])));

/** A text of the interface with its placeholders filled. */
export function t(key, values = {}) {
  return (data.texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, word) => values[word] ?? whole);
}

/** `1 contract`, `2 contracts`. */
export function count(thing, n) {
  return t(`count.${thing}.${n === 1 ? 'one' : 'other'}`, { n: n.toLocaleString(lang) });
}

/** 0 (public) to 4 (secret), for the colour of a classification; `unknown` for other words. */
export function rankOf(classification) {
  return classificationRank(classification) ?? 'unknown';
}

/** Everybody who answers for a contract, with the contracts, by name. */
export const owners = [...ownerIndex()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([username, entry]) => ({ username, ...entry }));

function ownerIndex() {
  const index = new Map();
  for (const contract of contracts) {
    const people = new Map(contract.team.members.map((member) => [member.username, member]));
    // The owner may be a team.
    if (contract.owner !== undefined && !people.has(contract.owner)) people.set(contract.owner, {});
    for (const [username, { name, role }] of people) {
      const entry = index.get(username) ?? { name, roles: new Set(), teams: new Set(), contracts: [] };
      if (role !== undefined) entry.roles.add(role);
      if (contract.team.name !== undefined) entry.teams.add(contract.team.name);
      entry.contracts.push(contract);
      index.set(username, entry);
    }
  }
  return index;
}

/** All tags, of contracts, objects and columns, with where they are. */
export const tags = tagIndex();

function tagIndex() {
  const index = new Map();
  const add = (tag, place) => index.set(tag, [...(index.get(tag) ?? []), place]);
  for (const contract of contracts) {
    for (const tag of contract.tags) add(tag, { contract });
    for (const object of contract.objects) {
      for (const tag of object.tags) add(tag, { contract, object });
      for (const column of object.columns) for (const tag of column.tags) add(tag, { contract, object, column });
    }
  }
  return index;
}

/** The name that people read: what the contract calls itself, else its id. */
export function titleOf(contract) {
  return contract.name ?? contract.id;
}
