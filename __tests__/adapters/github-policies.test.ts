import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createPolicyHost } from '../../src/adapters/github-policies.ts';
import { EnvironmentError } from '../../src/model/errors.ts';

const sha = 'b'.repeat(40);
const place = { repository: 'acme/policy', path: 'data/base.yaml', ref: 'v1' };

/** GitHub with one file; `asked` holds method and path of every request. */
function host(asked: string[], status = 200) {
  return createPolicyHost({
    token: 'token',
    patience: { maxWaitSeconds: 0, sleep: async () => undefined },
    fetch: async (input) => {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(`${url.pathname}${url.search}`);
      const body = url.pathname.includes('/commits/')
        ? { sha }
        : { type: 'file', encoding: 'base64', content: Buffer.from('preset: strict\n').toString('base64') };
      return Response.json(status === 200 ? body : { message: 'no' }, { status });
    },
  });
}

describe('policies of other repositories', () => {
  it('are read at the commit that the ref is', async () => {
    const asked: string[] = [];
    const found = await host(asked).readPolicy(place);
    expect([new TextDecoder().decode(found?.bytes), found?.sha]).toEqual(['preset: strict\n', sha]);
    expect(asked).toEqual([
      '/repos/acme/policy/commits/v1?per_page=1',
      `/repos/acme/policy/contents/data%2Fbase.yaml?ref=${sha}`,
    ]);
  });

  it('are nothing where GitHub has none, or shows none to the token', async () => {
    expect(await host([], 404).readPolicy(place)).toBeUndefined();
  });

  it('are no guess where GitHub does not answer', async () => {
    await expect(host([], 403).readPolicy(place)).rejects.toBeInstanceOf(EnvironmentError);
  });
});
