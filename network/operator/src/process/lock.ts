import { FolderHeld, FolderLock } from '@argosy/ledger/folder-lock';
import { OperatorError } from '../operator-error.js';

/** Hold a run folder for this process. Refuses when a living process holds it. */
export async function lockRunFolder(home: string): Promise<FolderLock> {
  try {
    return await FolderLock.take(home);
  } catch (error) {
    if (error instanceof FolderHeld) throw taken(error);
    throw error;
  }
}

function taken({ folder, holder }: FolderHeld): OperatorError {
  return new OperatorError({
    what: `A network is already running from ${folder}`,
    why: `It was started by ${holder}.`,
    fix: 'Use that one, stop it first, or start another with --home DIR --port-base N.',
  });
}
