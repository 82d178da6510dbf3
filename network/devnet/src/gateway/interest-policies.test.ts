import { beforeAll, describe, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { removeElement } from '@argosy/protocol/configuration/edit';
import { writeTree } from '@argosy/protocol/configuration/tree';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import { ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import type { Identity } from '@argosy/protocol/msp';
import { pemSigner } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { Authority } from '../../test-support/certificates.js';
import { callOf, requirements } from './interest-policies.js';

const BANKS = ['BankA', 'BankB', 'BankC'];
const noState = {
  height: 1n,
  get: () => undefined,
  async *range() {
    // There is nothing.
  },
};

describe('whose endorsements the life cycle needs', () => {
  let bundle: ChannelBundle;
  const clients: Identity[] = [];

  beforeAll(async () => {
    const authorities = await Promise.all(BANKS.map((bank) => Authority.make(`ca.${bank}`)));
    const spec = (mspId: string, { certificate }: Authority) => ({
      mspId,
      rootCertificate: certificate,
      tlsRootCertificate: certificate,
    });
    const [first] = authorities;
    const orderer = await first!.enrol('orderer', 'orderer');
    const node = { id: 1, host: 'localhost', port: 7050, tlsCertificate: orderer.certificate };
    const genesis = buildGenesisBlock(
      {
        channelId: 'trade',
        consensus: 'etcdraft',
        members: authorities.map((authority, i) => spec(BANKS[i]!, authority)),
        orderers: [
          {
            ...spec('Orderer', first!),
            consenters: [{ ...node, certificate: orderer.certificate }],
          },
        ],
      },
      { time: { seconds: 1_780_000_000n, nanos: 0 }, nonce: Buffer.alloc(24, 7) },
    );
    bundle = ChannelBundle.fromBlock(genesis);
    for (const [i, authority] of authorities.entries()) {
      const { certificate, key } = await authority.enrol('client', 'client');
      clients.push(bundle.msps.identity(pemSigner(BANKS[i]!, certificate, key).creator)!);
    }
  });

  const enough = (on: ChannelBundle, endorsers: readonly Identity[]): boolean => {
    const channel = { id: 'trade', bundle: on, definition: () => undefined };
    const { policies } = requirements({ chaincodes: [callOf('_lifecycle')] }, channel, noState);
    return policies.every((isMet) => isMet(endorsers));
  };

  test('the channel’s policy says: here a majority of peers', () => {
    expect(enough(bundle, clients)).toBe(false);
  });

  test('without one any members of a majority of organisations', () => {
    const path = '/Channel/Application';
    const tree = removeElement(bundle.tree, path, 'policies', 'LifecycleEndorsement');
    const config = { config: { channelGroup: writeTree(tree) } };
    const without = ChannelBundle.fromEnvelope('trade', encode(ConfigEnvelope, config));
    expect(enough(without, clients.slice(0, 1))).toBe(false);
    expect(enough(without, clients.slice(1))).toBe(true);
  });
});
