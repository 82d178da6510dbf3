import { beforeAll, describe, expect, test } from '@jest/globals';
import { mirrored } from '../../support/certificates.js';
import type { CertificateRequest } from '../../support/certificates.js';
import { ownPolicy } from '../../support/chaincode-definition.js';
import { TestOrganisation, signerOf } from '../../support/organisation.js';
import { atLeast, member, policyOf } from '../../support/policies.js';
import { Stage } from '../../support/stage.js';
import type { Signer } from '@argosy/protocol/signer';

const year = (number: number): Date => new Date(Date.UTC(number, 0, 1));

/** The flags of transactions that differ in the creator only. */
async function creators(stage: Stage, signers: readonly Signer[]): Promise<number[]> {
  return stage.commit(...signers.map((creator) => stage.put('a', '1', { creator })));
}
describe('a certificate', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });

  const requests: readonly (readonly [string, CertificateRequest, number])[] = [
    ['as usual', {}, 0],
    ['with a P-384 key', { key: 'P-384' }, 0],
    ['with an RSA key', { key: 'RSA' }, 4],
    ['of an authority', { authority: true }, 4],
    ['not valid yet', { from: year(2034) }, 0],
    ['not valid any more', { until: year(2022) }, 0],
    ['that begins before its authority', { from: year(2019) }, 4],
    ['that begins after its authority has ended', { from: year(2040), until: year(2045) }, 4],
    ['that ends before it begins', { from: year(2030), until: year(2025) }, 4],
    ['without a key identifier', { identified: false }, 0],
    ['whose own signature is high', { half: 'high' }, 0],
    ['of a unit that is not configured beside the one that is', { units: ['client', 'sales'] }, 0],
    ['of a unit in capitals', { units: ['CLIENT'] }, 4],
    ['of an orderer', { units: ['orderer'] }, 0],
  ];
  test.each(requests)('%s', async (_, request, code) => {
    const certified = stage.o1.certified({ units: ['client'], ...request });
    expect(await creators(stage, [signerOf(stage.o1.mspId, certified)])).toEqual([code]);
  });

  test('with things around it, or wrapped in another way', async () => {
    const certified = stage.o1.certified({ units: ['client'] });
    const { pem } = certified;
    const other = stage.o2.certified().pem;
    const base64 = certified.der.toString('base64');
    const texts = [
      [`some text\n${pem}more text\n`, 0],
      [pem.replaceAll('\n', '\r\n'), 0],
      [pem.replaceAll('CERTIFICATE', 'SOMETHING'), 0],
      [pem + other, 0],
      [other + pem, 4],
      [pem.trimEnd(), 0],
      [`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`, 0],
      [pem.replace('-----END CERTIFICATE-----', '-----END SOMETHING-----'), 4],
      [pem.replace('BEGIN', 'BEGUN'), 4],
      [base64, 4],
      ['', 4],
    ] as const;
    const signers = texts.map(([text]) => signerOf(stage.o1.mspId, certified, { text }));
    expect(await creators(stage, signers)).toEqual(texts.map(([, code]) => code));
  });

  test('under the name of another organisation, or of none', async () => {
    const certified = stage.o1.certified({ units: ['client'] });
    const names = [stage.o1.mspId, stage.o2.mspId, 'XMSP', '', 'o1msp', 'OrdMSP'];
    const codes = await creators(
      stage,
      names.map((name) => signerOf(name, certified)),
    );
    expect(codes).toEqual([0, 4, 4, 4, 4, 4]);
  });

  test('of an authority of the same name with another key', async () => {
    const pretender = new TestOrganisation('O1');
    expect(await creators(stage, [pretender.client, stage.o1.client])).toEqual([4, 0]);
  });

  test('counts once, whatever wrapping and whichever of its two signatures it comes with', async () => {
    const { o1 } = stage;
    const policy = ownPolicy(policyOf(atLeast(2, member(o1), member(o1))));
    await stage.settle(stage.definition('two', { policy }));
    const [one, two] = [o1.certified(), o1.certified()];
    const pairs = [
      [one, mirrored(one)],
      [mirrored(one), one],
      [one, two],
      [mirrored(one), two],
    ].map((pair) => pair.map((certified) => signerOf(o1.mspId, certified)));
    expect(one.der.equals(mirrored(one).der)).toBe(false);
    const transactions = pairs.map((endorsers) =>
      stage.transaction({ two: { writes: [['a', '1']] } }, { chaincode: 'two', endorsers }),
    );
    expect(await stage.commit(...transactions)).toEqual([10, 10, 0, 0]);
  });

  test('that counts for nothing does not stand in the way of one that does', async () => {
    const { o1, o2 } = stage;
    const stranger = new TestOrganisation('O1').peer;
    const unreadable = { ...o1.peer, creator: Buffer.of(0x0a, 5) };
    const mistaken = { ...o1.peer, sign: () => o1.peer.sign(Buffer.of(1)) };
    const endorsers = [stranger, unreadable, mistaken, o1.peer, o2.peer];
    const codes = await stage.commit(
      stage.put('a', '1', { endorsers }),
      stage.put('a', '1', { endorsers: endorsers.filter((it) => it !== o1.peer) }),
    );
    expect(codes).toEqual([0, 10]);
  });
});
