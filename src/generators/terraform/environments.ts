import { compareText } from '../../model/location.ts';
import type { GeneratorNote } from '../define-generator.ts';
import { noteOn } from '../note.ts';
import { block, call, type HclBlock, reference } from './hcl.ts';
import { settingsOf } from './locations.ts';
import { isByEnvironment, type Setting, variable } from './settings.ts';
import type { Site } from './sites.ts';

/** The variable that says which environment's servers are meant; none where all say the same. */
export function environmentVariable(settings: readonly Setting[]): readonly HclBlock[] {
  const names = environmentsOf(settings);
  if (names.length === 0) return [];
  const production = names.find((name) => /^prod/i.test(name));
  return [
    {
      ...variable('environment', 'Environment whose servers are meant', {
        type: reference('string'),
        default: production,
      }),
      blocks: [
        block(['validation'], {
          condition: call('contains', names, reference('var', 'environment')),
          error_message: `The contracts have servers in ${names.join(', ')}.`,
        }),
      ],
    },
  ];
}

function environmentsOf(settings: readonly Setting[]): readonly string[] {
  const names = settings.filter(isByEnvironment).flatMap(({ values }) => values.map(([environment]) => environment));
  return [...new Set(names)].toSorted(compareText);
}

/** A note for each site that says what some environments have, and nothing about others that other contracts have. */
export function environmentNotes(sites: readonly Site[]): readonly GeneratorNote[] {
  const all = environmentsOf(sites.flatMap(settingsOf));
  return sites.flatMap((site) => {
    const settings = settingsOf(site).filter(isByEnvironment);
    const missing = all.filter((name) =>
      settings.some(({ values }) => !values.some(([environment]) => environment === name)),
    );
    if (missing.length === 0) return [];
    const { contract, main } = site;
    const values = { server: main.server.server, environments: missing.map((each) => `"${each}"`).join(', ') };
    return [noteOn({ generator: 'terraform', contract, at: main.server.at }, 'terraform.environment-missing', values)];
  });
}
