/** Every class of content that a block holds for whoever has the block, member or not, by the name under which it is found there. */
export const blockContents = {
  chain: 'Number and hashes of each block, and the orderers’ signatures',
  configuration:
    'The channel’s configuration: organisations, their authorities’ certificates, policies, addresses of orderers',
  transaction: 'Of each transaction: id, time, nonce, channel, chaincode, and hash of its proposal',
  identities:
    'Certificates of whoever called and of the peers that endorsed: names, organisations, roles',
  signatures: 'The signatures of both',
  arguments:
    'Function and arguments of each call that was ordered, also of one that turned out invalid',
  answers: 'What the chaincode answered to such a call',
  records: 'Public records: keys and values, whole, as they were written',
  reads: 'The public keys that were read, with the versions found',
  events: 'The event, with its content',
  keyPolicies: 'Whose endorsement a key needs from then on',
  collections: 'Which collections of private data were read or written',
  privateHashes:
    'SHA-256 of each private key that was read or written, of each value written, and of both together',
} as const;

export type BlockContent = keyof typeof blockContents;

/** What peers add to a block, and orderers do not have. */
export const verdicts = 'Which transactions are valid';
