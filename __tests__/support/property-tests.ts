import { env } from 'node:process';
import * as fc from 'fast-check';

/** The same cases on every run, so that a green commit stays green; `FC_SEED=n` looks at others. */
fc.configureGlobal({ seed: Number(env['FC_SEED'] ?? 20_260_601) });
