const BLOCKS =
  'Orderers make blocks and sign them: no client can bring about another. The validating node is given such blocks.';
const CONFIGURATION =
  'Orderers make configuration transactions from updates, and refuse what is wrong with these. The validating node is given such transactions.';

/** The cases that no client can bring about on a network, with the reason: everything else the suite has to ask. */
export const outOfReach: Readonly<Record<string, string>> = {
  'services 74':
    'The suite’s network asks no client for a certificate. Held in process, by a network that does.',
  'row 1': BLOCKS,
  'row 4':
    'No channel has so many blocks. Every header that the suite hashes again (services 79) is written the same way.',
  'row 6': BLOCKS,
  'row 7': BLOCKS,
  'row 8': BLOCKS,
  'row 9': BLOCKS,
  'row 11':
    'An orderer takes an envelope of that type for an update: it does not come into a block.',
  'row 50': 'Such a write ends a channel. The validating node is given it.',
  'row 67': CONFIGURATION,
  'row 68': CONFIGURATION,
};

/** What of a case the suite does not ask, though it asks the rest. */
export const partly: Readonly<Record<string, string>> = {
  'services 31':
    'The bytes of a simulation are read and compared part by part, not with another network’s at the same height.',
  'services 36':
    'What an idle chaincode is sent is looked at on the stream, for a second or two in place of ten minutes.',
  'row 2':
    'An orderer writes the field behind the others, and the block is taken. That peers refuse the other order takes a forged block.',
  'row 5':
    'Blocks have a quorum of signatures. That peers refuse those with fewer takes a forged block.',
  'row 66': 'Peers with CouchDB are not asked.',
  'row 69': 'The orphan is left out. That a configuration with it is refused takes a forged block.',
  'row 74':
    'Such blocks are taken. That peers refuse those that a client signed takes a forged block.',
};
