import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ChaincodeHeaderExtension,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import type { CraftedPart } from '../../support/craft.js';
import { change, garbage, replace } from '../../support/defects.js';
import { Stage } from '../../support/stage.js';
import type { Otherwise } from '../../support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});

const headerless = change('payload', Payload, ({ data }) => ({ data }));
const withHeader = (by: Partial<Record<'channelHeader' | 'signatureHeader', Uint8Array>>) =>
  change('payload', Payload, ({ header, data }) => ({ header: { ...header, ...by }, data }));
const signatureHeader = (fields: Encodable<Decoded<typeof SignatureHeader>>): Otherwise =>
  withHeader({ signatureHeader: encode(SignatureHeader, fields) });
const action = (fields: Encodable<Decoded<typeof Transaction>['actions'][number]>) =>
  change('transaction', Transaction, ({ actions: [one] }) => ({
    actions: [{ ...one, ...fields }],
  }));
const someNonce = Buffer.alloc(24, 1);

const cases: readonly (readonly [name: string, otherwise: () => Otherwise, code: number])[] = [
  ['nothing', () => ({}), 0],
  ['the payload is none', () => replace('payload', garbage), 2],
  ['no header', () => headerless, 3],
  ['the channel header is none', () => withHeader({ channelHeader: garbage }), 3],
  ['the signature header is none', () => withHeader({ signatureHeader: garbage }), 3],
  ['no nonce', () => signatureHeader({ creator: stage.o1.client.creator }), 3],
  ['no creator', () => signatureHeader({ nonce: someNonce }), 3],
  ['the creator is garbage', () => signatureHeader({ nonce: someNonce, creator: garbage }), 4],
  ['another channel', () => ({ channelId: 'other' }), 4],
  ['no channel', () => ({ channelId: '' }), 4],
  [
    'a channel whose name is not UTF-8',
    () => ({
      channelId: 'trade-ä',
      alter: (at, bytes) => (at === 'channelHeader' ? spoilt(bytes, 'ä') : bytes),
    }),
    3,
  ],
  ['an empty id', () => ({ txId: '' }), 8],
  ['no transaction', () => replace('transaction', Buffer.of()), 5],
  ['the transaction is none', () => replace('transaction', garbage), 5],
  ['the header of the action is none', () => action({ header: garbage }), 5],
  [
    'the header of the action has no nonce',
    () => action({ header: encode(SignatureHeader, { creator: stage.o1.client.creator }) }),
    5,
  ],
  [
    'the header of the action has no creator',
    () => action({ header: encode(SignatureHeader, { nonce: someNonce }) }),
    5,
  ],
  ['the payload of the action is none', () => action({ payload: garbage }), 5],
  ['the payload of the action is empty', () => action({ payload: Buffer.of() }), 5],
  ['the response is none', () => replace('response', garbage), 5],
  [
    'the response is to another proposal',
    () =>
      change('response', ProposalResponsePayload, ({ extension }) => ({
        extension,
        proposalHash: Buffer.alloc(32),
      })),
    5,
  ],
  [
    'no proposal',
    () =>
      change('actionPayload', ChaincodeActionPayload, ({ action: endorsed }) => ({
        action: endorsed,
      })),
    5,
  ],
  ['the extension of the header is none', () => ({ extension: garbage }), 19],
  ['the extension of the header is empty', () => ({ extension: Buffer.of() }), 255],
  [
    'the extension of the header names an empty chaincode',
    () => ({ extension: encode(ChaincodeHeaderExtension, { chaincodeId: {} }) }),
    25,
  ],
  ['no chaincode action', () => replace('action', Buffer.of()), 21],
  ['the chaincode action is none', () => replace('action', garbage), 21],
  ['the results are none', () => replace('results', garbage), 22],
  ['no results', () => replace('results', Buffer.of()), 0],
  ['the set of a namespace is none', () => replace('results', nested({ rwset: garbage })), 22],
  [
    'the hashed set of a collection is none',
    () =>
      replace(
        'results',
        nested({ collectionHashedRwset: [{ collectionName: 'c', hashedRwset: garbage }] }),
      ),
    22,
  ],
  ['the chaincode that ran is not named', () => ({ ran: null }), 255],
  ['another chaincode ran', () => ({ ran: { name: 'other', version: '1' } }), 25],
  [
    'the event is none',
    () => change('action', ChaincodeAction, (plain) => ({ ...plain, events: garbage })),
    255,
  ],
  [
    'the response says 500',
    () => change('action', ChaincodeAction, (plain) => ({ ...plain, response: { status: 500 } })),
    0,
  ],
  ['no response', () => change('action', ChaincodeAction, ({ response: _, ...rest }) => rest), 0],
  [
    'another version, a time of nothing and a TLS certificate in the channel header',
    () =>
      change('channelHeader', ChannelHeader, ({ timestamp: _, ...rest }) => ({
        ...rest,
        version: 7,
        tlsCertHash: Buffer.of(1),
      })),
    0,
  ],
];

/** One namespace of a set, as given. */
const nested = (part: Encodable<Decoded<typeof TxReadWriteSet>['nsRwset'][number]>): Buffer =>
  encode(TxReadWriteSet, { nsRwset: [{ namespace: 'cc', ...part }] });

/** The second byte of a letter of two becomes one that cannot follow. */
function spoilt(bytes: Buffer, letter: string): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.indexOf(letter) + 1] = 0x41;
  return copy;
}

describe('one thing is otherwise than usual', () => {
  test.each(cases)('%s', async (_, otherwise, code) => {
    expect(await stage.commit(stage.put('a', '1', otherwise()))).toEqual([code]);
  });
});

test('a singular message that comes in two parts is one: the later fields count, the others stay', async () => {
  const split = stage.put('a', '1', {
    alter: (at, bytes) => {
      if (at !== 'payload') return bytes;
      const { header, data } = decode(Payload, bytes);
      const halves = [
        { header: { channelHeader: garbage, signatureHeader: header!.signatureHeader } },
        { header: { channelHeader: header!.channelHeader }, data },
      ];
      return Buffer.concat(halves.map((half) => encode(Payload, half)));
    },
  });
  expect(await stage.commit(split)).toEqual([0]);
});

test('fields that nobody knows count as what was signed, and as nothing else', async () => {
  const unknown = Buffer.of(0x9a, 0x06, 1, 7);
  const parts: readonly CraftedPart[] = [
    'results',
    'action',
    'response',
    'actionPayload',
    'transaction',
    'channelHeader',
    'payload',
  ];
  const added = parts.map((part) =>
    stage.put('a', part, {
      alter: (at, bytes) => (at === part ? Buffer.concat([bytes, unknown]) : bytes),
    }),
  );
  expect(await stage.commit(...added)).toEqual(parts.map(() => 0));
  expect(stage.value('a')).toBe('payload');
});

test('what a signature does not cover any more is found', async () => {
  const after = (part: 'creator' | 'endorser') =>
    stage.put('a', '1', {
      alter: (at, bytes) => {
        if (at === 'endorsement' && part === 'endorser') return stage.o1.peer.sign(garbage);
        if (at !== 'envelope' || part !== 'creator') return bytes;
        const { payload, signature } = decode(Envelope, bytes);
        return encode(Envelope, { payload: Buffer.concat([payload, unknown]), signature });
      },
    });
  const unknown = Buffer.of(0x9a, 0x06, 1, 7);
  expect(await stage.commit(after('creator'), after('endorser'))).toEqual([4, 10]);
});
