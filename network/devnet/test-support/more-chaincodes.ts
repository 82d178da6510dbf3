import { join } from 'node:path';
import { servicePackage } from '../src/packages/chaincode-package.js';
import { ChaincodeProcess } from './chaincode-process.js';
import { approve, commit, install } from './deploy.js';
import { freePorts } from './ports.js';
import { kvConnection, type TestNetwork } from './test-network.js';

/** Run the test chaincode once more at both banks, as processes of their own, under another name. Returns how to end them. */
export async function deployAnother(
  network: TestNetwork,
  name: string,
): Promise<() => Promise<void>> {
  const definition = { name, sequence: 1n, version: '1.0' };
  const admins = await network.administrators();
  const ports = await freePorts(admins.length);
  const processes: ChaincodeProcess[] = [];
  for (const [i, admin] of admins.entries()) {
    const { mspId } = admin.signer;
    const address = `localhost:${ports[i]!}`;
    const { id, bytes } = servicePackage(`${name}_1`, { ...kvConnection, address });
    const file = (suffix: string): string => join(network.folder, `${mspId}-${suffix}`);
    const files = {
      certificate: file('chaincode.pem'),
      key: file('chaincode.key'),
      clientCa: file('tlsca.pem'),
    };
    const process = new ChaincodeProcess(address, id, mspId, files);
    await process.start();
    processes.push(process);
    await install(admin, bytes);
    await approve(admin, definition, id);
  }
  await commit(admins[0]!, definition);
  return async () => {
    await Promise.all(processes.map((process) => process.kill()));
  };
}
