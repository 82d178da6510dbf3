import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Block,
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { SeekInfo } from '@argosy/protocol/messages/deliver';
import {
  ChaincodeEventsRequest,
  CommitStatusRequest,
  EndorseResponse,
  SignedRequest,
  SubmitRequest,
} from '@argosy/protocol/messages/gateway';
import { SignedProposal } from '@argosy/protocol/messages/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import { Chance } from '../../../test/support/chance.js';
import { mutate, nested } from '../../../test/support/mutations.js';
import { endingOf, methods } from '../test-support/raw-call.js';
import { ENDORSE, endorseRequest, evaluateRequest, propose } from '../test-support/proposals.js';
import type { TestClient } from '../test-support/test-client.js';
import { TestNetwork } from '../test-support/test-network.js';
import { until } from '../test-support/until.js';

/** ARGOSY_FUZZ_RUNS=20000 ARGOSY_FUZZ_SEED=7 for a long search of one's own. */
const RUNS = Number(process.env['ARGOSY_FUZZ_RUNS'] ?? 600);
const SEED = Number(process.env['ARGOSY_FUZZ_SEED'] ?? 1);
const AT_ONCE = 40;
/** Long for a transaction, but the machine may be busy; one that waits for something that does not come takes longer. */
const IN_TIME_MS = 20_000;

describe('hostile clients', () => {
  let network: TestNetwork;
  let client: TestClient;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(reason);
  };

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    network = await TestNetwork.start({ timeouts: { executeMs: 10_000 } });
    client = await network.client('Trader');
  }, 30_000);
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await network.close();
  });

  const signed = (request: Uint8Array): Buffer =>
    encode(SignedRequest, { request, signature: client.signer.sign(request) });
  const seek = (info: object): Buffer => {
    const seconds = BigInt(Math.floor(Date.now() / 1000));
    const channelHeader = encode(ChannelHeader, { channelId: 'trade', timestamp: { seconds } });
    const { creator } = client.signer;
    const header = { channelHeader, signatureHeader: encode(SignatureHeader, { creator }) };
    const payload = encode(Payload, { header, data: encode(SeekInfo, info) });
    return encode(Envelope, { payload, signature: client.signer.sign(payload) });
  };

  /** A request of each kind that a peer would answer. */
  async function goodRequests(): Promise<Buffer[]> {
    const proposal = (): ReturnType<typeof propose>['signed'] =>
      propose(client.signer, { args: ['put', 'k', 'v'] }).signed;
    const answer = await client.call(ENDORSE, endorseRequest(proposal()));
    const payload = decode(EndorseResponse, answer).preparedTransaction!.payload;
    const preparedTransaction = { payload, signature: client.signer.sign(payload) };
    const asked = { channelId: 'trade', identity: client.signer.creator };
    return [
      evaluateRequest(proposal()),
      endorseRequest(proposal(), ['BankA', 'BankB']),
      encode(SubmitRequest, { channelId: 'trade', preparedTransaction }),
      encode(SignedProposal, proposal()),
      signed(encode(CommitStatusRequest, { ...asked, transactionId: 'ab'.repeat(32) })),
      signed(encode(ChaincodeEventsRequest, { ...asked, chaincodeId: 'kv' })),
      seek({ start: { oldest: {} }, stop: { newest: {} } }),
    ];
  }

  /** The network is as well as before: nobody waits, nothing escaped, and a transaction commits in time. */
  async function expectWell(): Promise<void> {
    await until(() => network.channel.waiters.count === 0);
    expect(unhandled).toEqual([]);
    const { ledger } = network.channel;
    const before = ledger.height;
    const started = performance.now();
    await client.contract().submitTransaction('put', 'well', String(before));
    expect(performance.now() - started).toBeLessThan(IN_TIME_MS);
    expect(ledger.height).toBeGreaterThan(before);
  }

  test('every call ends, whatever is sent to whichever method', async () => {
    const chance = new Chance(SEED);
    const codes = new Map<number, number>();
    const paths = Object.keys(methods);
    for (let run = 0; run < RUNS; run += AT_ONCE) {
      const good = await goodRequests();
      const calls = Array.from({ length: AT_ONCE }, () => {
        const times = chance.below(4);
        const requests = Array.from({ length: chance.pick([1, 1, 1, 0, 2, 5]) }, () => {
          let request = chance.pick(good);
          for (let i = 0; i < times; i++) request = mutate(request, chance);
          return request;
        });
        return endingOf(client, chance.pick(paths), requests);
      });
      for (const { code } of await Promise.all(calls)) codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(codes.get(status.OK)).toBeGreaterThan(0);
    expect(codes.size).toBeGreaterThan(4);
    await expectWell();
  }, 600_000);

  test('messages that were changed before they were signed', async () => {
    const chance = new Chance(SEED);
    const sign = (bytes: Uint8Array): Uint8Array => client.signer.sign(bytes);
    for (let run = 0; run < RUNS; run += AT_ONCE) {
      const calls = Array.from({ length: AT_ONCE }, () => {
        const { proposalBytes } = propose(client.signer, { args: ['get', 'k'] }).signed;
        const altered = mutate(proposalBytes, chance);
        const proposal = { proposalBytes: altered, signature: sign(altered) };
        const asked = { channelId: 'trade', identity: client.signer.creator };
        const request = mutate(
          encode(ChaincodeEventsRequest, { ...asked, chaincodeId: 'kv' }),
          chance,
        );
        const payload = mutate(
          decode(Envelope, seek({ start: { newest: {} }, stop: {} })).payload,
          chance,
        );
        const envelope = { payload, signature: sign(payload) };
        const [path, bytes] = chance.pick([
          ['/gateway.Gateway/Evaluate', evaluateRequest(proposal)],
          ['/gateway.Gateway/Endorse', endorseRequest(proposal)],
          ['/protos.Endorser/ProcessProposal', encode(SignedProposal, proposal)],
          ['/gateway.Gateway/CommitStatus', signed(request)],
          ['/gateway.Gateway/ChaincodeEvents', signed(request)],
          ['/protos.Deliver/Deliver', encode(Envelope, envelope)],
          [
            '/gateway.Gateway/Submit',
            encode(SubmitRequest, { channelId: 'trade', preparedTransaction: envelope }),
          ],
        ] as const);
        return endingOf(client, path, [bytes]);
      });
      await Promise.all(calls);
    }
    await expectWell();
  }, 600_000);

  test('transactions that an orderer takes and no peer can read', async () => {
    const chance = new Chance(SEED);
    const { ledger, ordering } = network.channel;
    for (let run = 0; run < RUNS / 4; run++) {
      const answer = await client.call(
        ENDORSE,
        endorseRequest(propose(client.signer, { args: ['put', 'f', String(run)] }).signed),
      );
      const { payload } = decode(EndorseResponse, answer).preparedTransaction!;
      const { header, data } = decode(Payload, payload);
      const altered = encode(Payload, { header, data: mutate(data, chance) });
      ordering.broadcast({ payload: altered, signature: client.signer.sign(altered) });
    }
    await expectWell();
    expect(decode(Block, ledger.block(ledger.height - 1n)).header?.number).toBe(ledger.height - 1n);
    expect(network.warnings.join()).not.toContain('has halted');
  }, 600_000);

  test.each([
    ['a name of half a megabyte', 'x'.repeat(500_000)],
    ['a name of line breaks and other planes', '\r\n\u0000\u{1f600}'.repeat(3_000)],
  ])(
    '%s in every place is answered with a status that arrives',
    async (_, text) => {
      const asked = { channelId: text, identity: client.signer.creator, transactionId: text };
      const proposals = [
        propose(client.signer, { chaincodeName: text }),
        propose(client.signer, { channelId: text }),
        propose(client.signer, { chaincodeName: 'qscc', args: [text, text, text] }),
        propose(client.signer, { args: ['respond', '500', text] }),
        propose(client.signer, { args: [text] }),
      ];
      const endings = await Promise.all([
        ...proposals.flatMap(({ signed: proposal }) => [
          endingOf(client, '/gateway.Gateway/Evaluate', [evaluateRequest(proposal)], 20_000),
          endingOf(client, '/gateway.Gateway/Endorse', [endorseRequest(proposal, [text])], 20_000),
          endingOf(client, '/gateway.Gateway/Endorse', [endorseRequest(proposal)], 20_000),
          endingOf(
            client,
            '/protos.Endorser/ProcessProposal',
            [encode(SignedProposal, proposal)],
            20_000,
          ),
        ]),
        endingOf(
          client,
          '/gateway.Gateway/CommitStatus',
          [signed(encode(CommitStatusRequest, asked))],
          20_000,
        ),
        endingOf(
          client,
          '/gateway.Gateway/Submit',
          [
            encode(SubmitRequest, {
              channelId: text,
              preparedTransaction: { payload: Buffer.from(text), signature: Buffer.of(1) },
            }),
          ],
          20_000,
        ),
      ]);
      const lost = endings.filter(
        ({ code }) => code === status.CANCELLED || code === status.INTERNAL,
      );
      expect(lost).toEqual([]);
      await expectWell();
    },
    120_000,
  );

  test('deep nesting, and a message of unknown fields', async () => {
    const deep = nested(20_000);
    const many = Buffer.alloc(1_000_000, Buffer.from('7801', 'hex'));
    const endings = await Promise.all(
      Object.keys(methods).flatMap((path) =>
        [deep, many].map((bytes) => endingOf(client, path, [bytes], 20_000)),
      ),
    );
    expect(endings.filter(({ code }) => code === status.CANCELLED)).toEqual([]);
    await expectWell();
  }, 120_000);

  test('clients that leave in the middle of everything', async () => {
    const requests = await goodRequests();
    const slow = propose(client.signer, { args: ['sleep', '1000'] }).signed;
    const calls = Object.keys(methods).flatMap((path) =>
      [...requests, endorseRequest(slow), evaluateRequest(slow)].map((request) =>
        endingOf(client, path, [request], 20),
      ),
    );
    await Promise.all(calls);
    await expectWell();
  }, 120_000);
});
