import type { Change, FieldChange, FieldKind } from '../model/change.ts';
import type { Contract, Json } from '../model/contract.ts';
import { compareText, type Location } from '../model/location.ts';
import {
  type ChangeScope,
  type Details,
  fieldChange,
  forceOf,
  type LoadBearing,
  traitsWhere,
  unplaced,
} from './change-scope.ts';
import { diffMarks } from './diff-marks.ts';
import { type ContractPair, diffObjects } from './diff-objects.ts';
import { diffRoles, diffServers, staysOnServer } from './diff-servers.ts';
import { diffServiceLevels } from './diff-service-levels.ts';
import { diffTerms } from './diff-terms.ts';
import { sameJson, sameWords } from './same.ts';
import { isPositional } from './values/places.ts';
import { warehouseOf } from './warehouse.ts';

/** The facts that differ between two versions of one contract. */
export function diffContracts(pair: ContractPair, loadBearing: LoadBearing): Change[] {
  const { base, head } = pair;
  const scope: ChangeScope = {
    contract: head.id,
    ...forceOf(base),
    warehouse: sharedWarehouse(pair),
    positional: [...base.servers, ...head.servers].some(({ fields }) => isPositional(fields['format'])),
    loadBearing,
    path: [],
    at: head.at,
    baseAt: base.at,
  };
  return [
    ...diffIdentity(pair, scope),
    ...diffLabels(pair, scope),
    ...diffMarks(base, head, scope),
    ...diffTerms(base, head, scope),
    ...diffServers(base.servers, head.servers, scope),
    ...diffRoles({ base: base.roles, head: head.roles, prefix: '' }, scope),
    ...diffServiceLevels(base.slaProperties, head.slaProperties, scope),
    ...diffObjects(pair, scope),
  ];
}

/**
 * Where a contract moves from one warehouse to another, or only one side names any, types are compared by what all of them call alike:
 * the server that a pull request adds must not decide alone which types are aliases.
 */
function sharedWarehouse({ base, head }: ContractPair): string | undefined {
  const [before, after] = [warehouseOf(base), warehouseOf(head)];
  return before === after ? after : undefined;
}

function diffIdentity({ base, head }: ContractPair, scope: ChangeScope): FieldChange[] {
  const changes: FieldChange[] = [];
  const one = (
    kind: FieldKind,
    [before, after]: readonly [base: Json | undefined, head: Json | undefined],
    { at, baseAt, ...details }: Details & Places = {},
  ): void => {
    if (before === after) return;
    changes.push(
      fieldChange(scope, kind, { before: unplaced(before, baseAt), after: unplaced(after, at), ...details }),
    );
  };
  one('contract.moved', [base.path, head.path]);
  one('direction.changed', [protectedBy(base), protectedBy(head)]);
  one('id.changed', [base.id, head.id], { at: head.keys.get('id') });
  one('version.changed', [base.version.value, head.version.value], { at: head.version.at, baseAt: base.version.at });
  one('apiVersion.changed', [base.apiVersion, head.apiVersion], {
    at: head.keys.get('apiVersion'),
    baseAt: base.keys.get('apiVersion'),
    relation: compareText(head.apiVersion, base.apiVersion) < 0 ? 'lowered' : 'raised',
  });
  one('status.changed', [base.status?.value, head.status?.value], {
    at: head.status?.at,
    baseAt: base.status?.at,
    traits: traitsWhere({ 'same-force': [base, head].every(hasFullForce) }),
  });
  return changes;
}

const weaker: ReadonlySet<string> = new Set(['draft', 'proposed', 'deprecated', 'retired']);

function hasFullForce({ status }: Contract): boolean {
  return status === undefined || !weaker.has(status.value);
}

interface Places {
  readonly at?: Location | undefined;
  readonly baseAt?: Location | undefined;
}

/** Whom the contract protects: its direction, or both sides. */
function protectedBy({ mode, direction }: Contract): string {
  return mode === 'full' ? 'full' : direction;
}

const labels = [
  ['name.changed', 'name', 'name'],
  ['domain.changed', 'domain', 'domain'],
  ['tenant.changed', 'tenant', 'tenant'],
  ['dataProduct.changed', 'dataProduct', 'dataProduct'],
  ['contractCreatedTs.changed', 'contractCreatedTs', 'contractCreatedTs'],
  ['purpose.changed', 'purpose', 'description'],
  ['usage.changed', 'usage', 'description'],
  ['limitations.changed', 'limitations', 'description'],
] as const satisfies readonly (readonly [FieldKind, keyof Contract, string])[];

/** Names and words about the whole contract. */
function diffLabels({ base, head }: ContractPair, scope: ChangeScope): FieldChange[] {
  const changes = labels.flatMap(([kind, key, written]): FieldChange[] => {
    if (sameWords(base[key], head[key])) return [];
    const stays = kind === 'tenant.changed' && staysOnServer(base.servers, head.servers);
    return [
      fieldChange(scope, kind, {
        before: unplaced(base[key], base.keys.get(written)),
        after: unplaced(head[key], head.keys.get(written)),
        traits: traitsWhere({ 'same-server': stays }),
      }),
    ];
  });
  if (!sameJson(base.context, head.context)) {
    changes.push(
      fieldChange(scope, 'context.changed', {
        before: unplaced(base.context, base.keys.get('context')),
        after: unplaced(head.context, head.keys.get('context')),
      }),
    );
  }
  return changes;
}
