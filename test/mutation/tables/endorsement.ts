/** Who endorsed: signatures, identities, how many, in which order, of which organisation and role. */
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { CertificateRequest } from '../../support/certificates.js';
import { signerOf } from '../../support/organisation.js';
import type { Parts } from '../../support/sealed.js';
import { endorsed } from '../row.js';
import type { Row } from '../row.js';
import type { Base, Scene } from '../scene.js';
import { signatureForms } from './signature-forms.js';

/** Two endorsements, and both are needed. */
const NEEDED: readonly Base[] = ['write', 'read', 'private', 'event', 'cross', 'range', 'metadata'];
const FAILS = 'ENDORSEMENT_POLICY_FAILURE';
const COUNTS = '4.1: signatures that do not hold are passed over, and an identity counts once';

const by = (...signers: readonly Signer[]): Parts['endorsements'] =>
  signers.map((signer) => ({ signer, endorser: signer.creator }));

/** The first endorser is somebody of O1 with a certificate of his own. */
const certified = (
  name: string,
  request: CertificateRequest,
  [expected, rule]: readonly ['VALID' | typeof FAILS, string],
): Row => ({
  name: `endorser ${name}`,
  on: ['write', 'private'],
  change: (parts, { stage, o2 }) => (parts.endorsements = by(stage.o1.signer(request), o2)),
  expected: endorsed(expected),
  rule,
});

/** The endorsers are these. */
const among = (
  name: string,
  endorsers: (scene: Scene) => readonly Signer[],
  [expected, on, rule]: readonly ['VALID' | typeof FAILS, readonly Base[], string],
): Row => ({
  name: `endorsed by ${name}`,
  on,
  change: (parts, scene) => (parts.endorsements = by(...endorsers(scene))),
  expected: endorsed(expected),
  rule,
});

const MAJORITY = '4.2: two of the three organisations, each by its own policy';

export const endorsementRows: readonly Row[] = [
  ...signatureForms.map(({ name, holds, change }): Row => ({
    name: `endorsement ${name}`,
    on: NEEDED,
    change: (parts, _, chance) => {
      const one = chance.pick(parts.endorsements);
      one.spoil = (signature) => change(signature, chance);
    },
    expected: endorsed(holds ? 'VALID' : FAILS),
    rule: '3.3',
  })),
  ...signatureForms.map(({ name, change }): Row => ({
    name: `one endorsement of three ${name}`,
    on: ['spare'],
    change: (parts, _, chance) => {
      const one = chance.pick(parts.endorsements);
      one.spoil = (signature) => change(signature, chance);
    },
    expected: endorsed('VALID'),
    rule: COUNTS,
  })),
  {
    name: 'endorsement without signature',
    on: NEEDED,
    change: (parts, _, chance) => (chance.pick(parts.endorsements).spoil = () => Buffer.of()),
    expected: endorsed(FAILS),
    rule: COUNTS,
  },
  {
    name: 'endorsement of something else',
    on: NEEDED,
    change: (parts, _, chance) => {
      const one = chance.pick(parts.endorsements);
      one.spoil = () => one.signer.sign(Buffer.from('something else'));
    },
    expected: endorsed(FAILS),
    rule: '6.2: signed is the response and the endorser',
  },
  {
    name: 'endorsement under the name of another',
    on: NEEDED,
    change: (parts, { o3 }, chance) => (chance.pick(parts.endorsements).endorser = o3.creator),
    expected: endorsed(FAILS),
    rule: COUNTS,
  },
  {
    name: 'endorsers exchange their signatures',
    on: NEEDED,
    change: (parts) => {
      const [one, two] = parts.endorsements;
      if (one === undefined || two === undefined) throw new Error('two endorsements are needed');
      parts.endorsements = [
        { ...one, signer: two.signer },
        { ...two, signer: one.signer },
      ];
    },
    expected: { all: FAILS },
    rule: COUNTS,
  },
  {
    name: 'endorser who is no certificate',
    on: NEEDED,
    change: (parts, _, chance) =>
      (chance.pick(parts.endorsements).endorser = chance.bytes(chance.pick([0, 1, 100]))),
    expected: endorsed(FAILS),
    rule: '3.1, 4.1',
  },
  {
    name: 'endorser of an organisation that is no member',
    on: NEEDED,
    change: (parts, _, chance) => {
      const one = chance.pick(parts.endorsements);
      const { idBytes } = decode(SerializedIdentity, one.endorser);
      one.endorser = encode(SerializedIdentity, { mspid: 'StrangerMSP', idBytes });
    },
    expected: endorsed(FAILS),
    rule: '3.1, 4.1',
  },
  {
    name: 'endorser wrapped in other text',
    on: NEEDED,
    change: (parts, _, chance) => {
      const one = chance.pick(parts.endorsements);
      const { mspid, idBytes } = decode(SerializedIdentity, one.endorser);
      const text = Buffer.from(idBytes).toString();
      const wrapped = chance.pick([
        `before\n${text}`,
        `${text}after`,
        text.replaceAll('\n', '\r\n'),
        text.replaceAll('CERTIFICATE', 'SOMETHING'),
      ]);
      one.endorser = encode(SerializedIdentity, { mspid, idBytes: Buffer.from(wrapped) });
    },
    expected: endorsed('VALID'),
    rule: '3.1, 14: the first block counts, whatever it is called and stands between',
  },
  {
    name: 'one endorsement dropped',
    on: NEEDED,
    change: (parts, _, chance) => parts.endorsements.splice(chance.below(2), 1),
    expected: endorsed(FAILS),
    rule: MAJORITY,
  },
  {
    name: 'all endorsements dropped',
    on: [...NEEDED, 'guarded', 'own', 'implicit', 'strict', 'ordered'],
    change: (parts) => (parts.endorsements = []),
    expected: endorsed(FAILS),
    rule: '6.2',
  },
  {
    name: 'one endorsement of three dropped',
    on: ['spare'],
    change: (parts, _, chance) => parts.endorsements.splice(chance.below(3), 1),
    expected: endorsed('VALID'),
    rule: MAJORITY,
  },
  {
    name: 'an endorsement twice, the other not at all',
    on: NEEDED,
    change: (parts, _, chance) => {
      const one = chance.pick(parts.endorsements);
      parts.endorsements = [one, { ...one }];
    },
    expected: endorsed(FAILS),
    rule: COUNTS,
  },
  {
    name: 'an endorsement twice, and the other',
    on: NEEDED,
    change: (parts, _, chance) => parts.endorsements.push({ ...chance.pick(parts.endorsements) }),
    expected: endorsed('VALID'),
    rule: COUNTS,
  },
  {
    name: 'a bad endorsement of each before the good one',
    on: NEEDED,
    change: (parts) => {
      const bad = parts.endorsements.map((one) => ({ ...one, spoil: () => Buffer.from('bad') }));
      parts.endorsements = [...bad, ...parts.endorsements];
    },
    expected: endorsed('VALID'),
    rule: COUNTS,
  },
  {
    name: 'endorsements in another order',
    on: [...NEEDED, 'spare', 'strict'],
    change: (parts) => parts.endorsements.reverse(),
    expected: endorsed('VALID'),
    rule: '4.1: where nobody is what two rules ask for, the order is nothing',
  },
  {
    name: 'endorsements in another order, where one is what both rules ask for',
    on: ['ordered'],
    change: (parts) => parts.endorsements.reverse(),
    expected: endorsed(FAILS),
    rule: '4.1: greedy and in order; the administrator is used up as a member',
  },
  {
    name: 'an endorsement with a field of nobody',
    on: NEEDED,
    change: (parts) =>
      (parts.endorsements = parts.endorsements.map((one) => ({
        ...one,
        endorser: Buffer.concat([one.endorser, Buffer.from('98060b', 'hex')]),
      }))),
    expected: endorsed('VALID'),
    rule: '0, 3.1: it is signed with the rest of the endorser and means nothing',
  },
  // Whose peers and in which role.
  among('O1 and O3', ({ o1, o3 }) => [o1, o3], ['VALID', NEEDED, MAJORITY]),
  among('O2 and O3', ({ o2, o3 }) => [o2, o3], ['VALID', NEEDED, MAJORITY]),
  among('all three', ({ o1, o2, o3 }) => [o3, o1, o2], ['VALID', NEEDED, MAJORITY]),
  among('two of O1', ({ o1, stage }) => [o1, stage.o1.signer()], [FAILS, NEEDED, MAJORITY]),
  among('O1 and an orderer', ({ o1, stage }) => [o1, stage.channel.orderers.peer], [
    FAILS,
    NEEDED,
    MAJORITY,
  ]),
  among('clients, where members do', ({ stage }) => [stage.o1.client, stage.o2.admin], [
    'VALID',
    NEEDED,
    '3.4: a member is anyone with a valid certificate',
  ]),
  among('clients, where peers must', ({ o2, stage }) => [stage.o1.client, o2], [
    FAILS,
    ['strict'],
    '3.4: the role is the unit of the certificate',
  ]),
  among('O1 and O3, where O2 must', ({ o1, o3 }) => [o1, o3], [FAILS, ['strict'], '4.1']),
  among('O2, where the key asks for O1', ({ o2 }) => [o2], [
    FAILS,
    ['guarded'],
    '6.2: a policy of the key takes the place of the chaincode’s',
  ]),
  among('O2 and O3, where the key asks for O1', ({ o2, o3 }) => [o2, o3], [
    FAILS,
    ['guarded'],
    '6.2: a policy of the key takes the place of the chaincode’s',
  ]),
  among('a client of O1, where the key asks for a peer', ({ stage }) => [stage.o1.client], [
    FAILS,
    ['guarded'],
    '6.2, 3.4',
  ]),
  among('O2 and O3, where the collection asks for O1', ({ o2, o3 }) => [o2, o3], [
    FAILS,
    ['own'],
    '6.2: a policy of the collection takes the place of the chaincode’s',
  ]),
  among('O2 and O3, into the own collection of O1', ({ o2, o3 }) => [o2, o3], [
    FAILS,
    ['implicit'],
    '6.2: the organisation itself must endorse',
  ]),
  among('O1 alone, where that does', ({ o1 }) => [o1], [
    'VALID',
    ['guarded', 'own', 'implicit'],
    '6.2: the chaincode’s policy is never asked',
  ]),
  // Certificates.
  certified('whose certificate expired', { until: new Date('2022-01-01T00:00:00Z') }, [
    'VALID',
    '3.2: time is not looked at when a block is judged',
  ]),
  certified('whose certificate is not valid yet', { from: new Date('2035-01-01T00:00:00Z') }, [
    'VALID',
    '3.2, 14',
  ]),
  certified(
    'whose certificate began before the authority’s',
    { from: new Date('2019-01-01T00:00:00Z') },
    [FAILS, '3.2 (2), 14: the authority must have been valid when the certificate began'],
  ),
  certified('with a certificate for servers', { usages: ['serverAuth'] }, ['VALID', '3.2 (2), 14']),
  certified('with a certificate for clients only', { usages: ['clientAuth'] }, [
    FAILS,
    '3.2 (2), 14',
  ]),
  certified('with a certificate for any use', { usages: ['any'] }, ['VALID', '3.2 (2)']),
  certified('with a key on P-384', { key: 'P-384' }, ['VALID', '3.3, 14']),
  certified('with a key on Ed25519', { key: 'Ed25519' }, ['VALID', '3.2 (1), 14: under V3_0']),
  certified('with an RSA key', { key: 'RSA' }, [FAILS, '3.2 (1), 14']),
  certified('with the certificate of an authority', { authority: true }, [FAILS, '3.2 (2), 14']),
  certified('with two units', { units: ['peer', 'client'] }, [FAILS, '3.2 (4), 14']),
  certified('with no unit', { units: [] }, [FAILS, '3.2 (4), 14']),
  certified('with a unit of nobody', { units: ['janitor'] }, [FAILS, '3.2 (4)']),
  certified('with a unit of nobody beside that of a peer', { units: ['janitor', 'peer'] }, [
    'VALID',
    '3.2 (4): exactly one of the units must be one of the organisation’s roles',
  ]),
  {
    name: 'endorser with the name of O1 and a certificate of O3',
    on: ['write', 'private'],
    change: (parts, { stage, o2 }) => {
      const stranger = signerOf(stage.o1.mspId, stage.o3.certified());
      parts.endorsements = by(stranger, o2);
    },
    expected: endorsed(FAILS),
    rule: '3.2 (2): the chain must end at an authority of the organisation',
  },
];
