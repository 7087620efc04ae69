import { unreachable } from '../../model/errors.ts';
import type { Arguments, CallNode, Expression, Literal, MacroNode, Statement, Target } from './ast.ts';
import { readAttribute, readItem, readSlice } from './attributes.ts';
import { costOf } from './cost.ts';
import { filters } from './filters.ts';
import type { Limits } from './limits.ts';
import { Loop } from './loop.ts';
import { computeBinary, computeComparison, computeSign } from './operators.ts';
import { Output } from './output.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { printValue } from './print-value.ts';
import { ReturnSignal } from './return-signal.ts';
import { noArgs, type Runtime } from './runtime.ts';
import { type Frame, Scope } from './scope.ts';
import { fail } from './stop.ts';
import { pairsOf } from './container-methods.ts';
import { valueTests } from './value-tests.ts';
import {
  type CallArgs,
  Dict,
  Float,
  HostObject,
  isTruthy,
  iterate,
  Missing,
  Namespace,
  none,
  Tuple,
  typeName,
  type Value,
} from './values.ts';

/** What the interpreter asks of dbt's side. */
export interface Host {
  /** The value of a name that no template sets, as seen from a package; undefined where there is none. */
  resolve(name: string, fromPackage: string): Value | undefined;
  /** Calls something that is not there. @throws RenderStop always */
  callMissing(wanted: string): never;
}

/** A place in a template, as offsets. */
export interface Place {
  readonly template: ParsedTemplate;
  readonly start: number;
  readonly end: number;
}

type Jump = 'break' | 'continue' | undefined;

/** Runs one template. The budget, the depth and the current place are its state; one interpreter serves one rendering. */
export class Interpreter implements Runtime {
  /** What is being evaluated, in whichever file. */
  place: Place;
  /** The innermost call that is written in the template itself: where its author has to look. */
  site: Place;
  private steps = 0;
  private depth = 0;
  private readonly host: Host;
  private readonly limits: Limits;

  constructor(template: ParsedTemplate, host: Host, limits: Limits) {
    this.host = host;
    this.limits = limits;
    this.place = { template, start: 0, end: 0 };
    this.site = this.place;
  }

  /** Renders the whole template. @throws RenderStop, and ReturnSignal where the template returns outside a macro */
  run(packageName: string): Output {
    const { template } = this.site;
    const frame: Frame = { template, package: packageName, scope: new Scope(), output: new Output() };
    this.execute(template.body, frame);
    return frame.output;
  }

  charge(steps: number): void {
    this.steps += steps;
    if (this.steps > this.limits.maxSteps) fail('too-long', { max: this.limits.maxSteps });
  }

  call(callee: Value, args: CallArgs): Value {
    if (callee instanceof Missing) return this.host.callMissing(callee.wanted);
    for (const value of args.positional) this.chargeText(value);
    const call = callee instanceof HostObject ? callee.abilities.call : undefined;
    return call === undefined ? fail('not-callable', { type: typeName(callee) }) : call(args);
  }

  filter(name: string, target: Value, args: CallArgs): Value {
    const filter = filters.get(name);
    this.charge(1 + costOf(target));
    return filter === undefined ? fail('unknown-filter', { name }) : filter(target, args, this);
  }

  test(name: string, target: Value, args: CallArgs): boolean {
    const test = valueTests.get(name);
    if (test === undefined) return fail('unknown-test', { name });
    return test(target, args.positional[0] ?? none, { filterNames: filters });
  }

  /** The value of a macro, bound to where it is defined; `outer` holds the names its body can see. */
  bindMacro(node: MacroNode, home: Omit<Frame, 'output' | 'scope'>, outer?: Scope): HostObject {
    const attribute = (name: string): Value | undefined => (name === 'name' ? node.name : undefined);
    return new HostObject(`macro ${node.name}`, {
      attribute,
      call: (args) => this.callMacro(node, args, { home, outer }),
    });
  }

  private callMacro(node: MacroNode, args: CallArgs, bound: MacroHome): Value {
    if (this.depth >= this.limits.maxDepth) fail('recursion', { max: this.limits.maxDepth });
    this.depth += 1;
    const frame: Frame = { ...bound.home, scope: new Scope(bound.outer), output: new Output() };
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
    return frame.output.text;
  }

  private catchReturn(run: () => Value): Value {
    const depth = this.depth;
    try {
      return run();
    } catch (signal) {
      if (!(signal instanceof ReturnSignal)) throw signal;
      this.depth = depth;
      return signal.value;
    }
  }

  private bindArguments(node: MacroNode, args: CallArgs, frame: Frame): void {
    const named = new Map(args.named);
    const caller = named.get('caller');
    if (caller !== undefined) frame.scope.set('caller', caller);
    named.delete('caller');
    for (const [index, parameter] of node.parameters.entries()) {
      const given = args.positional[index] ?? named.get(parameter.name);
      const fallback = (): Value =>
        parameter.fallback === undefined ? new Missing(parameter.name) : this.evaluate(parameter.fallback, frame);
      frame.scope.set(parameter.name, given ?? fallback());
      named.delete(parameter.name);
    }
    const surplus = args.positional.slice(node.parameters.length);
    const [unknown] = named.keys();
    if (unknown !== undefined && !node.takesKwargs) fail('surplus-keyword', { macro: node.name, name: unknown });
    if (surplus.length > 0 && !node.takesVarargs) {
      fail('surplus-arguments', { macro: node.name, max: node.parameters.length });
    }
    frame.scope.set('varargs', new Tuple(surplus));
    frame.scope.set('kwargs', new Dict(named));
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
        frame.output.write(node.text, node.start, true);
        return undefined;
      case 'print':
        this.print(this.evaluate(node.value, frame), node.start, frame.output);
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

  /** Methods of texts read the whole text; those of lists and dicts do not. */
  private chargeText(value: Value): void {
    if (typeof value === 'string') this.charge(costOf(value));
  }

  private print(value: Value, start: number, output: Output): void {
    this.charge(costOf(value));
    const text = printValue(value);
    output.write(text, start, false);
  }

  private define(node: Exclude<Statement, { readonly kind: PlainKind }>, frame: Frame): void {
    switch (node.kind) {
      case 'macro':
        frame.scope.set(node.name, this.bindMacro(node, frame, frame.scope));
        return;
      case 'set':
        this.assign(node.target, this.evaluate(node.value, frame), frame.scope);
        return;
      case 'set-block': {
        const text = this.capture(node.body, frame);
        this.assign(node.target, node.filter ? this.applyFilter(node.filter, text, frame) : text, frame.scope);
        return;
      }
      case 'filter-block': {
        const value = this.applyFilter(node.filter, this.capture(node.body, frame), frame);
        frame.output.write(printValue(value), node.start, false);
        return;
      }
      case 'call-block': {
        const caller = this.bindMacro(node.macro, frame, frame.scope);
        frame.output.write(printValue(this.callNode(node.call, frame, caller)), node.start, false);
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
    return output.text;
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

  private evaluate(node: Expression, frame: Frame): Value {
    this.charge(1);
    this.move(node, frame);
    switch (node.kind) {
      case 'literal':
        return literalValue(node.value);
      case 'name':
        return frame.scope.get(node.name) ?? this.host.resolve(node.name, frame.package) ?? new Missing(node.name);
      case 'list':
        return node.items.map((item) => this.evaluate(item, frame));
      case 'tuple':
        return new Tuple(node.items.map((item) => this.evaluate(item, frame)));
      case 'dict':
        return new Dict(node.entries.map(([key, value]) => [this.evaluate(key, frame), this.evaluate(value, frame)]));
      case 'attribute':
      case 'item':
        return this.member(node, frame);
      case 'slice':
        return fail('bad-argument', { type: 'slice' });
      case 'call':
        return this.callNode(node, frame);
      default:
        return this.operate(node, frame);
    }
  }

  private operate(node: Exclude<Expression, { readonly kind: AtomKind }>, frame: Frame): Value {
    switch (node.kind) {
      case 'filter':
        return this.applyFilter(node, '', frame);
      case 'test': {
        const target = this.evaluate(node.target, frame);
        return this.test(node.name, target, this.evaluateArguments(node.args, frame));
      }
      case 'unary': {
        const operand = this.evaluate(node.operand, frame);
        return node.operator === 'not' ? !isTruthy(operand) : computeSign(node.operator, operand);
      }
      case 'logic': {
        const left = this.evaluate(node.left, frame);
        return isTruthy(left) === (node.operator === 'or') ? left : this.evaluate(node.right, frame);
      }
      case 'binary': {
        const left = this.evaluate(node.left, frame);
        const right = this.evaluate(node.right, frame);
        this.charge(costOf(left) + costOf(right));
        this.move(node, frame);
        return computeBinary(node.operator, left, right);
      }
      case 'compare':
        return this.compare(node, frame);
      case 'condition':
        return this.choose(node, frame);
      default:
        return unreachable(node);
    }
  }

  private choose(node: Extract<Expression, { readonly kind: 'condition' }>, frame: Frame): Value {
    if (isTruthy(this.evaluate(node.test, frame))) return this.evaluate(node.consequent, frame);
    return node.otherwise === undefined
      ? new Missing('the inline if-expression')
      : this.evaluate(node.otherwise, frame);
  }

  private compare(node: Extract<Expression, { readonly kind: 'compare' }>, frame: Frame): boolean {
    let left = this.evaluate(node.first, frame);
    for (const { operator, operand } of node.rest) {
      const right = this.evaluate(operand, frame);
      this.charge(costOf(left) + costOf(right));
      if (!computeComparison(operator, left, right)) return false;
      left = right;
    }
    return true;
  }

  private member(node: Extract<Expression, { readonly kind: 'attribute' | 'item' }>, frame: Frame): Value {
    const target = this.evaluate(node.target, frame);
    this.chargeText(target);
    if (node.kind === 'attribute') {
      this.move(node, frame);
      return readAttribute(target, node.name);
    }
    if (node.key.kind !== 'slice') return readItem(target, this.evaluate(node.key, frame));
    return readSlice(
      target,
      node.key.parts.map((part) => part && this.evaluate(part, frame)),
    );
  }

  private callNode(node: CallNode, frame: Frame, caller?: HostObject): Value {
    const callee = this.callee(node.callee, frame);
    const args = this.evaluateArguments(node.args, frame);
    const named = caller === undefined ? args.named : new Map([...args.named, ['caller', caller as Value] as const]);
    this.move(node, frame);
    const site = this.site;
    if (frame.template === site.template) this.site = this.place;
    const result = this.call(callee, { positional: args.positional, named });
    this.site = site;
    return result;
  }

  /** What is called. `a.b()` of an unknown `a` is a macro of a package that is not here, not an attribute error. */
  private callee(node: Expression, frame: Frame): Value {
    if (node.kind !== 'attribute') return this.evaluate(node, frame);
    const target = this.evaluate(node.target, frame);
    this.chargeText(target);
    this.move(node, frame);
    const isUnknownPackage =
      target instanceof Missing && node.target.kind === 'name' && frame.scope.get(node.target.name) === undefined;
    return isUnknownPackage ? new Missing(`${target.wanted}.${node.name}`) : readAttribute(target, node.name);
  }

  private evaluateArguments(args: Arguments, frame: Frame): CallArgs {
    if (args.positional.length === 0 && args.named.length === 0 && !args.spread && !args.spreadNamed) return noArgs;
    const positional = args.positional.map((argument) => this.evaluate(argument, frame));
    const named = new Map(args.named.map(({ name, value }) => [name, this.evaluate(value, frame)]));
    if (args.spread) positional.push(...iterate(this.evaluate(args.spread, frame)));
    if (args.spreadNamed) {
      for (const [name, value] of pairsOf(this.evaluate(args.spreadNamed, frame))) named.set(printValue(name), value);
    }
    return { positional, named };
  }

  /** Applies a chain of filters; the innermost one without a target works on `text`. */
  private applyFilter(node: Expression, text: string, frame: Frame): Value {
    if (node.kind !== 'filter') return this.evaluate(node, frame);
    const target = node.target === undefined ? text : this.applyFilter(node.target, text, frame);
    const args = this.evaluateArguments(node.args, frame);
    this.move(node, frame);
    return this.filter(node.name, target, args);
  }

  private move(node: Expression, frame: Frame): void {
    this.place = { template: frame.template, start: node.start, end: node.end };
  }
}

type PlainKind = 'text' | 'print' | 'do' | 'if' | 'for' | 'break' | 'continue' | 'scope';
type AtomKind = 'literal' | 'name' | 'list' | 'tuple' | 'dict' | 'attribute' | 'item' | 'slice' | 'call';

interface MacroHome {
  readonly home: Omit<Frame, 'output' | 'scope'>;
  readonly outer: Scope | undefined;
}

interface LoopFilter {
  readonly node: Extract<Statement, { readonly kind: 'for' }>;
  readonly condition: Expression;
}

function inner(frame: Frame): Frame {
  return { ...frame, scope: new Scope(frame.scope) };
}

function literalValue(literal: Literal): Value {
  if (literal === null) return none;
  if (typeof literal !== 'object') return literal;
  return 'float' in literal ? new Float(literal.float) : literal.integer;
}
