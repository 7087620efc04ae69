import { unreachable } from '../../model/errors.ts';
import type { Arguments, CallNode, Expression, Literal } from './ast.ts';
import { readAttribute, readItem, readSlice } from './attributes.ts';
import { pairsOf } from './container-methods.ts';
import { costOf } from './cost.ts';
import { filters } from './filters.ts';
import type { Limits } from './limits.ts';
import type { Markers } from './markers.ts';
import { computeBinary, computeComparison, computeSign } from './operators.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { printValue } from './print-value.ts';
import { noArgs, type Runtime } from './runtime.ts';
import type { Frame } from './scope.ts';
import { fail, RenderStop, UnknownValue } from './stop.ts';
import { areTorn } from './torn-text.ts';
import { valueTests } from './value-tests.ts';
import {
  type CallArgs,
  Dict,
  Float,
  type HostAbilities,
  HostObject,
  isTruthy,
  iterate,
  Missing,
  none,
  Tuple,
  typeName,
  type Value,
} from './values.ts';
import { type Writing, writtenBy } from './writing.ts';

/** What the evaluator asks of dbt's side. */
export interface Host {
  /** The value of a name that no template sets, as seen from a package; undefined where there is none. */
  resolve(name: string, fromPackage: string): Value | undefined;
  /** Calls something that is not there. @throws RenderStop always; an UnknownValue where it may be somewhere else */
  callMissing(wanted: string): never;
  /** What stands in the text for what cannot be known. */
  readonly markers: Markers;
}

/** A place in a template, as offsets. */
export interface Place {
  readonly template: ParsedTemplate;
  readonly start: number;
  readonly end: number;
}

/**
 * Computes the expressions of templates. The budget, the depth and the current place are its state; one serves one rendering. What
 * macros do comes to it as host objects.
 */
export class Evaluator implements Runtime {
  /** What is being evaluated, in whichever file. */
  place: Place;
  /** The innermost call that is written in the template itself: where its author has to look. */
  site: Place;
  /** What is known of the value that was computed last: `carry` gives both. */
  protected writing: Writing | undefined;
  /** How often something was written into a macro that may reach out of its place. */
  protected torn = 0;
  private steps = 0;
  protected depth = 0;
  private readonly host: Host;
  protected readonly limits: Limits;

  constructor(template: ParsedTemplate, host: Host, limits: Limits) {
    this.host = host;
    this.limits = limits;
    this.place = { template, start: 0, end: 0 };
    this.site = this.place;
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

  /** Methods of texts read the whole text; those of lists and dicts do not. */
  protected chargeText(value: Value): void {
    if (typeof value === 'string') this.charge(costOf(value));
  }

  /** The value that was computed last, for any use. @throws RenderStop where a marker stands in it */
  protected known<T extends Value>(value: T): T {
    const unknown = this.writing?.unknown;
    if (unknown !== undefined) throw new RenderStop(unknown);
    return value;
  }

  /** The value of an expression, for any use. @throws RenderStop where a marker stands in it */
  protected evaluate(node: Expression, frame: Frame): Value {
    return this.known(this.carry(node, frame));
  }

  /** The value of an expression that is passed on or printed, unchanged; `writing` tells what is known of it. */
  protected carry(node: Expression, frame: Frame): Value {
    switch (node.kind) {
      case 'name': {
        this.charge(1);
        this.move(node, frame);
        const binding = frame.scope.find(node.name);
        this.writing = binding?.writing;
        return binding?.value ?? this.host.resolve(node.name, frame.package) ?? new Missing(node.name);
      }
      case 'call':
        this.charge(1);
        return this.callNode(node, frame);
      case 'condition':
        this.charge(1);
        return this.choose(node, frame);
      default: {
        const value = this.compute(node, frame);
        this.writing = undefined;
        return value;
      }
    }
  }

  /** The value of an expression that makes something new. */
  private compute(node: Exclude<Expression, { readonly kind: CarriedKind }>, frame: Frame): Value {
    this.charge(1);
    this.move(node, frame);
    switch (node.kind) {
      case 'literal':
        return literalValue(node.value);
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
      default:
        return this.operate(node, frame);
    }
  }

  private operate(node: Exclude<Expression, { readonly kind: AtomKind | CarriedKind }>, frame: Frame): Value {
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
      default:
        return unreachable(node);
    }
  }

  private choose(node: Extract<Expression, { readonly kind: 'condition' }>, frame: Frame): Value {
    if (isTruthy(this.evaluate(node.test, frame))) return this.carry(node.consequent, frame);
    if (node.otherwise !== undefined) return this.carry(node.otherwise, frame);
    this.writing = undefined;
    return new Missing('the inline if-expression');
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

  protected callNode(node: CallNode, frame: Frame, caller?: HostObject): Value {
    const callee = this.callee(node.callee, frame);
    const carries = callee instanceof HostObject && callee.abilities.carries === true;
    const args = this.evaluateArguments(node.args, frame, carries ? 'carry' : 'evaluate');
    const named = caller === undefined ? args.named : new Map([...args.named, ['caller', caller as Value] as const]);
    this.move(node, frame);
    if (!carries) this.charge(stepsPerHostCall);
    const site = this.site;
    if (frame.template === site.template) this.site = this.place;
    const result = this.callOrMark(callee, { ...args, named });
    this.site = site;
    return result;
  }

  /** Calls, and notes what wrote the result, unless something in it may reach out of what the macro makes. What cannot be known becomes a marker, but for the body of a `call` block. */
  private callOrMark(callee: Value, args: CallArgs): Value {
    const { depth, site, torn } = this;
    const { count } = this.host.markers;
    const { macro, carries } = callee instanceof HostObject ? callee.abilities : noAbilities;
    if (macro !== undefined && areTorn([...args.positional, ...args.named.values()])) this.torn += 1;
    this.writing = undefined;
    try {
      const result = this.call(callee, args);
      if (carries !== true) this.writing = undefined;
      if (macro !== undefined && typeof result === 'string' && this.torn === torn) {
        this.writing = writtenBy(macro, result.length, this.writing);
      }
      return result;
    } catch (stop) {
      if (!(stop instanceof RenderStop) || args.named.has('caller')) throw stop;
      const goOn = this.recovery(stop, callee, args);
      if (goOn === undefined) throw stop;
      this.depth = depth;
      this.site = site;
      this.host.markers.keep(count);
      return goOn();
    }
  }

  /** What to do instead where a call stopped: our own version of a macro that asked the warehouse, or a marker. */
  private recovery(stop: RenderStop, callee: Value, args: CallArgs): (() => Value) | undefined {
    const { carries, fallback } = callee instanceof HostObject ? callee.abilities : noAbilities;
    if (fallback !== undefined && stop.reason.state === 'needs-warehouse') return () => this.callOrMark(fallback, args);
    return stop instanceof UnknownValue && carries !== true ? () => this.mark(stop) : undefined;
  }

  private mark({ marker, reason }: UnknownValue): string {
    this.charge(stepsPerMarker);
    this.writing = { macros: [], unknown: reason };
    return this.host.markers.write(marker);
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

  private evaluateArguments(args: Arguments, frame: Frame, how: 'carry' | 'evaluate' = 'evaluate'): CallArgs {
    if (args.positional.length === 0 && args.named.length === 0 && !args.spread && !args.spreadNamed) return noArgs;
    const writings = new Map<number | string, Writing>();
    const read = (node: Expression, key: number | string): Value => {
      const value = how === 'carry' ? this.carry(node, frame) : this.evaluate(node, frame);
      if (this.writing !== undefined) writings.set(key, this.writing);
      return value;
    };
    const positional = args.positional.map(read);
    const named = new Map(args.named.map(({ name, value }) => [name, read(value, name)]));
    if (args.spread) positional.push(...iterate(this.evaluate(args.spread, frame)));
    if (args.spreadNamed) {
      for (const [name, value] of pairsOf(this.evaluate(args.spreadNamed, frame))) named.set(printValue(name), value);
    }
    return writings.size === 0 ? { positional, named } : { positional, named, writings };
  }

  /** Applies a chain of filters; the innermost one without a target works on `text`. */
  protected applyFilter(node: Expression, text: string, frame: Frame): Value {
    if (node.kind !== 'filter') return this.evaluate(node, frame);
    this.writing = undefined;
    const target = node.target === undefined ? text : this.applyFilter(node.target, text, frame);
    const args = this.evaluateArguments(node.args, frame);
    this.move(node, frame);
    return this.filter(node.name, target, args);
  }

  private move(node: Expression, frame: Frame): void {
    this.place = { template: frame.template, start: node.start, end: node.end };
  }
}

/** What passes values on instead of making new ones. */
type CarriedKind = 'name' | 'call' | 'condition';
type AtomKind = 'literal' | 'list' | 'tuple' | 'dict' | 'attribute' | 'item' | 'slice';

const noAbilities: HostAbilities = {};

/** What the host does is more than an expression: it looks up, records and makes relations. */
const stepsPerHostCall = 10;

/** A marker is an error that was caught, and is remembered for the whole rendering, so it costs more than a value. */
const stepsPerMarker = 200;

function literalValue(literal: Literal): Value {
  if (literal === null) return none;
  if (typeof literal !== 'object') return literal;
  return 'float' in literal ? new Float(literal.float) : literal.integer;
}
