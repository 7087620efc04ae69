import { crossDatabaseMacros } from './cross-database.ts';
import { dbtMacroNames } from './dbt-macro-names.ts';
import type { Host, Interpreter } from './interpreter.ts';
import type { LibraryMacro, MacroLibrary } from './macro-library.ts';
import { suggest } from '../../model/suggest.ts';
import { printValue } from './print-value.ts';
import type { RenderRequest } from './session.ts';
import { fail, needsPackage, needsWarehouse } from './stop.ts';
import { argument, type CallArgs, HostObject, hostFunction, type Value } from './values.ts';

/** Dialects whose macros another dialect falls back to (dbt adapters' `dependencies`). */
const parentDialects: { readonly [dialect: string]: string } = { redshift: 'postgres', databricks: 'spark' };

/** Finds macros by the rules of dbt: the caller's package, the project, then dbt's own. The bound macros are its state. */
export class MacroLookup implements Host {
  context: ReadonlyMap<string, Value> = new Map();
  private readonly request: RenderRequest;
  private readonly interpreter: () => Interpreter;
  private readonly bound = new Map<LibraryMacro, HostObject>();

  constructor(request: RenderRequest, interpreter: () => Interpreter) {
    this.request = request;
    this.interpreter = interpreter;
  }

  resolve(name: string, fromPackage: string): Value | undefined {
    // A project may override ref and source to choose another schema; the gate wants the edge of the graph, not the place.
    if (name === 'ref' || name === 'source') return this.context.get(name);
    return (
      this.projectMacro(fromPackage, name) ??
      this.projectMacro(this.request.project, name) ??
      this.projectMacro('dbt', name) ??
      this.context.get(name) ??
      this.ownMacro(name) ??
      this.packageObject(name)
    );
  }

  /** `adapter.dispatch(name, namespace)`: the dialect's macro, its parent's, or the default one (docs.getdbt.com, "dispatch"). */
  dispatch(args: CallArgs): Value {
    const name = printValue(argument(args, 0, 'macro_name') ?? '');
    const namespace = argument(args, 1, 'macro_namespace');
    const home = typeof namespace === 'string' ? namespace : undefined;
    const packages = [this.request.project, ...(home === undefined ? this.library.packages.keys() : [home]), 'dbt'];
    for (const packageName of new Set(packages)) {
      for (const prefix of this.prefixes()) {
        const macro = this.projectMacro(packageName, `${prefix}__${name}`);
        if (macro !== undefined) return macro;
      }
    }
    return this.ownMacro(name) ?? this.missingDispatch(name, home);
  }

  callMissing(wanted: string): never {
    const [packageName, macroName] = wanted.includes('.') ? wanted.split('.') : [];
    if (packageName !== undefined && macroName !== undefined) return this.missingInPackage(packageName, macroName);
    const { packages, project } = this.request;
    const isInstalled = (name: string): boolean => this.library.packages.has(name);
    if (this.library.broken.length > 0 || !packages.every(isInstalled)) return needsPackage(wanted);
    if (wanted.includes('__')) return needsPackage(`dbt.${wanted}`);
    const suggestion = suggest(wanted, [...(this.library.packages.get(project)?.keys() ?? []), ...this.context.keys()]);
    return fail(suggestion === undefined ? 'no-macro' : 'no-macro-suggestion', {
      name: wanted,
      suggestion: suggestion ?? '',
    });
  }

  private get library(): MacroLibrary {
    return this.request.macros;
  }

  private prefixes(): readonly string[] {
    const { dialect } = this.request;
    const parent = dialect === undefined ? undefined : parentDialects[dialect];
    return [dialect, parent, 'default'].filter((prefix) => prefix !== undefined);
  }

  private projectMacro(packageName: string, name: string): HostObject | undefined {
    const macro = this.library.packages.get(packageName)?.get(name);
    if (macro === undefined) return undefined;
    const known = this.bound.get(macro);
    if (known !== undefined) return known;
    const value = this.interpreter().bindMacro(macro.node, { template: macro.template, package: macro.package });
    this.bound.set(macro, value);
    return value;
  }

  /** A macro of dbt itself: rendered where it only writes SQL, unknown where it asks the warehouse. */
  private ownMacro(name: string): HostObject | undefined {
    const plain = name.replace(/^default__/, '');
    const macro = crossDatabaseMacros.get(plain);
    if (macro !== undefined) return hostFunction(name, (args) => macro(args, this.request.dialect));
    return dbtMacroNames.has(plain) ? hostFunction(name, () => needsWarehouse(name)) : undefined;
  }

  private packageObject(name: string): HostObject | undefined {
    const isPackage = name === 'dbt' || this.library.packages.has(name) || this.request.packages.includes(name);
    if (!isPackage) return undefined;
    return new HostObject(name, { attribute: (macro) => this.packageMacro(name, macro) });
  }

  private packageMacro(packageName: string, name: string): HostObject {
    const macro = this.projectMacro(packageName, name) ?? (packageName === 'dbt' ? this.ownMacro(name) : undefined);
    return macro ?? hostFunction(name, () => this.missingInPackage(packageName, name));
  }

  private missingInPackage(packageName: string, name: string): never {
    const macros = this.library.packages.get(packageName);
    const isWhole = macros !== undefined && !this.library.broken.some((file) => file.package === packageName);
    if (!isWhole) return needsPackage(`${packageName}.${name}`);
    const suggestion = suggest(name, [...macros.keys()]);
    const values = { name: `${packageName}.${name}`, suggestion: `${packageName}.${suggestion ?? ''}` };
    return fail(suggestion === undefined ? 'no-macro' : 'no-macro-suggestion', values);
  }

  private missingDispatch(name: string, home: string | undefined): never {
    if (home !== undefined && home !== this.request.project) return this.missingInPackage(home, `default__${name}`);
    return this.callMissing(name);
  }
}
