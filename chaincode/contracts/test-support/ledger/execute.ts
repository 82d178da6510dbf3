import type { Chaincode } from '../../src/fabric-chaincode.js';
import { ChaincodeRequests } from './chaincode-requests.js';
import type { Channel } from './channel.js';
import type { Execution } from './execution.js';
import type { Transaction } from './proposal.js';
import { Simulation } from './simulation.js';
import { eventsOf, stubOf } from './stub.js';
import type { WorldState } from './world-state.js';

interface Surroundings {
  readonly state: WorldState;
  readonly channel: Channel;
  readonly chaincode: Chaincode;
}

/** Has the chaincode carry out a transaction on the state as it is, and notes what it reads and writes. */
export async function execute(
  transaction: Transaction,
  { state, channel, chaincode }: Surroundings,
): Promise<Execution> {
  const simulation = new Simulation(state, channel, transaction);
  const requests = new ChaincodeRequests({ channel, transaction, state, simulation });
  const stub = stubOf(requests, transaction);
  const { status, message = '', payload } = await chaincode.Invoke(stub);
  requests.end();
  const answer = { status, message, payload: Buffer.from(payload ?? []).toString() };
  return { ...transaction, ...answer, ...simulation.results(), events: eventsOf(stub) };
}
