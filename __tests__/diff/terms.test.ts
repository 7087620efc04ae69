import { describe, expect, it } from 'vitest';
import type { Fields } from './laws/documents.ts';
import { contract, told } from './told.ts';

type Row = readonly [name: string, base: readonly Fields[], head: readonly Fields[], expected: readonly string[]];

const member = (username: string, fields: Fields = {}): Fields => ({ username, ...fields });

describe('the team', () => {
  const rows: readonly Row[] = [
    ['the same in another order', [member('ana'), member('bia')], [member('bia'), member('ana')], []],
    [
      'one comes, one goes',
      [member('ana', { role: 'owner' })],
      [member('bia')],
      ['member.added (bia): - => "bia"', 'member.removed (ana): "owner" => -'],
    ],
    [
      'another role',
      [member('ana', { role: 'owner' })],
      [member('ana', { role: 'steward' })],
      ['member.changed (ana): "owner" => "steward"'],
    ],
    [
      'no role any more',
      [member('ana', { role: 'owner' })],
      [member('ana')],
      ['member.changed (ana): "owner" => "ana"'],
    ],
    [
      'another name',
      [member('ana', { name: 'Ana' })],
      [member('ana', { name: 'Ana B' })],
      ['member.changed (ana): "Ana" => "Ana B"'],
    ],
    [
      'two roles in another order, one for another',
      [member('ana', { role: 'owner' }), member('ana', { role: 'steward' })],
      [member('ana', { role: 'steward' }), member('ana', { role: 'analyst' })],
      ['member.changed (ana): "owner" => "analyst"'],
    ],
    [
      'twice in one role, of which one name changes',
      [member('ana', { name: 'x' }), member('ana', { name: 'y' })],
      [member('ana', { name: 'y' }), member('ana', { name: 'z' })],
      ['member.changed (ana): "x" => "z"'],
    ],
    [
      'one of two entries goes',
      [member('ana', { name: 'x' }), member('ana', { name: 'y' })],
      [member('ana', { name: 'y' })],
      ['member.removed (ana): "ana" => -'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(
      told(contract({ team: { name: 'Core', members: base } }), contract({ team: { name: 'Core', members: head } })),
    ).toEqual(expected);
  });

  it('changes with its name', () => {
    expect(
      told(contract({ team: { name: 'Core', members: [] } }), contract({ team: { name: 'Shop', members: [] } })),
    ).toEqual(['team.changed: "Core" => "Shop"']);
    expect(told(contract({ team: { name: 'Core', members: [member('ana')] } }), contract({}))).toEqual([
      'team.changed: "Core" => -',
      'member.removed (ana): "ana" => -',
    ]);
  });
});

const channel = (name: string, fields: Fields = {}): Fields => ({
  channel: name,
  url: `https://${name}.example`,
  ...fields,
});

describe('where readers find help', () => {
  const [chat, mail] = [channel('chat'), channel('mail')];
  const rows: readonly Row[] = [
    ['the same in another order', [chat, mail], [mail, chat], []],
    [
      'one for another',
      [chat],
      [mail],
      ['support.added (mail): - => "https://mail.example"', 'support.removed (chat): "https://chat.example" => -'],
    ],
    ['one of two goes', [chat, mail], [mail], ['support.removed (chat): "https://chat.example" => -']],
    ['the last one goes', [chat], [], ['support.removed (chat): "https://chat.example" => - last']],
    ['the first one comes', [], [chat], ['support.added (chat): - => "https://chat.example"']],
    [
      'another address',
      [chat],
      [channel('chat', { url: 'https://x.example' })],
      ['support.changed (chat): "https://chat.example" => "https://x.example"'],
    ],
    ['another tool', [chat], [channel('chat', { tool: 'slack' })], ['support.changed (chat): - => "slack"']],
    [
      'another channel under its id',
      [channel('chat', { id: 'c' }), mail],
      [mail, channel('post', { id: 'c' })],
      ['support.changed (post): "https://chat.example" => "https://post.example"'],
    ],
    [
      'two of one channel, in another order',
      [chat, channel('chat', { url: 'https://x.example' })],
      [channel('chat', { url: 'https://x.example' }), channel('chat', { url: 'https://y.example' })],
      ['support.changed (chat): "https://chat.example" => "https://y.example"'],
    ],
    [
      'two of one address, of which one changes',
      [chat, { ...chat, tool: 'slack' }],
      [
        { ...chat, tool: 'slack' },
        { ...chat, tool: 'teams' },
      ],
      ['support.changed (chat): - => "teams"'],
    ],
    [
      'without an address',
      [{ channel: 'desk' }],
      [{ channel: 'desk', scope: 'issues' }],
      ['support.changed (desk): - => "issues"'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(contract({ support: base }), contract({ support: head }))).toEqual(expected);
  });
});

const priced = (price: Fields | undefined): Fields => contract(price === undefined ? {} : { price });

describe('what readers pay', () => {
  const rows: readonly (readonly [string, Fields | undefined, Fields | undefined, readonly string[]])[] = [
    [
      'a first price',
      undefined,
      { priceAmount: 5, priceCurrency: 'EUR', priceUnit: 'month' },
      ['price.added: - => "5 EUR / month"'],
    ],
    ['no price any more', { priceAmount: 5, priceCurrency: 'EUR' }, undefined, ['price.removed: "5 EUR" => -']],
    [
      'more',
      { priceAmount: 5, priceCurrency: 'EUR' },
      { priceAmount: 6, priceCurrency: 'EUR' },
      ['price.changed: "5 EUR" => "6 EUR" raised'],
    ],
    [
      'less',
      { priceAmount: 5, priceUnit: 'month' },
      { priceAmount: 4, priceUnit: 'month' },
      ['price.changed: "5 / month" => "4 / month" lowered'],
    ],
    [
      'in another currency',
      { priceAmount: 5, priceCurrency: 'EUR' },
      { priceAmount: 5, priceCurrency: 'BRL' },
      ['price.changed: "5 EUR" => "5 BRL" unknown'],
    ],
    [
      'nothing, in a currency',
      { priceCurrency: 'EUR' },
      { priceCurrency: 'BRL' },
      ['price.changed: "EUR" => "BRL" unknown'],
    ],
    ['the same', { priceAmount: 5 }, { priceAmount: 5 }, []],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(told(priced(base), priced(head))).toEqual(expected);
  });
});

const level = (property: string, fields: Fields = {}): Fields => ({ property, value: 1, ...fields });

describe('service levels', () => {
  const latency = (value: number, fields: Fields = {}): Fields => level('latency', { value, unit: 'h', ...fields });
  const rows: readonly Row[] = [
    ['the same in another order', [latency(1), level('mood')], [level('mood'), latency(1)], []],
    ['one for another', [latency(1)], [level('mood')], ['added (mood): - => "1"', 'removed (latency): "1 h" => -']],
    ['a regulatory one comes', [], [latency(1, { driver: 'regulatory' })], ['added (latency): - => "1 h" regulatory']],
    [
      'the end of support comes',
      [],
      [level('endOfSupport', { value: '2030-01-01' })],
      ['added (endOfSupport): - => "2030-01-01" end-date'],
    ],
    ['another value', [latency(1)], [latency(2)], ['changed (latency): "1 h" => "2 h" loosened']],
    [
      'another value of a regulatory one',
      [latency(1, { driver: 'regulatory' })],
      [latency(2, { driver: 'regulatory' })],
      ['changed (latency): "1 h" => "2 h" loosened regulatory'],
    ],
    [
      'an earlier end of support',
      [level('endOfSupport', { value: '2030-01-01' })],
      [level('endOfSupport', { value: '2029-01-01' })],
      ['changed (endOfSupport): "2030-01-01" => "2029-01-01" loosened end-date'],
    ],
    ['in another case', [level('mood')], [level(' Mood ')], []],
    [
      'another name under its id',
      [level('mood', { id: 'x' }), level('joy', { value: 2 })],
      [level('joy', { value: 2 }), level('fun', { id: 'x', value: 3 })],
      ['changed (fun): "1" => "3" unknown'],
    ],
    [
      'of two elements, in another order, one value changed',
      [latency(1, { element: 't.a' }), latency(2, { element: 't.b' })],
      [latency(2, { element: 't.b' }), latency(3, { element: 't.a' })],
      ['changed (latency): "1 h" => "3 h" loosened'],
    ],
    [
      'of two drivers, both values changed',
      [latency(1, { driver: 'analytics' }), latency(2, { driver: 'operational' })],
      [latency(3, { driver: 'operational' }), latency(4, { driver: 'analytics' })],
      ['changed (latency): "2 h" => "3 h" loosened', 'changed (latency): "1 h" => "4 h" loosened'],
    ],
    [
      'of two values, in another order, one driver changed',
      [latency(1, { driver: 'analytics' }), latency(2, { driver: 'analytics' })],
      [latency(2, { driver: 'operational' }), latency(1, { driver: 'analytics' })],
      ['driver.changed (latency): "analytics" => "operational"'],
    ],
    [
      'of one element with two values, one of them changed',
      [latency(1, { element: 't.a' }), latency(2, { element: 't.a' })],
      [latency(2, { element: 't.a' }), latency(3, { element: 't.a' })],
      ['changed (latency): "1 h" => "3 h" loosened'],
    ],
    ['said twice, of which one goes', [latency(1), latency(1)], [latency(1)], ['removed (latency): "1 h" => -']],
    [
      'said twice, of which the words of one change',
      [latency(1, { description: 'x' }), latency(1, { description: 'y' })],
      [latency(1, { description: 'y' }), latency(1, { description: 'z' })],
      ['description.changed (latency): "x" => "z"'],
    ],
    [
      'another element',
      [latency(1, { element: 't.a' })],
      [latency(1, { element: 't.b' })],
      ['element.changed (latency): "t.a" => "t.b"'],
    ],
    ['the element in another case', [latency(1, { element: 't.a' })], [latency(1, { element: 'T.A' })], []],
    [
      'the element of a date',
      [level('endOfLife', { value: '2030-01-01', element: 't.a' })],
      [level('endOfLife', { value: '2030-01-01', element: 't.b' })],
      [],
    ],
    [
      'the element of general availability',
      [level('generalAvailability', { value: '2030-01-01', element: 't.a' })],
      [level('generalAvailability', { value: '2030-01-01', element: 't.b' })],
      [],
    ],
    [
      'another driver',
      [latency(1, { driver: 'analytics' })],
      [latency(1, { driver: 'regulatory' })],
      ['driver.changed (latency): "analytics" => "regulatory"'],
    ],
    [
      'no regulatory driver any more',
      [latency(1, { driver: 'regulatory' })],
      [latency(1)],
      ['driver.changed (latency): "regulatory" => - regulatory'],
    ],
    [
      'all at once',
      [
        latency(1, {
          id: 'x',
          element: 't.a',
          driver: 'analytics',
          description: 'x',
          schedule: '0 1 * * *',
          customProperties: [{ property: 'p', value: 1 }],
        }),
      ],
      [latency(2, { id: 'x', element: 't.b', driver: 'operational', description: 'y', schedule: '0 2 * * *' })],
      [
        'changed (latency): "1 h" => "2 h" loosened',
        'element.changed (latency): "t.a" => "t.b"',
        'driver.changed (latency): "analytics" => "operational"',
        'description.changed (latency): "x" => "y"',
        'customProperty.removed (latency.p): 1 => -',
      ],
    ],
    [
      'its schedule',
      [latency(1, { schedule: '0 1 * * *', scheduler: 'cron' })],
      [latency(1, { schedule: '0 2 * * *' })],
      ['description.changed (latency): "0 1 * * *" => "0 2 * * *"'],
    ],
    [
      'its scheduler',
      [latency(1, { scheduler: 'cron' })],
      [latency(1, { scheduler: 'airflow' })],
      ['description.changed (latency): "cron" => "airflow"'],
    ],
    [
      'its own marks',
      [latency(1)],
      [latency(1, { customProperties: [{ property: 'p', value: 1 }] })],
      ['customProperty.added (latency.p): - => 1'],
    ],
  ];
  it.each(rows)('%s', (...[, base, head, expected]) => {
    expect(
      told(contract({ slaProperties: base }), contract({ slaProperties: head })).map((line) =>
        line.replace('sla.', ''),
      ),
    ).toEqual(expected);
  });
});
