import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivateDirectory, writeFileAtomically } from '../files.js';
import { OperatorError } from '../operator-error.js';
import { runFolder } from '../run-folder.js';
import type { RunFolder } from '../run-folder.js';
import type { Topology } from '../topology/schema.js';
import { filesOf, planMaterial } from './plan.js';

const manifestSchema = z.strictObject({
  version: z.literal(1),
  topology: z.string(),
  validUntil: z.string(),
});

/** Keys and certificates of the network: made at the first start, only looked at later.
 *  Refuses material that was made for another topology, is incomplete, or has expired. */
export async function ensureMaterial(
  topology: Topology,
  folder: RunFolder,
  now: Date,
): Promise<{ readonly made: boolean }> {
  makePrivateDirectory(folder.home);
  removeDrafts(folder.home);
  if (existsSync(folder.material)) {
    checkMaterial(topology, folder, now);
    return { made: false };
  }
  const draft = draftFolder(folder);
  // Loading the certificate library takes a tenth of a second, so only a first start pays for it.
  const { makeMaterial } = await import('./make.js');
  const validUntil = await makeMaterial(planMaterial(topology), draft);
  const manifest = { version: 1, topology: digest(topology), validUntil: validUntil.toISOString() };
  writeFileAtomically(draft.manifest, `${JSON.stringify(manifest, undefined, 2)}\n`);
  // All of it appears at once: a start that is cut short leaves nothing that looks complete.
  renameSync(draft.material, folder.material);
  rmSync(draft.home, { recursive: true, force: true });
  return { made: true };
}

const draftPrefix = '.draft-';

function draftFolder(folder: RunFolder): RunFolder {
  const home = join(folder.home, `${draftPrefix}${process.pid}`);
  mkdirSync(home, { mode: 0o700 });
  return runFolder(home);
}

/** What starts that were cut short left behind. */
function removeDrafts(home: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith(draftPrefix)) rmSync(join(home, name), { recursive: true, force: true });
  }
}

function checkMaterial(topology: Topology, folder: RunFolder, now: Date): void {
  const refuse = (why: string): never => {
    throw new OperatorError({
      what: `The keys and certificates in ${folder.material} cannot be used`,
      why,
      fix: `Start a new network with --home, or remove ${folder.home} and lose its ledger.`,
    });
  };
  if (!existsSync(folder.manifest)) return refuse('Their manifest is missing.');
  const manifest = manifestSchema.safeParse(JSON.parse(readFileSync(folder.manifest, 'utf8')));
  if (!manifest.success) return refuse('Their manifest has another form than this version writes.');
  if (manifest.data.topology !== digest(topology)) {
    return refuse('They were made for another network description.');
  }
  if (new Date(manifest.data.validUntil) <= now)
    return refuse(`They expired ${manifest.data.validUntil}.`);
  const missing = filesOf(planMaterial(topology)).find(
    (file) => !existsSync(join(folder.home, file)),
  );
  if (missing !== undefined) return refuse(`${missing} is missing.`);
}

/** What identities and channels are made from. Where a program lies is no part of it. */
function digest(topology: Topology): string {
  const { organisations, orderers, channels } = topology;
  return createHash('sha256')
    .update(JSON.stringify({ organisations, orderers, channels }))
    .digest('hex');
}
