import { expect, test } from '@jest/globals';
import { buildGenesisBlock } from './genesis.js';
import { Block, Envelope, Payload } from './messages/common.js';
import { AnchorPeers, ConfigEnvelope } from './messages/configuration.js';
import type { ConfigGroupNode } from './messages/configuration.js';
import { decode } from './wire.js';

const msp = (mspId: string) => ({ mspId, rootCertificate: 'root', tlsRootCertificate: 'tls' });

const block = buildGenesisBlock(
  {
    channelId: 'trade',
    members: [
      { ...msp('BankMSP'), anchorPeers: [{ host: 'peer.bank.test', port: 7051 }] },
      msp('TraderMSP'),
    ],
    orderers: [
      {
        ...msp('OrdererMSP'),
        consenters: [
          {
            id: 1,
            host: 'localhost',
            port: 7050,
            certificate: 'identity',
            tlsCertificate: 'tls',
          },
        ],
      },
    ],
    endorsement: { n: 1, mspIds: ['BankMSP'] },
    lifecycleEndorsement: { n: 1, mspIds: ['BankMSP'] },
  },
  { time: { seconds: 1n, nanos: 0 }, nonce: new Uint8Array(24) },
);

function memberValue(mspId: string, name: string): Uint8Array | undefined {
  const [entry = new Uint8Array(0)] = decode(Block, block).data?.data ?? [];
  const { data } = decode(Payload, decode(Envelope, entry).payload);
  const child = (group: ConfigGroupNode | undefined, key: string) =>
    group?.groups.find((it) => it.key === key)?.value;
  const { config } = decode(ConfigEnvelope, data);
  const member = child(child(config?.channelGroup, 'Application'), mspId);
  return member?.values.find(({ key }) => key === name)?.value?.value;
}

test('a member with a peer names it for the peers of the others', () => {
  const { anchorPeers } = decode(AnchorPeers, memberValue('BankMSP', 'AnchorPeers') ?? block);
  expect(anchorPeers).toMatchObject([{ host: 'peer.bank.test', port: 7051 }]);
});

test('a member without a peer names none', () => {
  expect(memberValue('TraderMSP', 'MSP')).toBeDefined();
  expect(memberValue('TraderMSP', 'AnchorPeers')).toBeUndefined();
});
