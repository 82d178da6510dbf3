import { commandText, ledgerRequestId } from '@argosy/gateway/operations/request-identity';
import { makeConsortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';

/** A network on which credits were applied for and issued: two blocks of one transaction for each. */
export async function busyNetwork(credits: number): Promise<MemoryNetwork> {
  const network = new MemoryNetwork(await makeConsortium());
  for (const reference of references(credits)) {
    const applied = await endorsed(network, importer, application(reference));
    await network.portOf(importer.msp).submit(importer.person, applied);
    const issued = await endorsed(network, bank, { reference });
    await network.portOf(bank.msp).submit(bank.person, issued);
  }
  return network;
}

/** A network whose blocks hold many applications for credits each. */
export async function crowdedNetwork(blocks: number, perBlock: number): Promise<MemoryNetwork> {
  const network = new MemoryNetwork(await makeConsortium());
  const waiting: Uint8Array[] = [];
  for (const reference of references(blocks * perBlock)) {
    waiting.push(await endorsed(network, importer, application(reference)));
    if (waiting.length < perBlock) continue;
    network.cut(
      waiting,
      waiting.map(() => 0),
    );
    waiting.length = 0;
  }
  return network;
}

const importer = { msp: 'ImporterMSP', person: 'ines', function: 'credit:Apply' };
const bank = { msp: 'ImportBankMSP', person: 'henrik', function: 'credit:Issue' };

async function endorsed(
  network: MemoryNetwork,
  { msp, person, function: name }: typeof importer,
  given: object,
): Promise<Uint8Array> {
  const command = commandText(given);
  const requestId = ledgerRequestId({ msp, person, key: command });
  const call = { person, function: name, arguments: [command, requestId] };
  return (await network.portOf(msp).endorse(call)).envelope;
}

function references(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `C-${index}`);
}
