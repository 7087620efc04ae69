import type { Price, SlaProperty, SupportItem } from '../../model/contract.ts';
import { type MapNode, textOf, valueOf } from '../document.ts';
import { modelCustomProperties } from './model-custom-property.ts';
import { jsonOf, keysOf, modelMaps, present, textFields } from './model-values.ts';

/** The service levels of a contract; its `slaDefaultElement` is the element of those that name none. */
export function modelSlaProperties(root: MapNode): readonly SlaProperty[] {
  const defaultElement = textOf(valueOf(root, 'slaDefaultElement'));
  return modelMaps(root, 'slaProperties', (node) => {
    const property = textOf(valueOf(node, 'property'));
    if (property === undefined) return undefined;
    // Before 3.1.0 some files name the element `column`, as version 2 did.
    const element = textOf(valueOf(node, 'element')) ?? textOf(valueOf(node, 'column')) ?? defaultElement;
    return {
      property,
      value: jsonOf(node, 'value') ?? null,
      ...present({ element, valueExt: jsonOf(node, 'valueExt') }),
      ...textFields(node, ['id', 'unit', 'driver', 'description', 'schedule', 'scheduler']),
      customProperties: modelCustomProperties(node),
      at: node.at,
      keys: keysOf(node, { column: 'element' }),
    };
  });
}

/** The ways to find help; one without a channel is left out. */
export function modelSupport(root: MapNode): readonly SupportItem[] {
  return modelMaps(root, 'support', (node) => {
    const channel = textOf(valueOf(node, 'channel'));
    if (channel === undefined) return undefined;
    const fields = textFields(node, ['url', 'tool', 'scope', 'description', 'invitationUrl']);
    return { channel, ...textFields(node, ['id']), fields, at: node.at };
  });
}

/** The price of a contract; undefined where there is none. */
export function modelPrice(root: MapNode): Price | undefined {
  const node = valueOf(root, 'price');
  if (node?.kind !== 'map') return undefined;
  const priceAmount = valueOf(node, 'priceAmount');
  const amount =
    priceAmount?.kind === 'scalar' && typeof priceAmount.value === 'number' ? priceAmount.value : undefined;
  const { priceCurrency: currency, priceUnit: unit } = textFields(node, ['priceCurrency', 'priceUnit']);
  return { ...present({ amount, currency, unit }), at: node.at };
}
