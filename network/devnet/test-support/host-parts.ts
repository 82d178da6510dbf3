import { systemAmbient } from '../src/ambient.js';
import { sockets } from '../src/transport/sockets.js';
import { defaultTimeouts, type ChaincodeHostParts } from '../src/chaincode/host.js';

/** What a chaincode host needs, as a peer has it. */
export const hostParts = (warn: (text: string) => void = () => undefined): ChaincodeHostParts => ({
  timeouts: defaultTimeouts,
  ambient: systemAmbient,
  transport: sockets,
  warn,
});
