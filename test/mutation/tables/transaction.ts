/** The envelope of a transaction: headers, creator, ids, the proposal and what binds it to the endorsements. */
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { transactionId } from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import type { Parts } from '../../support/sealed.js';
import { always, codes } from '../row.js';
import type { Row } from '../row.js';
import type { Base } from '../scene.js';
import { UNKNOWN_FIELD, appended, garbage, inTwoParts } from './bytes.js';

const ANY: readonly Base[] = ['write', 'read', 'private', 'event', 'cross', 'range', 'metadata'];
/** Endorsers signed another proposal. */
const OTHER_PROPOSAL = 'INVALID_ENDORSER_TRANSACTION';
/** Endorsers signed another response. */
const OTHER_RESPONSE = 'ENDORSEMENT_POLICY_FAILURE';

/** Give the transaction the id that its nonce and creator make. */
const withOwnId = (parts: Parts): void => {
  const { nonce, creator } = parts.signatureHeader;
  parts.channelHeader = { ...parts.channelHeader, txId: transactionId(nonce, creator) };
};

const header =
  (change: Partial<Parts['channelHeader']>): Row['change'] =>
  (parts) => {
    parts.channelHeader = { ...parts.channelHeader, ...change };
  };

const action =
  (change: Partial<Parts['action']>): Row['change'] =>
  (parts) => {
    parts.action = { ...parts.action, ...change };
  };

export const transactionRows: readonly Row[] = [
  // The channel header.
  {
    name: 'header type that no transaction has',
    on: ANY,
    change: (parts, _, chance) => {
      const type = chance.pick([0, 4, 5, 6, 8, 9, -1, 99]);
      parts.channelHeader = { ...parts.channelHeader, type };
    },
    expected: always('BAD_COMMON_HEADER'),
    rule: '2.1 (3): the type is 1, 2 or 3, and is looked at before any signature',
  },
  {
    name: 'header type of a configuration update',
    on: ANY,
    change: header({ type: 2 }),
    expected: codes('UNSUPPORTED_TX_PAYLOAD', 'UNSUPPORTED_TX_PAYLOAD'),
    rule: '2.1 (5): it must come wrapped by an orderer',
  },
  {
    name: 'header type of a configuration',
    on: ['write', 'read', 'private'],
    change: header({ type: 1 }),
    expected: codes(
      /the configuration cannot be taken over/,
      /the configuration cannot be taken over/,
    ),
    rule: '2.1 (7C): what is no configuration halts a peer',
  },
  {
    name: 'header version',
    on: ANY,
    change: (parts, _, chance) => {
      parts.channelHeader = { ...parts.channelHeader, version: 1 + chance.below(1000) };
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: never checked, but a part of the proposal hash',
  },
  {
    name: 'timestamp',
    on: ANY,
    change: (parts, _, chance) => {
      const timestamp = { seconds: BigInt(chance.below(2 ** 31)), nanos: chance.below(1000) };
      parts.channelHeader = { ...parts.channelHeader, timestamp };
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: never checked, but a part of the proposal hash',
  },
  {
    name: 'timestamp left out',
    on: ANY,
    change: header({ timestamp: undefined }),
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: never checked',
  },
  {
    name: 'TLS certificate hash',
    on: ANY,
    change: (parts, _, chance) => {
      parts.channelHeader = { ...parts.channelHeader, tlsCertHash: chance.bytes(32) };
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: never checked',
  },
  {
    name: 'channel of another name',
    on: ANY,
    change: (parts, _, chance) => {
      const channelId = chance.pick(['other', 'Trade', '', 'trade ', 'trade\u0000']);
      parts.channelHeader = { ...parts.channelHeader, channelId };
    },
    expected: always('BAD_CREATOR_SIGNATURE'),
    rule: 'our rule, 2.1 (4): the creator is looked for among the members of that channel',
  },
  {
    name: 'channel name that is no text',
    on: ANY,
    change: (parts) => {
      // Field 4, one byte that begins no character.
      parts.rewrite.channelHeader = appended(Buffer.from('2201ff', 'hex'));
    },
    expected: always('BAD_COMMON_HEADER'),
    rule: '0: a string that is not UTF-8 cannot be decoded',
  },
  {
    name: 'transaction id of nobody',
    on: ANY,
    change: (parts, _, chance) => {
      const own = parts.channelHeader.txId ?? '';
      const txId = chance.pick([
        chance.bytes(32).toString('hex'),
        own.toUpperCase(),
        `${own}0`,
        '',
      ]);
      parts.channelHeader = { ...parts.channelHeader, txId: /[A-F]/.test(own) ? '' : txId };
    },
    expected: codes('BAD_PROPOSAL_TXID', 'BAD_PROPOSAL_TXID'),
    rule: '2.1 (6): lower-case hex of the hash of nonce and creator',
  },
  {
    name: 'transaction id of another transaction',
    on: ANY,
    change: (parts, { stage }) => {
      const txId = stage.last.transactions[0]?.txId ?? '';
      parts.channelHeader = { ...parts.channelHeader, txId };
    },
    expected: codes('BAD_PROPOSAL_TXID', 'BAD_PROPOSAL_TXID'),
    rule: '2.1 (6, 8): the id is compared before it is looked for on the ledger',
  },
  {
    name: 'epoch',
    on: ANY,
    change: (parts, _, chance) => {
      const epoch = chance.pick([1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n]);
      parts.channelHeader = { ...parts.channelHeader, epoch };
    },
    expected: always('BAD_COMMON_HEADER'),
    rule: '2.1 (3): the epoch is 0',
  },
  {
    name: 'channel header that cannot be read',
    on: ANY,
    change: garbage('channelHeader'),
    expected: always('BAD_COMMON_HEADER'),
    rule: '2.1 (3)',
  },
  {
    name: 'channel header with a field of nobody',
    on: ANY,
    change: (parts) => (parts.rewrite.channelHeader = appended(UNKNOWN_FIELD)),
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '0: unknown fields are kept and mean nothing',
  },
  // The header's extension.
  {
    name: 'extension names no chaincode',
    on: ANY,
    change: (parts) => (parts.extension = {}),
    expected: codes(OTHER_PROPOSAL, 'INVALID_OTHER_REASON'),
    rule: '2.1 (12)',
  },
  {
    name: 'extension names an empty chaincode',
    on: ANY,
    change: (parts) => (parts.extension = { chaincodeId: { name: '' } }),
    expected: codes(OTHER_PROPOSAL, 'INVALID_CHAINCODE'),
    rule: '2.1 (13)',
  },
  {
    name: 'extension names another chaincode',
    on: ANY,
    change: (parts, _, chance) =>
      (parts.extension = { chaincodeId: { name: chance.pick(['other', 'CC', 'qscc', 'nobody']) } }),
    expected: codes(OTHER_PROPOSAL, 'INVALID_CHAINCODE'),
    rule: '2.1 (13): both must name the same',
  },
  {
    name: 'extension with path and version',
    on: ANY,
    change: (parts) =>
      (parts.extension = { chaincodeId: { name: 'cc', path: 'some/where', version: 'any' } }),
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.1 (13): only the name is compared',
  },
  {
    name: 'extension that cannot be read',
    on: ANY,
    change: garbage('extension'),
    expected: codes(OTHER_PROPOSAL, 'BAD_HEADER_EXTENSION'),
    rule: '2.1 (9)',
  },
  // The signature header, and who created it.
  {
    name: 'nonce without its id',
    on: ANY,
    change: (parts, _, chance) => (parts.signatureHeader.nonce = chance.bytes(24)),
    expected: codes('BAD_PROPOSAL_TXID', 'BAD_PROPOSAL_TXID'),
    rule: '2.1 (6)',
  },
  {
    name: 'nonce with its id',
    on: ANY,
    change: (parts, _, chance) => {
      parts.signatureHeader.nonce = chance.bytes(1 + chance.below(40));
      withOwnId(parts);
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: the two signature headers are not compared; any length of nonce does',
  },
  {
    name: 'no nonce',
    on: ANY,
    change: (parts) => (parts.signatureHeader.nonce = Buffer.of()),
    expected: always('BAD_COMMON_HEADER'),
    rule: '2.1 (3)',
  },
  {
    name: 'no creator',
    on: ANY,
    change: (parts) => (parts.signatureHeader.creator = Buffer.of()),
    expected: always('BAD_COMMON_HEADER'),
    rule: '2.1 (3)',
  },
  {
    name: 'signature header that cannot be read',
    on: ANY,
    change: garbage('signatureHeader'),
    expected: always('BAD_COMMON_HEADER'),
    rule: '2.1 (3)',
  },
  {
    name: 'signature header with a field of nobody',
    on: ANY,
    change: (parts) => (parts.rewrite.signatureHeader = appended(UNKNOWN_FIELD)),
    expected: codes('VALID', 'VALID'),
    rule: '0, 2.2: of the outer signature header only nonce and creator count',
  },
  {
    name: 'creator who did not sign',
    on: ANY,
    change: (parts, { stage }) => {
      parts.signatureHeader.creator = stage.o3.client.creator;
      withOwnId(parts);
    },
    expected: always('BAD_CREATOR_SIGNATURE'),
    rule: '2.1 (4)',
  },
  {
    name: 'another creator, who signed',
    on: ANY,
    change: (parts, { stage }, chance) => {
      parts.creator = chance.pick([stage.o3.client, stage.o3.peer, stage.o3.admin]);
      parts.signatureHeader.creator = parts.creator.creator;
      withOwnId(parts);
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: the headers are not compared; the Writers policy is the orderer’s to check',
  },
  {
    name: 'another creator, under the old id',
    on: ANY,
    change: (parts, { stage }) => {
      parts.creator = stage.o3.client;
      parts.signatureHeader.creator = parts.creator.creator;
    },
    expected: codes('BAD_PROPOSAL_TXID', 'BAD_PROPOSAL_TXID'),
    rule: '2.1 (6)',
  },
  {
    name: 'creator of an organisation that is no member',
    on: ANY,
    change: (parts, _, chance) => {
      const { idBytes } = decode(SerializedIdentity, parts.creator.creator);
      const mspid = chance.pick(['StrangerMSP', '', 'o1msp', 'O3MSP']);
      parts.signatureHeader.creator = encode(SerializedIdentity, { mspid, idBytes });
      withOwnId(parts);
    },
    expected: always('BAD_CREATOR_SIGNATURE'),
    rule: '2.1 (4), 3.1: the certificate must be one of the organisation named',
  },
  {
    name: 'creator who is no certificate',
    on: ANY,
    change: (parts, _, chance) => {
      parts.signatureHeader.creator = chance.bytes(100);
      withOwnId(parts);
    },
    expected: always('BAD_CREATOR_SIGNATURE'),
    rule: '3.1',
  },
  {
    name: 'creator wrapped in other text',
    on: ANY,
    change: (parts, _, chance) => {
      const { mspid, idBytes } = decode(SerializedIdentity, parts.creator.creator);
      const pem = Buffer.from(idBytes);
      const wrapped = chance.pick([
        Buffer.concat([Buffer.from('before\n'), pem]),
        Buffer.concat([pem, Buffer.from('\nafter')]),
        Buffer.from(pem.toString().replaceAll('\n', '\r\n')),
      ]);
      parts.signatureHeader.creator = encode(SerializedIdentity, { mspid, idBytes: wrapped });
      withOwnId(parts);
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '3.1: the first block of the text counts, and nothing around it',
  },
  // The payload and the transaction in it.
  {
    name: 'header that cannot be read',
    on: ANY,
    change: garbage('header'),
    expected: always('BAD_PAYLOAD'),
    rule: '2.1 (2): a field of the payload that cannot be decoded',
  },
  {
    name: 'no header',
    on: ANY,
    change: (parts) => (parts.rewrite.header = () => Buffer.of()),
    expected: always('BAD_COMMON_HEADER'),
    rule: 'our rule, 2.1 (3)',
  },
  {
    name: 'payload that cannot be read',
    on: ANY,
    change: garbage('payload'),
    expected: always('BAD_PAYLOAD'),
    rule: '2.1 (2)',
  },
  {
    name: 'payload with a field of nobody',
    on: ANY,
    change: (parts) => (parts.rewrite.payload = appended(UNKNOWN_FIELD)),
    expected: codes('VALID', 'VALID'),
    rule: '0',
  },
  {
    name: 'payload whose header comes in two parts',
    on: ANY,
    change: (parts) => (parts.rewrite.payload = inTwoParts),
    expected: codes('VALID', 'VALID'),
    rule: '0: a message that occurs twice is merged',
  },
  {
    name: 'payload that begins with other data',
    on: ANY,
    change: (parts) =>
      (parts.rewrite.payload = (bytes) =>
        Buffer.concat([Buffer.from('120461626364', 'hex'), bytes])),
    expected: codes('VALID', 'VALID'),
    rule: '0: of bytes that occur twice the last count',
  },
  {
    name: 'no transaction',
    on: ANY,
    change: (parts) => (parts.rewrite.transaction = () => Buffer.of()),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7): the data is not empty',
  },
  {
    name: 'transaction that cannot be read',
    on: ANY,
    change: garbage('transaction'),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7)',
  },
  {
    name: 'transaction with a field of nobody',
    on: ANY,
    change: (parts) => (parts.rewrite.transaction = appended(UNKNOWN_FIELD)),
    expected: codes('VALID', 'VALID'),
    rule: '0',
  },
  {
    name: 'number of actions',
    on: ANY,
    change: (parts, _, chance) => (parts.actions = chance.pick([2, 3, 10])),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7): exactly one',
  },
  // The action: the proposal as the endorsers saw it.
  {
    name: 'nonce or creator of the action header',
    on: ANY,
    change: (parts, { stage }, chance) => {
      if (chance.once(2)) parts.actionHeader.nonce = chance.bytes(24);
      else parts.actionHeader.creator = stage.o3.client.creator;
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: the two signature headers are not compared',
  },
  {
    name: 'action header without nonce or creator',
    on: ANY,
    change: (parts, _, chance) => {
      if (chance.once(2)) parts.actionHeader.nonce = Buffer.of();
      else parts.actionHeader.creator = Buffer.of();
    },
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7)',
  },
  {
    name: 'action header that cannot be read',
    on: ANY,
    change: garbage('actionHeader'),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7)',
  },
  {
    name: 'action payload that cannot be read',
    on: ANY,
    change: garbage('actionPayload'),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7)',
  },
  {
    name: 'no action payload',
    on: ANY,
    change: (parts) => (parts.rewrite.actionPayload = () => Buffer.of()),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: 'our rule, 2.1 (7): nothing was proposed and nothing endorsed',
  },
  {
    name: 'action payload with a field of nobody',
    on: ANY,
    change: (parts) => (parts.rewrite.actionPayload = appended(UNKNOWN_FIELD)),
    expected: codes('VALID', 'VALID'),
    rule: '0',
  },
  {
    name: 'arguments',
    on: ANY,
    change: (parts, _, chance) => (parts.proposal = { input: chance.bytes(1 + chance.below(50)) }),
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2: of the proposal only the hash is compared; nobody reads the input',
  },
  {
    name: 'no proposal',
    on: ANY,
    change: (parts) => (parts.proposal = {}),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.2: an absent part cannot be hashed',
  },
  {
    name: 'transient map that was hashed over, or was not',
    on: ANY,
    change: (parts, _, chance) => {
      const transientMap = [{ key: 'secret', value: chance.bytes(5) }];
      parts.proposal = { ...parts.proposal, transientMap };
    },
    expected: codes(OTHER_PROPOSAL, 'VALID'),
    rule: '2.2, 14: the committer takes it out of nothing',
  },
  {
    name: 'proposal hash',
    on: ANY,
    change: (parts, _, chance) =>
      (parts.proposalHash = chance.pick([chance.bytes(32), chance.bytes(31), Buffer.of()])),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7)',
  },
  // What the endorsers said.
  {
    name: 'response that cannot be read',
    on: ANY,
    change: garbage('response'),
    expected: codes(OTHER_PROPOSAL, OTHER_PROPOSAL),
    rule: '2.1 (7)',
  },
  {
    name: 'response with a field of nobody',
    on: ANY,
    change: (parts) => (parts.rewrite.response = appended(UNKNOWN_FIELD)),
    expected: codes(OTHER_RESPONSE, 'VALID'),
    rule: '0',
  },
  {
    name: 'no chaincode action, or one that cannot be read',
    on: ANY,
    change: (parts, scene, chance) => {
      if (chance.once(2)) parts.rewrite.action = () => Buffer.of();
      else garbage('action')(parts, scene, chance);
    },
    expected: codes('BAD_RESPONSE_PAYLOAD', 'BAD_RESPONSE_PAYLOAD'),
    rule: '2.1 (10)',
  },
  {
    name: 'chaincode action with a field of nobody',
    on: ANY,
    change: (parts) => (parts.rewrite.action = appended(UNKNOWN_FIELD)),
    expected: codes(OTHER_RESPONSE, 'VALID'),
    rule: '0',
  },
  {
    name: 'response status',
    on: ANY,
    change: (parts, _, chance) => {
      parts.action = { ...parts.action, response: { status: chance.pick([500, 0, -1, 404]) } };
    },
    expected: codes(OTHER_RESPONSE, 'VALID'),
    rule: '2.2, 14: never checked',
  },
  {
    name: 'response message or payload, or no response',
    on: ANY,
    change: (parts, _, chance) => {
      const response = chance.pick([
        { status: 200, message: 'well' },
        { status: 200, payload: chance.bytes(9) },
        undefined,
      ]);
      parts.action = { ...parts.action, response };
    },
    expected: codes(OTHER_RESPONSE, 'VALID'),
    rule: '2.2, 14: never checked',
  },
  {
    name: 'action names no chaincode',
    on: ANY,
    change: action({ chaincodeId: undefined }),
    expected: codes('INVALID_OTHER_REASON', 'INVALID_OTHER_REASON'),
    rule: '2.1 (12): before endorsements are looked at',
  },
  {
    name: 'action names another chaincode',
    on: ANY,
    change: (parts, _, chance) => {
      const name = chance.pick(['other', '', 'cc ', 'CC']);
      parts.action = { ...parts.action, chaincodeId: { name, version: '1' } };
    },
    expected: codes('INVALID_CHAINCODE', 'INVALID_CHAINCODE'),
    rule: '2.1 (13)',
  },
  {
    name: 'action names no version',
    on: ANY,
    change: action({ chaincodeId: { name: 'cc' } }),
    expected: codes('INVALID_CHAINCODE', 'INVALID_CHAINCODE'),
    rule: '2.1 (13)',
  },
  {
    name: 'action names any version and path',
    on: ANY,
    change: action({ chaincodeId: { name: 'cc', version: 'zzz', path: 'any' } }),
    expected: codes(OTHER_RESPONSE, 'VALID'),
    rule: '2.1 (13): the version is not compared with the definition',
  },
  {
    name: 'event that cannot be read',
    on: ['event'],
    change: garbage('event'),
    expected: codes('INVALID_OTHER_REASON', 'INVALID_OTHER_REASON'),
    rule: '2.1 (14)',
  },
  {
    name: 'event of another chaincode',
    on: ['event', 'write'],
    change: (parts, _, chance) =>
      (parts.event = { chaincodeId: chance.pick(['', 'other', 'CC']), eventName: 'Happened' }),
    expected: codes('INVALID_OTHER_REASON', 'INVALID_OTHER_REASON'),
    rule: '2.1 (14)',
  },
  {
    name: 'event of another name, transaction or content',
    on: ['event', 'write'],
    change: (parts, _, chance) =>
      (parts.event = {
        chaincodeId: 'cc',
        eventName: chance.pick(['', 'Other']),
        txId: chance.pick(['', 'of nobody']),
        payload: chance.bytes(chance.below(9)),
      }),
    expected: codes(OTHER_RESPONSE, 'VALID'),
    rule: '2.1 (14): only the chaincode is compared',
  },
  // The envelope.
  {
    name: 'envelope with a field of nobody at its end',
    on: ANY,
    change: (parts) => (parts.rewrite.envelope = appended(UNKNOWN_FIELD)),
    expected: always('VALID'),
    rule: '1.1: unknown fields in the order of arrival are canonical',
  },
  {
    name: 'envelope with a field of nobody at its begin',
    on: ANY,
    change: (parts) => (parts.rewrite.envelope = (bytes) => Buffer.concat([UNKNOWN_FIELD, bytes])),
    expected: always(/not in canonical encoding/),
    rule: '1.1: a block with such an entry is refused whole',
  },
  {
    name: 'envelope that says its signature twice',
    on: ANY,
    change: (parts) =>
      (parts.rewrite.envelope = (bytes) => Buffer.concat([bytes, Buffer.from('120101', 'hex')])),
    expected: always(/not in canonical encoding/),
    rule: '1.1',
  },
  {
    name: 'envelope that cannot be read',
    on: ANY,
    change: garbage('envelope'),
    expected: always(/not an envelope/),
    rule: '1.1',
  },
];
