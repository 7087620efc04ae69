import type { Git } from '../ports.ts';
import type { Tree } from '../model/tree.ts';
import { blobId } from './git-trees.ts';
import { worktree } from './git.ts';

/** {@link Git} that sees the working directory with some files as they would be after edits that nobody has written yet. */
export function withEdits(git: Git, edited: ReadonlyMap<string, Uint8Array>): Git {
  if (edited.size === 0) return git;
  return {
    ...git,
    async readTrees(request) {
      const trees = await git.readTrees(request);
      return trees.map((tree, index) =>
        request.revisions[index]?.revision === worktree ? editedTree(tree, edited) : tree,
      );
    },
  };
}

function editedTree(tree: Tree, edited: ReadonlyMap<string, Uint8Array>): Tree {
  return {
    ...tree,
    entries: tree.entries.map((entry) => {
      const bytes = edited.get(entry.path);
      return bytes === undefined ? entry : { ...entry, oid: blobId(bytes), sizeBytes: bytes.length };
    }),
    read: (path) => edited.get(path) ?? tree.read(path),
  };
}
