import { Buffer } from 'node:buffer';
import type { PolicyHost } from '../ports.ts';
import { createClient, type ForgeOptions } from './github-client.ts';
import { undefinedWhereMissing } from './github-requests.ts';

/** Policies of other repositories, as far as the token may read them. The ref is resolved first: what is read is one commit's. */
export function createPolicyHost(options: Omit<ForgeOptions, 'repository'>): PolicyHost {
  return {
    readPolicy({ repository, path, ref }) {
      const client = createClient({ ...options, repository });
      const { octokit, run } = client;
      return run(`read ${path} of ${repository} at ${ref}`, async () => {
        const { data: commit } = await octokit.rest.repos.getCommit({ ...client.repository, ref, per_page: 1 });
        const { data } = await octokit.rest.repos.getContent({ ...client.repository, path, ref: commit.sha });
        // A folder is a list; a file over 1 MB, a link and a submodule have no content.
        if (Array.isArray(data) || data.type !== 'file' || data.encoding !== 'base64') return undefined;
        return { bytes: new Uint8Array(Buffer.from(data.content, 'base64')), sha: commit.sha };
      }).catch(undefinedWhereMissing);
    },
  };
}
