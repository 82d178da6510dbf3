import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '@argosy/operator/fabric/transaction';
import { withMembers } from '@argosy/operator/members';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import {
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
} from '@argosy/protocol/messages/lifecycle';
import { describeSignaturePolicy } from '@argosy/protocol/policy-text';
import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';
import { decode, encode } from '@argosy/protocol/wire';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { programs } from 'argosy/places';
import { RUN, argumentsOf } from '../conformance/suite/support/steps.js';
import type { Step } from '../conformance/suite/support/steps.js';
import { freePortBase } from './support/ports.js';
import { sdkClientAt } from './support/sdk.js';
import type { SdkClient } from './support/sdk.js';

const chaincodeFolder = join(import.meta.dirname, '../conformance/suite/chaincode');
const ownTerms = '- { name: terms, members: [BuyerMSP, BankMSP], endorsement: { outOf: 1 } }';

/** Two banks and a carrier with a peer each, and a buyer without, through its bank; and some collections. */
const described = (...collections: readonly string[]): string => `
organisations:
  - { msp: BuyerMSP, name: Buyer, domain: buyer.test, users: [user] }
  - { msp: BankMSP, name: Bank, domain: bank.test, peers: [peer0], users: [user] }
  - { msp: OtherBankMSP, name: OtherBank, domain: otherbank.test, peers: [peer0], users: [user] }
  - { msp: CarrierMSP, name: Carrier, domain: carrier.test, peers: [peer0], users: [user] }
orderers:
  - { msp: BankOrdererMSP, domain: orderer.bank.test }
channels:
  - name: trade
    members:
      - { msp: BuyerMSP, sponsor: BankMSP }
      - { msp: BankMSP }
      - { msp: OtherBankMSP }
      - { msp: CarrierMSP }
    endorsement: { outOf: 3, of: [BankMSP, OtherBankMSP, CarrierMSP] }
    lifecycle: { outOf: 2, of: [BankMSP, OtherBankMSP, CarrierMSP] }
    consensus: etcdraft
    chaincodes: [argosy]
    collections:
      argosy:
        ${collections.join('\n        ')}
chaincodes:
  - name: argosy
    package: ${JSON.stringify(chaincodeFolder)}
    server: server.js
    probe: { function: ready, arguments: [], answer: READY }
`;

let home: string;
let portBase: number;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'argosy-collections-'));
  portBase = await freePortBase();
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

/** Start the network that has these collections, do something with it, and stop it. Answers how its chaincode was defined. */
async function whileUp(
  collections: readonly string[],
  work: (network: Network) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const topologyFile = join(home, 'topology.yaml');
  writeFileSync(topologyFile, described(...collections));
  const details = new Map<string, string>();
  const starting = startNetwork({
    home: join(home, 'run'),
    topologyFile,
    portBase,
    devnetProgram: programs.devnet,
    onStep: ({ step, detail }) => details.set(step, detail),
    onDeath: () => undefined,
    onRestart: () => undefined,
  });
  try {
    await work(await starting.network);
  } finally {
    await starting.stop(3_000);
  }
  return details.get('chaincode') ?? '';
}

/** What each peer answers of the chaincode's collections, policies in words. */
function collectionsAtPeers(network: Network) {
  const query = encode(QueryChaincodeDefinitionArgs, { name: 'argosy' });
  return withMembers({ ...network, now: () => new Date() }, (members) =>
    Promise.all(
      members.map(async ({ peers: [peer], administrator }) => {
        if (peer === undefined) throw new Error('a member without a peer');
        const { payload } = await ask(peer, administrator, {
          channel: 'trade',
          chaincode: '_lifecycle',
          arguments: [Buffer.from('QueryChaincodeDefinition'), query],
        });
        const { collections } = decode(QueryChaincodeDefinitionResult, payload);
        return collections?.config.map(({ staticCollectionConfig: it }) => ({
          ...it,
          memberOrgsPolicy: inWords(it?.memberOrgsPolicy?.signaturePolicy),
          endorsementPolicy: inWords(it?.endorsementPolicy?.signaturePolicy),
        }));
      }),
    ),
  );
}

const inWords = (policy: SignaturePolicyMessage | undefined): string =>
  policy === undefined ? 'none' : describeSignaturePolicy(policy);

/** Somebody of an organisation, through a peer: its own, unless another is named. */
function clientOf({ engine, folder }: Network, msp: string, peerMsp = msp): SdkClient {
  const peer = engine.peers.find((it) => it.msp === peerMsp);
  if (peer === undefined) throw new Error(`${peerMsp} has no peer`);
  return sdkClientAt(peer, folder.identity(msp, 'user'), msp, 'trade');
}

async function evaluate({ contract, close }: SdkClient, step: Step): Promise<string> {
  try {
    const answer = await contract.evaluate(RUN, { arguments: argumentsOf([step]) });
    return Buffer.from(answer).toString();
  } finally {
    close();
  }
}

async function submit({ contract, close }: SdkClient, step: Step): Promise<void> {
  try {
    await contract.submit(RUN, { arguments: argumentsOf([step]) });
  } finally {
    close();
  }
}

const secret = { collection: 'terms', key: 'margin' };

test('private data is kept as the description says, and a changed description is the next definition', async () => {
  const first = await whileUp([ownTerms], async (network) => {
    const terms = {
      name: 'terms',
      memberOrgsPolicy: '1 of (BuyerMSP.member, BankMSP.member)',
      requiredPeerCount: 0,
      maximumPeerCount: 0,
      blockToLive: 0n,
      memberOnlyRead: true,
      memberOnlyWrite: true,
      endorsementPolicy: '1 of (BankMSP.peer)',
    };
    expect(await collectionsAtPeers(network)).toEqual([[terms], [terms], [terms]]);

    // The bank alone endorses what the buyer writes through it: three would have to sign on the channel.
    const buyer = () => clientOf(network, 'BuyerMSP', 'BankMSP');
    await submit(buyer(), { do: 'put', ...secret, value: '10 per cent' });
    expect(await evaluate(buyer(), { do: 'get', ...secret })).toBe('["10 per cent"]');
    const carrier = () => clientOf(network, 'CarrierMSP');
    expect(await evaluate(carrier(), { do: 'get', ...secret })).toContain(
      'tx creator does not have read access permission on privatedata in chaincodeName:argosy collectionName: terms',
    );
    expect(await evaluate(carrier(), { do: 'hash', ...secret })).toMatch(/^\["[0-9a-f]{64}"\]$/);
  });
  expect(first).toContain('on trade, now committed (sequence 1)');
  expect(await whileUp([ownTerms])).toContain('on trade, as committed before (sequence 1)');

  const shared = ownTerms.replace('BankMSP]', 'BankMSP, OtherBankMSP]');
  const second = '- { name: conditions, members: [OtherBankMSP], endorsement: { outOf: 1 } }';
  const changed = await whileUp([shared, second], async (network) => {
    const [[terms, conditions] = []] = await collectionsAtPeers(network);
    expect(terms).toMatchObject({
      requiredPeerCount: 1,
      maximumPeerCount: 1,
      endorsementPolicy: '1 of (BankMSP.peer, OtherBankMSP.peer)',
    });
    expect(conditions).toMatchObject({ name: 'conditions', requiredPeerCount: 0 });
    const buyer = clientOf(network, 'BuyerMSP', 'BankMSP');
    expect(await evaluate(buyer, { do: 'get', ...secret })).toBe('["10 per cent"]');
    const newcomer = clientOf(network, 'OtherBankMSP');
    expect(await evaluate(newcomer, { do: 'get', ...secret })).toBe('["10 per cent"]');
  });
  expect(changed).toContain('on trade, now committed (sequence 2)');

  // Nobody may make a collection unreadable by leaving it out, nor forget its data sooner.
  await expect(whileUp([shared])).rejects.toThrow('existing collection [conditions] missing');
  const shorter = shared.replace(' }', ' }, blockToLive: 5');
  await expect(whileUp([shorter, second])).rejects.toThrow('the BlockToLive in an existing');
}, 120_000);
