import type { Contract } from '../../model/contract.ts';
import { headerText } from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import type { CatalogContract, CatalogProduct } from './catalog-data.ts';

/** What ODPS calls a link: a scheme and what follows it. */
const linkShape = /^[a-z][a-z0-9+.-]*:[^\s"<>\\^`{|}]+$/i;

/** Status of a product whose contracts say none: ODPS demands one. */
const unsaidStatus = 'draft';

/** A data product with the contracts of its ports. */
export interface OdpsSource {
  readonly product: CatalogProduct;
  readonly outputs: readonly CatalogContract[];
  readonly inputs: readonly CatalogContract[];
}

/** The product as an ODPS v1.0.0 file: only keys of that version. `generator` names who writes it. */
export function odpsFile(generator: string, { product, outputs, inputs }: OdpsSource): string {
  return emitYaml(headerText(generator, outputs.map(({ path }) => path).join(', ')), {
    apiVersion: 'v1.0.0',
    kind: 'DataProduct',
    id: product.id,
    name: product.name,
    version: product.version,
    status: product.status ?? unsaidStatus,
    domain: product.domain,
    tenant: outputs.map(({ tenant }) => tenant).find((tenant) => tenant !== undefined),
    description: product.description === undefined ? undefined : { purpose: product.description },
    tags: filled([...new Set(outputs.flatMap(({ tags }) => tags))]),
    inputPorts: filled(inputs.map(({ id, version }) => ({ name: id, version, contractId: id }))),
    outputPorts: outputs.map((each) => ({
      name: each.id,
      description: each.purpose,
      version: each.version,
      contractId: each.id,
      inputContracts: filled(inputs.map(({ id, version }) => ({ id, version }))),
    })),
    support: filled(supportOf(outputs)),
    team: teamOf(outputs),
  });
}

type Channel = { readonly [name: string]: string | undefined } & { readonly channel: string };

/** ODPS demands a link of every channel: one without is left to the contract. The same channel of several contracts is one. */
function supportOf(outputs: readonly CatalogContract[]): readonly Channel[] {
  const channels = outputs
    .flatMap(({ support }) => support)
    .filter(({ url }) => isLink(url))
    .map(({ channel, url, description, tool, scope, invitationUrl }) => ({
      channel,
      url,
      description,
      tool,
      scope,
      invitationUrl: isLink(invitationUrl) ? invitationUrl : undefined,
    }));
  return [...new Map(channels.map((each) => [`${each.channel}\n${each.url}`, each])).values()];
}

function isLink(text: string | undefined): boolean {
  return text !== undefined && linkShape.test(text);
}

/** Channels of a contract that its product's file cannot have. */
export function channelsWithoutLink({ support }: Pick<Contract, 'support'>): Contract['support'] {
  return support.filter(({ fields }) => !isLink(fields['url']));
}

/** Everybody on the teams, each once. */
function teamOf(outputs: readonly CatalogContract[]) {
  const names = new Set(outputs.flatMap(({ team }) => team.name ?? []));
  const members = new Map(outputs.flatMap(({ team }) => team.members).map((each) => [each.username, each]));
  if (names.size === 0 && members.size === 0) return undefined;
  return {
    name: names.size === 0 ? undefined : [...names].join(', '),
    members: filled([...members.values()].map(({ username, name, role }) => ({ username, name, role }))),
  };
}

function filled<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}
