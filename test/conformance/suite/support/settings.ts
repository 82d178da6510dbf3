import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the network is that the suite runs on: a run folder, with `network.json` and the material. */
export function runFolderPath(): string {
  const path = process.env['ARGOSY_CONFORMANCE_NETWORK'];
  if (path === undefined)
    throw new Error(
      'no network is named: use npm run conformance, or set ARGOSY_CONFORMANCE_NETWORK',
    );
  return path;
}

/** Time limits of the network and of whoever looks at it: the same everywhere. */
interface Settings {
  /** Of every peer: `chaincode.executetimeout` and `chaincode.startuptimeout`. */
  readonly executeMilliseconds: number;
  readonly startupMilliseconds: number;
  /** How long something may take that must happen. */
  readonly patienceMilliseconds: number;
  /** How long nothing must happen. */
  readonly silenceMilliseconds: number;
}

const file = fileURLToPath(new URL('../settings.json', import.meta.url));

export const settings = JSON.parse(readFileSync(file, 'utf8')) as Settings;
