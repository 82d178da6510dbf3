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
