import { validationCode } from '@argosy/protocol/validation-code';
import type { ValidationCodeName } from '@argosy/protocol/validation-code';

/** What a validation code tells a person, and the rule of a Fabric 3.1 peer behind it. */
export interface CodeRule {
  readonly sentence: string;
  readonly rule: string;
}

const unused = 'A peer of this release never gives this code.';

/** All codes. The sentences are for people; programs go by the code and its name. */
export const codeRules = {
  VALID: {
    sentence: 'The transaction is valid, and its writes are part of the state.',
    rule: 'Every check passed.',
  },
  NIL_ENVELOPE: { sentence: 'There is no envelope.', rule: unused },
  BAD_PAYLOAD: {
    sentence: 'What was signed cannot be read.',
    rule: 'The payload of the envelope must be a Payload message.',
  },
  BAD_COMMON_HEADER: {
    sentence: 'The header is missing, cannot be read, or says what no transaction may say.',
    rule: 'Channel header and signature header must be readable, the type one of a transaction, the epoch 0, nonce and creator not empty.',
  },
  BAD_CREATOR_SIGNATURE: {
    sentence: 'It is not signed by somebody whom the channel knows.',
    rule: "The creator's certificate must be a valid one of a member of the channel, not revoked, and its signature over the payload must hold.",
  },
  INVALID_ENDORSER_TRANSACTION: {
    sentence: 'It is not put together as an endorsed transaction is.',
    rule: 'There must be exactly one action, its parts must be readable, and the hash that was endorsed must be the one of the proposal.',
  },
  INVALID_CONFIG_TRANSACTION: {
    sentence: 'A change of the configuration has no content.',
    rule: 'The payload of a configuration transaction must not be empty.',
  },
  UNSUPPORTED_TX_PAYLOAD: {
    sentence: 'It is of a kind that is not recorded: a proposal to change the configuration.',
    rule: 'A transaction of type CONFIG_UPDATE with a good signature is not supported in a block.',
  },
  BAD_PROPOSAL_TXID: {
    sentence: 'Its id is not the one that it must have.',
    rule: 'The transaction id is the SHA-256 of nonce and creator, in lower-case hex.',
  },
  DUPLICATE_TXID: {
    sentence: 'Its id was used before.',
    rule: 'An id that stands in an earlier block, valid or not, is spent; so is that of an earlier endorsed transaction of the same block.',
  },
  ENDORSEMENT_POLICY_FAILURE: {
    sentence: 'Those who had to agree to it did not.',
    rule: 'The endorsements must meet the policy of every key that has one, else of its collection or chaincode, for each namespace that is written.',
  },
  MVCC_READ_CONFLICT: {
    sentence: 'Something that it read was changed before it was recorded.',
    rule: 'Every key that was read must stand at the version that was read, and no earlier valid transaction of the block may have touched it.',
  },
  PHANTOM_READ_CONFLICT: {
    sentence: 'A range of keys that it read was changed before it was recorded.',
    rule: 'Every range query, asked again with the earlier valid transactions of the block, must have the same result.',
  },
  UNKNOWN_TX_TYPE: { sentence: 'Its type is unknown.', rule: unused },
  TARGET_CHAIN_NOT_FOUND: { sentence: 'The channel does not exist.', rule: unused },
  MARSHAL_TX_ERROR: { sentence: 'It cannot be written again.', rule: unused },
  NIL_TXACTION: { sentence: 'It has no action.', rule: unused },
  EXPIRED_CHAINCODE: {
    sentence: 'The chaincode has expired.',
    rule: 'Only channels below application capability V2_0 give this code.',
  },
  CHAINCODE_VERSION_CONFLICT: {
    sentence: 'The chaincode ran in another version than the channel has.',
    rule: 'Only channels below application capability V2_0 give this code.',
  },
  BAD_HEADER_EXTENSION: {
    sentence: 'The part of the header that names the chaincode cannot be read.',
    rule: 'The extension of the channel header must be a ChaincodeHeaderExtension.',
  },
  BAD_CHANNEL_HEADER: { sentence: 'The channel header is bad.', rule: unused },
  BAD_RESPONSE_PAYLOAD: {
    sentence: 'What the endorsers answered cannot be read.',
    rule: 'The response payload must hold a ChaincodeAction.',
  },
  BAD_RWSET: {
    sentence: 'What it reads and writes cannot be read.',
    rule: 'Results and every read-write set in them must be readable, their texts in UTF-8.',
  },
  ILLEGAL_WRITESET: {
    sentence: 'Its read-write set names a namespace twice.',
    rule: 'Each namespace may occur once.',
  },
  INVALID_WRITESET: {
    sentence: 'It writes a key or value that the state database does not take.',
    rule: 'Only peers whose state is in CouchDB give this code.',
  },
  INVALID_CHAINCODE: {
    sentence:
      'It is of a chaincode that the channel does not have, or that is named inconsistently.',
    rule: 'Request and result must name the same chaincode with a version, and it and every namespace that is written must be defined with plugin and policy.',
  },
  NOT_VALIDATED: {
    sentence: 'It was not judged.',
    rule: 'A peer never commits a block that holds such a transaction.',
  },
  INVALID_OTHER_REASON: {
    sentence: 'It is no envelope, does not name its chaincode, or has a bad event.',
    rule: 'The entry must be an Envelope, name the chaincode in header and result, and an event must be readable and of that chaincode.',
  },
} as const satisfies Record<ValidationCodeName, CodeRule>;

/** The name of a code and what it tells. Throws RangeError for a number that Fabric does not define. */
export function codeRule(code: number): CodeRule & { readonly name: ValidationCodeName } {
  for (const name of Object.keys(codeRules) as ValidationCodeName[]) {
    if (validationCode[name] === code) return { name, ...codeRules[name] };
  }
  throw new RangeError(`${code} is no validation code`);
}
