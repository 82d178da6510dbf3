import { describe, expect, test } from '@jest/globals';
import { certify, makeRoot, revocationList } from '../../support/certificates.js';
import { ownPolicy } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import { TestOrganisation, signerOf } from '../../support/organisation.js';
import { admin, all, member, policyOf } from '../../support/policies.js';
import { Stage } from '../../support/stage.js';
import type { Signer } from '@argosy/protocol/signer';

const year = (number: number): Date => new Date(Date.UTC(number, 0, 1));

/** The flags of transactions that differ in the creator only. */
async function creators(stage: Stage, signers: readonly Signer[]): Promise<number[]> {
  return stage.commit(...signers.map((creator) => stage.put('a', '1', { creator })));
}
/** A channel in which O1 is as given. */
const channelOf = (o1: TestOrganisation): TestChannel =>
  new TestChannel({ members: [o1, new TestOrganisation('O2'), new TestOrganisation('O3')] });
const withMsp = (
  msp: NonNullable<NonNullable<ConstructorParameters<typeof TestOrganisation>[1]>['msp']>,
): Promise<Stage> => Stage.open(channelOf(new TestOrganisation('O1', { msp })));

describe('authorities under the root', () => {
  test('issue instead of the authority above them', async () => {
    const o1: TestOrganisation = new TestOrganisation('O1', {
      intermediate: true,
      msp: (plain) => ({
        ...plain,
        intermediateCerts: [...(plain.intermediateCerts ?? []), Buffer.from(lowest.pem)],
        fabricNodeOus: {
          enable: true,
          clientOuIdentifier: { organizationalUnitIdentifier: 'client' },
          peerOuIdentifier: { organizationalUnitIdentifier: 'peer' },
          adminOuIdentifier: { organizationalUnitIdentifier: 'admin' },
        },
      }),
    });
    const lowest = certify(o1.issuer, { authority: true, from: year(2020) });
    const stage = await Stage.bare(channelOf(o1));
    const issuers = [lowest, o1.issuer, o1.root].map((issuer) =>
      signerOf(o1.mspId, certify(issuer, { units: ['client'] })),
    );
    // The chaincode is not defined here: who comes so far has passed.
    expect(await creators(stage, issuers)).toEqual([25, 4, 4]);
  });

  test('of another root whose certificate the units do not name are refused, until they name none', async () => {
    const second = makeRoot({ commonName: 'second' });
    const fromSecond = signerOf('O1MSP', certify(second, { units: ['client'] }));
    const named = await withMsp((plain) => ({
      ...plain,
      rootCerts: [...(plain.rootCerts ?? []), Buffer.from(second.pem)],
    }));
    expect(await creators(named, [fromSecond, named.o1.client])).toEqual([4, 0]);
    const unit = (organizationalUnitIdentifier: string) => ({ organizationalUnitIdentifier });
    const unnamed = await withMsp((plain) => ({
      ...plain,
      rootCerts: [...(plain.rootCerts ?? []), Buffer.from(second.pem)],
      fabricNodeOus: {
        enable: true,
        clientOuIdentifier: unit('client'),
        peerOuIdentifier: unit('peer'),
        adminOuIdentifier: unit('admin'),
      },
    }));
    expect(await creators(unnamed, [fromSecond, unnamed.o1.client])).toEqual([0, 0]);
  });
});

describe('a revocation list', () => {
  const o1: TestOrganisation = new TestOrganisation('O1', {
    msp: (plain) => ({ ...plain, revocationList: lists.map((list) => Buffer.from(list)) }),
  });
  const [revoked, forged, other, spared] = [1, 2, 3, 4].map(() =>
    o1.certified({ units: ['client'] }),
  );
  const stranger = makeRoot({ commonName: 'stranger' });
  const lists = [
    revocationList(o1.issuer, [revoked!]),
    // By another key in the name of the authority, and by another authority.
    revocationList({ ...o1.issuer, key: stranger.key }, [forged!]),
    revocationList(stranger, [other!]),
  ];

  test('counts where the issuer of the certificate signed it', async () => {
    const stage = await Stage.open(channelOf(o1));
    const signers = [revoked!, forged!, other!, spared!].map((it) => signerOf(o1.mspId, it));
    expect(await creators(stage, signers)).toEqual([4, 0, 0, 0]);
  });
});

describe('organisational units', () => {
  test('that are asked for must be there', async () => {
    const o1 = new TestOrganisation('O1', {
      msp: (plain) => ({
        ...plain,
        organizationalUnitIdentifiers: ['sales', 'trade'].map((unit) => ({
          certificate: plain.rootCerts?.[0],
          organizationalUnitIdentifier: unit,
        })),
      }),
    });
    const stage = await Stage.bare(channelOf(o1));
    const units = [
      ['client', 'sales'],
      ['client', 'trade'],
      ['client'],
      ['sales'],
      ['client', 'law'],
    ];
    const signers = units.map((it) => o1.signer({ units: it }));
    // The chaincode is not defined here: who comes so far has passed.
    expect(await creators(stage, signers)).toEqual([25, 25, 4, 4, 4]);
  });

  test('are no roles where the organisation has none: anybody is a member', async () => {
    const administrator = certifiedLater();
    const o1: TestOrganisation = new TestOrganisation('O1', {
      msp: (plain) => ({
        ...plain,
        fabricNodeOus: { ...plain.fabricNodeOus, enable: false },
        admins: [Buffer.from(administrator.of(o1).pem)],
      }),
    });
    const stage = await Stage.open(channelOf(o1));
    const signers = [[], ['anything'], ['client', 'peer']].map((units) => o1.signer({ units }));
    expect(await creators(stage, signers)).toEqual([0, 0, 0]);
    const policy = ownPolicy(policyOf(all(admin(o1))));
    await stage.settle(stage.definition('ours', { policy }));
    const listed = signerOf(o1.mspId, administrator.of(o1));
    const codes = await stage.commit(
      ...[listed, o1.admin].map((one) =>
        stage.transaction(
          { ours: { writes: [['a', '1']] } },
          { chaincode: 'ours', endorsers: [one] },
        ),
      ),
    );
    expect(codes).toEqual([0, 10]);
  });
});

/** One certificate of an organisation, made when it is first asked for. */
function certifiedLater() {
  let made: ReturnType<TestOrganisation['certified']> | undefined;
  return { of: (one: TestOrganisation) => (made ??= one.certified({ units: ['admin'] })) };
}

test('a listed administrator stays one when he is revoked, and is no member any more', async () => {
  const administrator = certifiedLater();
  const o1: TestOrganisation = new TestOrganisation('O1', {
    msp: (plain) => ({
      ...plain,
      admins: [Buffer.from(administrator.of(o1).pem)],
      revocationList: [Buffer.from(revocationList(o1.issuer, [administrator.of(o1)]))],
    }),
  });
  const stage = await Stage.open(channelOf(o1));
  const principals = { administers: admin(o1), belongs: member(o1) };
  for (const [chaincode, principal] of Object.entries(principals))
    await stage.settle(
      stage.definition(chaincode, { policy: ownPolicy(policyOf(all(principal))) }),
    );
  const endorsers = [signerOf(o1.mspId, administrator.of(o1))];
  const codes = await stage.commit(
    ...Object.keys(principals).map((chaincode) => stage.transaction({}, { chaincode, endorsers })),
  );
  expect(codes).toEqual([0, 10]);
});
