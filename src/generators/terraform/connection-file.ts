import { compareText } from '../../model/location.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import type { Connection } from './connections.ts';
import { environmentNotes, environmentVariable } from './environments.ts';
import { labelKey, labelText } from './google-labels.ts';
import { type HclExpression, map } from './hcl.ts';
import { settingsOf } from './locations.ts';
import { accountNotes, connectionBlocks, terraformBlock } from './providers.ts';
import type { Draft, Scope } from './scope.ts';
import { fieldOf } from './sites.ts';
import { resourceTags } from './tag-values.ts';

/** `connections.tf`: providers, and the variables of everything that servers say. */
export function connectionFile(scope: Scope): Draft {
  const { connections, sites, variables } = scope;
  const parts = connections.map((each) => connectionBlocks(each, certainTags(scope, each.target)));
  const settings = [
    ...sites.flatMap(settingsOf),
    ...connections.flatMap(({ place, port }) => [place, port].filter((each) => each !== undefined)),
  ];
  const own = [...environmentVariable(settings), ...parts.flatMap((part) => part.variables), ...variables.blocks()];
  return {
    blocks: [
      terraformBlock(connections),
      ...parts.map(({ provider }) => provider),
      ...own.toSorted((a, b) => compareText(a.labels[0] ?? '', b.labels[0] ?? '')),
    ],
    notes: [...accountNotes(connections), ...environmentNotes(sites), ...regionNotes(connections)],
  };
}

/** Tags with one allowed value: everything of the provider carries them. */
function certainTags({ governance }: Scope, target: string): HclExpression | undefined {
  const isLabel = target === 'bigquery';
  const tags = resourceTags(governance).flatMap(({ name, values: [value, ...more] }) =>
    value === undefined || more.length > 0
      ? []
      : [isLabel ? ([labelKey(name), labelText(value)] as const) : ([name, value] as const)],
  );
  return tags.length === 0 ? undefined : map(tags);
}

/** A note for each server of AWS in another region than the provider's. */
function regionNotes(connections: readonly Connection[]): readonly GeneratorNote[] {
  return connections.flatMap(({ target, place, sites }) => {
    if (target !== 'aws' || place === undefined) return [];
    return sites.flatMap(({ contract, main: { server } }) => {
      const region = fieldOf(server, ['regionName', 'region']);
      if (region === undefined || place.values.some(([, value]) => value === region)) return [];
      return [
        noteOn({ generator: 'terraform', contract, at: server.at }, 'terraform.other-region', {
          region,
          first: place.main,
        }),
      ];
    });
  });
}
