import { readDescription } from '@argosy/operator/description';
import { networkClock } from '@argosy/operator/network-clock';
import { runFolder } from '@argosy/operator/run-folder';
import { CommandFailure } from '../net/command-failure.js';
import { exitCode } from '../net/exit-codes.js';
import { findRunning } from '../net/running.js';
import { GatewayOperations } from './gateway-operations.js';
import { traceOnNetwork } from './network-transaction.js';
import type { AskedNetwork } from './network-transaction.js';
import { requestTrace } from './request-trace.js';
import type { RequestTrace } from './request-trace.js';

const operationId = /^op_/;
const notThroughIt = { unknown: 'the gateway did not send this transaction' } as const;

/** The path of one request through a network that is up, by the id of its transaction or of its operation: what the gateway of its organisation
 *  knows, and what the blocks say, judged anew. Undefined where neither knows it. Refuses where no network is up. */
export async function traceRequest(home: string, which: string): Promise<RequestTrace | undefined> {
  const network = await requireNetwork(home);
  const operations = new GatewayOperations(network.folder);
  return operationId.test(which)
    ? traceOperation(which, network, operations)
    : traceTransaction(which, network, operations);
}

async function traceOperation(
  id: string,
  network: AskedNetwork,
  operations: GatewayOperations,
): Promise<RequestTrace | undefined> {
  const request = await operations.byId(id);
  if (request === undefined) return undefined;
  if ('unknown' in request) throw new Error(`Nothing is known of ${id}: ${request.unknown}.`);
  const { transactionId, channel } = request.operation;
  const transaction =
    transactionId === undefined
      ? undefined
      : await traceOnNetwork(network, { transactionId, channel });
  return requestTrace({ request, transaction, chaincodes: network.description.chaincodes });
}

async function traceTransaction(
  transactionId: string,
  network: AskedNetwork,
  operations: GatewayOperations,
): Promise<RequestTrace | undefined> {
  const transaction = await traceOnNetwork(network, { transactionId });
  if (transaction === undefined) return undefined;
  const creator = transaction.trace.explanation.creator?.mspId ?? '';
  const request = (await operations.ofTransaction(transactionId, creator)) ?? notThroughIt;
  return requestTrace({ request, transaction, chaincodes: network.description.chaincodes });
}

async function requireNetwork(home: string): Promise<AskedNetwork> {
  const folder = runFolder(home);
  const description = readDescription(folder);
  if (description === undefined || (await findRunning(home)).by === 'nobody') {
    throw new CommandFailure(exitCode.notFound, {
      what: `No network is up from ${home}`,
      why: 'Nothing runs there.',
      fix: 'Start it, or name another folder with --home DIR, or a recorded ledger with --ledger DIR.',
    });
  }
  return { description, folder, now: await networkClock(description.controls) };
}
