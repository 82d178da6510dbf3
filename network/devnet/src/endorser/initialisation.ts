import type { ChaincodeInput } from '@argosy/protocol/messages/proposal';
import type { Decoded } from '@argosy/protocol/wire';
import type { Simulation } from '../chaincode/simulation.js';
import type { Executable } from './invoker.js';

/** In the chaincode's own namespace, and out of the way of every composite key: the version for which it is initialised. */
const INITIALISED = '\u0000\u{10FFFF}initialized';

/**
 * Where a definition requires it, a chaincode must be initialised once for each of its versions, before anything else is called.
 * An initialisation is noted in the simulation. Refuses, in a peer's words, what comes out of this order.
 */
export function requireInitOrder(
  simulation: Simulation,
  { name, definition: { initRequired, version } }: Pick<Executable, 'name' | 'definition'>,
  { isInit }: Pick<Decoded<typeof ChaincodeInput>, 'isInit'>,
): void {
  const done = !initRequired || isInitialised(simulation, name, version);
  if (!isInit) {
    if (!done) {
      throw refused(name, 'has not been initialized for this version, must call as init first');
    }
    return;
  }
  if (!initRequired) throw refused(name, 'does not require initialization but called as init');
  if (done) throw refused(name, 'is already initialized but called as init');
  simulation.put(name, INITIALISED, Buffer.from(version));
}

const isInitialised = ({ simulator }: Simulation, name: string, version: string): boolean =>
  Buffer.from(version).equals(simulator.get(name, INITIALISED));

const refused = (name: string, why: string): Error =>
  new Error(`invalid invocation: chaincode '${name}' ${why}`);
