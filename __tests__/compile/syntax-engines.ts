import { engineHost } from '../../src/adapters/engine-files.ts';
import { type EngineNeeds, Engines } from '../../src/compile/engines.ts';

/** Parsers from `node_modules`, loaded as asked. */
export async function loadedEngines(needs: Partial<EngineNeeds>): Promise<Engines> {
  const engines = new Engines(engineHost(import.meta.dirname));
  await engines.prepare({ adapters: [], python: false, hcl: false, ...needs });
  return engines;
}
