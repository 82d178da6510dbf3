/** The name of the chaincode definition on a channel. */
export const chaincodeName = 'argosy';

/** The version of the chaincode; the same as the package's. */
export const chaincodeVersion = '0.1.0';
