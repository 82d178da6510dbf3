/** A replica, in a process of its own: executes recorded calls, and planted ones, and leaves what comes of them in a file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { argosyChaincode } from '../../../chaincode/contracts/src/chaincode.js';
import {
  functionOf,
  ledgerOf,
} from '../../../chaincode/contracts/test-support/calls/recorded-call.js';
import type { RecordedCall } from '../../../chaincode/contracts/test-support/calls/recorded-call.js';
import { organisationsWithPeers } from '../../../chaincode/contracts/test-support/ledger/channel.js';
import type { Channel } from '../../../chaincode/contracts/test-support/ledger/channel.js';
import { Ledger } from '../../../chaincode/contracts/test-support/ledger/ledger.js';
import { channels } from '../../../chaincode/contracts/test-support/networks.js';
import { givenDifferently } from './given-differently.js';
import { inOrder } from './member-order.js';
import { mistakeNames, plantedChaincode, plantedKey } from './planted-contract.js';
import { isReplicaName, replicas } from './replica.js';
import { resultOf } from './result.js';

/** What a replica leaves. */
export interface ReplicaResults {
  readonly calls: readonly string[];
  readonly planted: Readonly<Record<string, string>>;
}

const [callsFile = '', resultsFile = '', name = ''] = process.argv.slice(2);
if (!isReplicaName(name)) throw new Error(`There is no replica ${name}`);
const replica = replicas[name];
const argosy = givenDifferently(argosyChaincode(), replica);

const calls: string[] = [];
for (const call of deserialize(readFileSync(callsFile)) as RecordedCall[]) {
  const { proposal } = call;
  const by = { ...proposal.by, idBytes: Buffer.from(proposal.by.idBytes) };
  const args = proposal.args.map((arg) =>
    typeof arg === 'string' ? inOrder(arg, replica.members) : arg,
  );
  const ledger = ledgerOf(call, argosy);
  const at =
    functionOf(call) === 'confidential:Get' ? proposal.at : peerOf(ledger.channel, proposal.at);
  calls.push(resultOf(await ledger.endorse({ ...proposal, by, args, at })));
}

const planted: Record<string, string> = {};
for (const mistake of mistakeNames) {
  const ledger = new Ledger(channels.trade, givenDifferently(plantedChaincode(), replica));
  ledger.plant(plantedKey, 'as it was planted');
  const by = (deserialize(readFileSync(callsFile)) as RecordedCall[])[0]?.proposal.by;
  if (by === undefined) throw new Error('There are no calls');
  const command = inOrder('{"b":1,"a":[2],"c":{"y":1,"x":2,"z":3}}', replica.members);
  const at = peerOf(ledger.channel, 'ImportBankMSP');
  const args = ['planted:Do', mistake, command];
  planted[mistake] = resultOf(await ledger.endorse({ by, args, at }));
}

const results: ReplicaResults = { calls, planted };
writeFileSync(resultsFile, JSON.stringify(results));

/** Where it is executed: only a member's peer has the clear values of a collection, every peer all else. */
function peerOf(channel: Channel, asked: string): string {
  const others = organisationsWithPeers(channel).filter((msp) => msp !== asked);
  return replica.isElsewhere ? (others.at(-1) ?? asked) : asked;
}
