import { crossDatabaseMacros } from './cross-database.ts';
import { dbtMacroNames } from './dbt-macro-names.ts';
import type { Host } from './evaluator.ts';
import type { Interpreter } from './interpreter.ts';
import type { LibraryMacro, MacroLibrary } from './macro-library.ts';
import type { Markers } from './markers.ts';
import { knownPackages } from './packages/known-packages.ts';
import { findVariable } from './variables.ts';
import { suggest } from '../../model/suggest.ts';
import { printValue } from './print-value.ts';
import type { RenderRequest } from './session.ts';
import { fail, needsPackage, needsWarehouse } from './stop.ts';
import { argument, type CallArgs, type HostAbilities, HostObject, hostFunction, type Value } from './values.ts';

/** Dialects whose macros another dialect falls back to (dbt adapters' `dependencies`). */
const parentDialects: { readonly [dialect: string]: string } = { redshift: 'postgres', databricks: 'spark' };

/** Finds macros by the rules of dbt: the caller's package, the project, then dbt's own. The bound macros are its state. */
export class MacroLookup implements Host {
  context: ReadonlyMap<string, Value> = new Map();
  private readonly request: RenderRequest;
  private readonly interpreter: () => Interpreter;
  readonly markers: Markers;
  private readonly bound = new Map<LibraryMacro, HostObject>();

  constructor(request: RenderRequest, interpreter: () => Interpreter, markers: Markers) {
    this.request = request;
    this.interpreter = interpreter;
    this.markers = markers;
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
    const known = home === undefined ? undefined : this.knownMacro(home, name);
    return this.ownMacro(name) ?? known ?? this.missingDispatch(name, home);
  }

  callMissing(wanted: string): never {
    const absence = this.absence(wanted);
    if (!absence.isCertain) return needsPackage(absence.name);
    const { name, suggestion } = absence;
    const values = { name, suggestion: suggestion ?? '' };
    return fail(suggestion === undefined ? 'no-macro' : 'no-macro-suggestion', values);
  }

  /** Whether there is something that a template calls as `name` or `package.name`. */
  has(wanted: string): boolean {
    const [owner, name] = splitName(wanted);
    if (name === undefined) return this.resolve(wanted, this.request.project) !== undefined;
    return owner === 'dbt' || this.projectMacro(owner, name) !== undefined;
  }

  /** What is known of a macro that is not there. */
  absence(wanted: string): Absence {
    const [owner, name] = splitName(wanted);
    if (name !== undefined) return this.absenceIn(owner, name);
    const { packages } = this.request;
    const isInstalled = packages.every((each) => this.library.packages.has(each));
    if (this.library.broken.length > 0 || !isInstalled) return { name: wanted, isCertain: false };
    if (wanted.includes('__')) return { name: `dbt.${wanted}`, isCertain: false };
    const suggestion = suggest(wanted, [...this.ownNames(), ...this.context.keys()]);
    return { name: wanted, isCertain: true, ...(suggestion !== undefined && { suggestion }) };
  }

  private absenceIn(owner: string, name: string): Absence {
    const macros = this.library.packages.get(owner);
    const isWhole =
      (macros !== undefined || owner === this.request.project) &&
      !this.library.broken.some((file) => file.package === owner);
    if (!isWhole) return { name: `${owner}.${name}`, isCertain: false };
    const suggestion = suggest(name, [...(macros?.keys() ?? [])]);
    const found = suggestion === undefined ? {} : { suggestion: `${owner}.${suggestion}` };
    return { name: `${owner}.${name}`, isCertain: true, ...found };
  }

  private ownNames(): readonly string[] {
    return [...(this.library.packages.get(this.request.project)?.keys() ?? [])];
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
    const home = { template: macro.template, package: macro.package };
    const value = this.interpreter().bindMacro(macro.node, home, this.identityOf(packageName, name));
    this.bound.set(macro, value);
    return value;
  }

  private identityOf(owner: string, name: string): Pick<HostAbilities, 'macro' | 'fallback'> {
    if (owner === this.request.project) return { macro: name };
    const fallback = this.knownMacro(owner, name);
    const isUsed = fallback !== undefined && !this.ownNames().some((each) => each.endsWith(`__${name}`));
    return { macro: `${owner}.${name}`, ...(isUsed && { fallback }) };
  }

  /** Our own version of a macro of a public package. */
  private knownMacro(owner: string, name: string): HostObject | undefined {
    const macro = knownPackages.get(owner)?.get(name);
    if (macro === undefined) return undefined;
    const { dialect } = this.request;
    const variable = (key: string): Value | undefined => findVariable(this.request, key);
    const tools = { macro: `${owner}.${name}`, dialect, variable };
    const call = (args: CallArgs): Value => macro(args, tools);
    return new HostObject(name, { call, macro: tools.macro });
  }

  /** A macro of dbt itself: rendered where it only writes SQL, unknown where it asks the warehouse. */
  private ownMacro(name: string): HostObject | undefined {
    const plain = name.replace(/^default__/, '');
    const macro = crossDatabaseMacros.get(plain);
    if (macro !== undefined) {
      const call = (args: CallArgs): Value => macro(args, this.request.dialect);
      return new HostObject(name, { call, macro: `dbt.${plain}` });
    }
    return dbtMacroNames.has(plain) ? hostFunction(name, () => needsWarehouse(name)) : undefined;
  }

  private packageObject(name: string): HostObject | undefined {
    const isKnown = name === 'dbt' || name === this.request.project || knownPackages.has(name);
    const isPackage = isKnown || this.library.packages.has(name) || this.request.packages.includes(name);
    if (!isPackage) return undefined;
    return new HostObject(name, { attribute: (macro) => this.packageMacro(name, macro) });
  }

  private packageMacro(packageName: string, name: string): HostObject {
    const macro = this.projectMacro(packageName, name) ?? (packageName === 'dbt' ? this.ownMacro(name) : undefined);
    const known = this.library.packages.has(packageName) ? undefined : this.knownMacro(packageName, name);
    return macro ?? known ?? hostFunction(name, () => this.callMissing(`${packageName}.${name}`));
  }

  private missingDispatch(name: string, home: string | undefined): never {
    const isForeign = home !== undefined && home !== this.request.project;
    return this.callMissing(isForeign ? `${home}.default__${name}` : name);
  }
}

/** A macro that was looked for and not found. */
export interface Absence {
  /** With its package, where it was asked for in one. */
  readonly name: string;
  /** Whether it is nowhere; otherwise it may be in a package that is not installed. */
  readonly isCertain: boolean;
  readonly suggestion?: string;
}

function splitName(wanted: string): readonly [string, string | undefined] {
  const dot = wanted.indexOf('.');
  return dot === -1 ? [wanted, undefined] : [wanted.slice(0, dot), wanted.slice(dot + 1)];
}
