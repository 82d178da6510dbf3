import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDescription } from '@argosy/operator/description';
import { runFolder } from '@argosy/operator/run-folder';

/** Where a network's ledger of a channel lies. Refuses a folder that holds none. */
export function ledgerOf(
  home: string,
  channel: string,
): { readonly file: string; readonly chaincode: string } {
  const folder = runFolder(home);
  const described = readDescription(folder)?.channels.find(({ name }) => name === channel);
  const file = join(folder.devnet, 'ledgers', channel, 'blocks.bin');
  const [chaincode] = described?.chaincodes ?? [];
  if (chaincode !== undefined && existsSync(file)) return { file, chaincode };
  throw new Error(`${home} is no run folder of a network with a channel ${channel}.`);
}
