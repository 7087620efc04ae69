/** Keys of ODPS v1.0.0 by the place where they may stand, with those that must (a `!`), as the standard's schema has them. */
const keys: { readonly [place: string]: string } = {
  '': 'apiVersion! kind! id! status! name version domain tenant authoritativeDefinitions description customProperties tags inputPorts outputPorts managementPorts support team productCreatedTs',
  description: 'purpose limitations usage authoritativeDefinitions customProperties',
  inputPorts: 'name! version! contractId! tags customProperties authoritativeDefinitions',
  outputPorts:
    'name! version! description type contractId sbom inputContracts tags customProperties authoritativeDefinitions',
  inputContracts: 'id! version!',
  support: 'channel! url! description tool scope invitationUrl tags customProperties authoritativeDefinitions',
  team: 'name description members tags customProperties authoritativeDefinitions',
  members:
    'username! name description role dateIn dateOut replacedByUsername tags customProperties authoritativeDefinitions',
};

/** What a document has that ODPS v1.0.0 does not know, and what it lacks; texts only, as the generator writes no other values. */
export function odpsMistakes(data: unknown, place = ''): readonly string[] {
  if (Array.isArray(data)) return data.flatMap((entry) => odpsMistakes(entry, place));
  if (typeof data !== 'object' || data === null) return typeof data === 'string' ? [] : [`${place}: ${String(data)}`];
  const known = (keys[place] ?? '')
    .split(' ')
    .map((key) => ({ key: key.replace('!', ''), isDemanded: key.endsWith('!') }));
  const lacking = known
    .filter(({ key, isDemanded }) => isDemanded && !Object.hasOwn(data, key))
    .map(({ key }) => `${place} lacks ${key}`);
  const found = Object.entries(data).flatMap(([key, value]) =>
    known.some((each) => each.key === key) ? odpsMistakes(value, key) : [`${place} has ${key}`],
  );
  return [...lacking, ...found];
}
