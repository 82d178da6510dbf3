import { existsSync, readFileSync } from 'node:fs';
import { newSecret, secretHash } from '@argosy/gateway/access/secret';
import { writeFileAtomically } from '@argosy/operator/files';
import type { RunFolder } from '@argosy/operator/run-folder';

/** What the gateway is told of a system's secret: its hash. The secret is made where there is none yet, in a file that only this user may
 *  read; the system reads it there. */
export function systemSecretHash({ systemSecret }: RunFolder, id: string): string {
  const file = systemSecret(id);
  if (!existsSync(file)) writeFileAtomically(file, `${newSecret()}\n`);
  return secretHash(readFileSync(file, 'utf8').trim());
}
