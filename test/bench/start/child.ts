/**
 * One start, in a process of its own: what is compiled while it is hot in a process that starts networks again and again is cold in
 * one that a person calls. Prints, as JSON, the milliseconds from the call that starts the network to a network that is ready and to
 * its first transaction, committed; with Argosy's own chaincode that is the first credit asked for, and the members' register is
 * founded before.
 */
import { foundRegisters } from 'argosy/register/found';
import { applyBySdk, newApplication, putBySdk, sdkClients } from '../clients.ts';
import { describeIn, startIn } from '../network.ts';
import type { BenchPlan } from '../network.ts';

export interface StartTimes {
  readonly ready: number;
  readonly committed: number;
}

const [home = '', profile = 'bench', chaincode = 'put', description] = process.argv.slice(2);

async function main(): Promise<StartTimes> {
  const plan = { profile, chaincode } as BenchPlan;
  const file = description ?? describeIn(home, plan);
  // It reads the deal that it is part of.
  if (plan.chaincode === 'argosy') newApplication();
  const since = performance.now();
  const { network, stop } = await startIn(home, plan, file);
  const ready = performance.now() - since;
  const { contracts, close } = sdkClients(network, 'native');
  const [contract] = contracts;
  if (contract === undefined) throw new Error('the network has no peer');
  if (plan.chaincode === 'argosy') await foundRegisters(network);
  await (plan.chaincode === 'put' ? putBySdk(contract) : applyBySdk(contract));
  const committed = performance.now() - since;
  close();
  await stop();
  return { ready, committed };
}

process.stdout.write(JSON.stringify(await main()));
