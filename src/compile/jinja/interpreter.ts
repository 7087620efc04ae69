import type { Expression, MacroNode, Statement, Target } from './ast.ts';
import { costOf } from './cost.ts';
import { Evaluator } from './evaluator.ts';
import { Loop } from './loop.ts';
import { Output } from './output.ts';
import { printValue } from './print-value.ts';
import { ReturnSignal } from './return-signal.ts';
import { type Frame, Scope } from './scope.ts';
import { fail, RenderStop } from './stop.ts';
import { isTornText } from './torn-text.ts';
import {
  type CallArgs,
  Dict,
  type HostAbilities,
  HostObject,
  isTruthy,
  iterate,
  Missing,
  Namespace,
  none,
  Tuple,
  type Value,
} from './values.ts';

type Jump = 'break' | 'continue' | undefined;

/** Runs the statements and macros of one template; one interpreter serves one rendering. */
export class Interpreter extends Evaluator {
  /** Renders the whole template. @throws RenderStop, and ReturnSignal where the template returns outside a macro */
  run(packageName: string): Output {
    const { template } = this.site;
    const frame: Frame = { template, package: packageName, scope: new Scope(), output: new Output() };
    this.execute(template.body, frame);
    return frame.output;
  }

  /** The value of a macro, bound to where it is defined; `identity` is how others know it, where they do. */
  bindMacro(node: MacroNode, home: MacroHome, identity: Pick<HostAbilities, 'macro' | 'fallback'> = {}): HostObject {
    const attribute = (name: string): Value | undefined => (name === 'name' ? node.name : undefined);
    const call = (args: CallArgs): Value => this.callMacro(node, args, home);
    return new HostObject(`macro ${node.name}`, { attribute, call, carries: true, ...identity });
  }

  private callMacro(node: MacroNode, args: CallArgs, { outer, ...home }: MacroHome): Value {
    if (this.depth >= this.limits.maxDepth) fail('recursion', { max: this.limits.maxDepth });
    this.depth += 1;
    const frame: Frame = { ...home, scope: new Scope(outer), output: new Output() };
    const result =
      node.name === 'caller'
        ? this.runBody(node, args, frame)
        : this.catchReturn(() => this.runBody(node, args, frame));
    this.depth -= 1;
    return result;
  }

  private runBody(node: MacroNode, args: CallArgs, frame: Frame): Value {
    this.bindArguments(node, args, frame);
    this.execute(node.body, frame);
    this.writing = frame.output.writing;
    const { text } = frame.output;
    if (node.name === 'caller' && isTornText(text)) this.torn += 1;
    return text;
  }

  private catchReturn(run: () => Value): Value {
    const depth = this.depth;
    try {
      return run();
    } catch (signal) {
      if (!(signal instanceof ReturnSignal)) throw signal;
      this.depth = depth;
      this.writing = signal.writing;
      return signal.value;
    }
  }

  private bindArguments(node: MacroNode, args: CallArgs, frame: Frame): void {
    const named = new Map(args.named);
    const caller = named.get('caller');
    if (caller !== undefined) frame.scope.set('caller', caller);
    named.delete('caller');
    for (const [index, parameter] of node.parameters.entries()) {
      const key = index < args.positional.length ? index : parameter.name;
      const given = args.positional[index] ?? named.get(parameter.name);
      const fallback = (): Value =>
        parameter.fallback === undefined ? new Missing(parameter.name) : this.evaluate(parameter.fallback, frame);
      if (given === undefined) frame.scope.set(parameter.name, fallback());
      else frame.scope.set(parameter.name, given, args.writings?.get(key));
      named.delete(parameter.name);
    }
    const surplus = args.positional.slice(node.parameters.length);
    const [unknown] = named.keys();
    if (unknown !== undefined && !node.takesKwargs) fail('surplus-keyword', { macro: node.name, name: unknown });
    if (surplus.length > 0 && !node.takesVarargs) {
      fail('surplus-arguments', { macro: node.name, max: node.parameters.length });
    }
    this.checkSurplus(node, args);
    frame.scope.set('varargs', new Tuple(surplus));
    frame.scope.set('kwargs', new Dict(named));
  }

  /** Lists and dicts do not remember what wrote their items, so a marker cannot go into `varargs` or `kwargs`. */
  private checkSurplus(node: MacroNode, args: CallArgs): void {
    for (const [key, { unknown }] of args.writings ?? []) {
      const isParameter = node.parameters.some(({ name }, index) => key === index || key === name);
      if (unknown !== undefined && !isParameter) throw new RenderStop(unknown);
    }
  }

  private execute(statements: readonly Statement[], frame: Frame): Jump {
    for (const statement of statements) {
      this.charge(1);
      const jump = this.executeOne(statement, frame);
      if (jump !== undefined) return jump;
    }
    return undefined;
  }

  private executeOne(node: Statement, frame: Frame): Jump {
    switch (node.kind) {
      case 'text':
        frame.output.copy(node.text, node.start);
        return undefined;
      case 'print':
        this.print(this.carry(node.value, frame), node.start, frame.output);
        return undefined;
      case 'do':
        this.evaluate(node.value, frame);
        return undefined;
      case 'if': {
        const branch = node.branches.find(({ test }) => isTruthy(this.evaluate(test, frame)));
        return this.execute(branch?.body ?? node.otherwise, frame);
      }
      case 'for':
        return this.loop(node, frame);
      case 'break':
      case 'continue':
        return node.kind;
      case 'scope':
        return this.execute(node.body, inner(frame));
      default:
        this.define(node, frame);
        return undefined;
    }
  }

  /** Prints the value that was computed last. */
  private print(value: Value, start: number, output: Output): void {
    const writing = typeof value === 'string' ? this.writing : undefined;
    this.charge(costOf(value) + (writing?.macros.length ?? 0));
    output.print(printValue(value), start, writing);
  }

  private define(node: Exclude<Statement, { readonly kind: PlainKind }>, frame: Frame): void {
    switch (node.kind) {
      case 'macro':
        frame.scope.set(node.name, this.bindMacro(node, homeOf(frame)));
        return;
      case 'set':
        this.setTarget(node.target, node.value, frame);
        return;
      case 'set-block':
        this.setBlock(node, frame);
        return;
      case 'filter-block': {
        const value = this.applyFilter(node.filter, this.known(this.capture(node.body, frame)), frame);
        frame.output.print(printValue(value), node.start);
        return;
      }
      case 'call-block': {
        const caller = this.bindMacro(node.macro, homeOf(frame));
        this.print(this.callNode(node.call, frame, caller), node.start, frame.output);
        return;
      }
      case 'with': {
        const scoped = inner(frame);
        for (const { target, value } of node.assignments)
          this.assign(target, this.evaluate(value, frame), scoped.scope);
        this.execute(node.body, scoped);
      }
    }
  }

  private capture(body: readonly Statement[], frame: Frame): string {
    const output = new Output();
    this.execute(body, { ...inner(frame), output });
    this.writing = output.writing;
    return output.text;
  }

  /** A name remembers what wrote its value, so that a marker in it can still be printed; nothing else does. */
  private setTarget(target: Target, node: Expression, frame: Frame): void {
    if (target.kind !== 'name') this.assign(target, this.evaluate(node, frame), frame.scope);
    else {
      const value = this.carry(node, frame);
      frame.scope.set(target.name, value, this.writing);
    }
  }

  private setBlock(node: Extract<Statement, { readonly kind: 'set-block' }>, frame: Frame): void {
    const text = this.capture(node.body, frame);
    if (node.filter !== undefined) {
      this.assign(node.target, this.applyFilter(node.filter, this.known(text), frame), frame.scope);
    } else if (node.target.kind === 'name') frame.scope.set(node.target.name, text, this.writing);
    else this.assign(node.target, this.known(text), frame.scope);
  }

  private loop(node: Extract<Statement, { readonly kind: 'for' }>, frame: Frame): Jump {
    const all = iterate(this.evaluate(node.iterable, frame));
    const { condition } = node;
    const items = condition === undefined ? all : all.filter((item) => this.matches(item, { node, condition }, frame));
    const loop = new Loop(items);
    for (const [index, item] of items.entries()) {
      this.charge(1);
      loop.index = index;
      const turn = inner(frame);
      turn.scope.set('loop', loop.value);
      this.assign(node.target, item, turn.scope);
      if (this.execute(node.body, turn) === 'break') break;
    }
    return items.length === 0 ? this.execute(node.otherwise, inner(frame)) : undefined;
  }

  private matches(item: Value, filter: LoopFilter, frame: Frame): boolean {
    const turn = inner(frame);
    this.assign(filter.node.target, item, turn.scope);
    return isTruthy(this.evaluate(filter.condition, turn));
  }

  private assign(target: Target, value: Value, scope: Scope): void {
    switch (target.kind) {
      case 'name':
        scope.set(target.name, value);
        return;
      case 'field': {
        const owner = scope.get(target.name);
        if (!(owner instanceof Namespace)) return fail('not-a-namespace', { name: target.name });
        owner.fields.set(target.field, value);
        return;
      }
      case 'tuple': {
        const items = iterate(value);
        if (items.length !== target.items.length)
          fail('unpack', { expected: target.items.length, found: items.length });
        for (const [index, part] of target.items.entries()) this.assign(part, items[index] ?? none, scope);
      }
    }
  }
}

type PlainKind = 'text' | 'print' | 'do' | 'if' | 'for' | 'break' | 'continue' | 'scope';

/** Where a macro is defined; `outer` holds the names that its body can see. */
interface MacroHome extends Pick<Frame, 'template' | 'package'> {
  readonly outer?: Scope;
}

interface LoopFilter {
  readonly node: Extract<Statement, { readonly kind: 'for' }>;
  readonly condition: Expression;
}

function homeOf({ template, package: owner, scope }: Frame): MacroHome {
  return { template, package: owner, outer: scope };
}

function inner(frame: Frame): Frame {
  return { ...frame, scope: new Scope(frame.scope) };
}
