/** Measures the contracts, or whole deals on a network, in a process of its own, and leaves the figures in a file. */
import { writeFileSync } from 'node:fs';
import { allCalls } from '../../../chaincode/contracts/test-support/calls/all.js';
import { functionOf } from '../../../chaincode/contracts/test-support/calls/recorded-call.js';
import { hooks } from '../../support/typescript.js';
import { dealCosts } from './deal-cost.js';
import type { DealCost } from './deal-cost.js';
import { devnetDeals } from './devnet-deal.js';
import type { DevnetDeals } from './devnet-deal.js';
import { costOf } from './function-cost.js';
import type { FunctionCost } from './function-cost.js';

export interface ContractFigures {
  readonly functions: readonly FunctionCost[];
  readonly deals: readonly DealCost[];
}

export type { DevnetDeals };

const ROUNDS = 7;
const WARM_UP = 200;
const CALLS_PER_ROUND = 60;
const DEALS = 50;
const DEVNET_DEALS = 5;

const [what, file = ''] = process.argv.slice(2);
// Fabric's packages load more of themselves when they are first called.
const calls = (await allCalls()).filter(({ succeeded }) => succeeded);
if (what === 'contracts') hooks.deregister();
writeFileSync(
  file,
  JSON.stringify(await (what === 'devnet' ? devnetDeals(DEVNET_DEALS) : contracts())),
);

async function contracts(): Promise<ContractFigures> {
  const first = new Map(calls.toReversed().map((call) => [functionOf(call), call]));
  const effort = { rounds: ROUNDS, callsPerRound: CALLS_PER_ROUND, warmUp: WARM_UP };
  const functions: FunctionCost[] = [];
  // What all of them share is compiled before the first is measured.
  for (const [, call] of first) await costOf(call, { ...effort, rounds: 0 });
  for (const [, call] of [...first].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    functions.push(await costOf(call, effort));
  return { functions, deals: await dealCosts(DEALS) };
}
