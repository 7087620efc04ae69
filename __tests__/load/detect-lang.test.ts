import { describe, expect, it } from 'vitest';
import { detectLang } from '../../src/load/detect-lang.ts';

describe('the language of prose', () => {
  it.each([
    ['a small contract', ['description: Pedidos por dia.\ndescription: Data do pedido.\n']],
    ['words by their endings', ['description: Descrição curta.\ndescription: Padrões.\n']],
    ['a repository of some files', ['Quem compra com desconto', 'valor total do pedido', 'um cliente', 'the total']],
  ])('%s is Portuguese', (_, texts) => {
    expect(detectLang(texts)).toBe('pt-BR');
  });

  it.each([
    ['nothing', []],
    ['one Portuguese name', ['name: data_de_nascimento\ndescription: Birth.\n']],
    ['as many words of both', ['name: nome_do_cliente_de_loja\ndescription: The name of a customer.\n']],
    ['a small contract', ['description: Orders by day.\ndescription: The date of an order.\n']],
    ['keys alone', ['version: 1.0.0\nschema:\n  - name: orders\n']],
  ])('%s is English', (_, texts) => {
    expect(detectLang(texts)).toBe('en');
  });
});
