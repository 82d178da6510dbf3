import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kvPackage, TestNetwork } from './test-network.js';
import { ControlClient } from '../src/controls/client.js';
import { install } from './deploy.js';
import { freePorts } from './ports.js';
import { TestClient } from './test-client.js';

/** A network for tests with a control server, and with a second peer for BankB; its four orderers have no endpoints. */
export interface ControlledNetwork {
  readonly network: TestNetwork;
  readonly control: ControlClient;
  readonly url: string;
  readonly tokenFile: string;
  /** A client of an organisation at BankB's second peer. */
  thirdPeerClient(mspId: string, unit?: 'client' | 'admin'): Promise<TestClient>;
}

export async function startControlledNetwork(): Promise<ControlledNetwork> {
  const network = await TestNetwork.prepare();
  const [peerPort, controlPort] = await freePorts(2);
  const { folder, config, organisations } = network;
  const pair = await organisations['BankB']!.ca.enrol('peer1', 'peer');
  const certificate = join(folder, 'peer1.pem');
  const key = join(folder, 'peer1.key');
  await writeFile(certificate, pair.certificate, { mode: 0o600 });
  await writeFile(key, pair.key, { mode: 0o600 });
  const endpoint = `localhost:${peerPort!}`;
  config.peers.push({ ...config.peers[1]!, name: 'peer1.BankB', endpoint, certificate, key });
  const tokenFile = join(folder, 'control.token');
  config.control = { endpoint: `127.0.0.1:${controlPort!}`, tokenFile };
  const url = `http://${config.control.endpoint}`;
  await network.open();
  await network.deploy();
  const thirdPeerClient = async (mspId: string, unit: 'client' | 'admin' = 'client') => {
    const own = await organisations[mspId]!.ca.enrol(`${unit}.${mspId}`, unit, 30);
    const { certificate: tlsCa } = organisations['BankB']!.tlsCa;
    return new TestClient(mspId, own, endpoint, tlsCa);
  };
  const admin = await thirdPeerClient('BankB', 'admin');
  await install(admin, kvPackage.bytes);
  admin.close();
  const control = await ControlClient.open({ url, tokenFile });
  return { network, control, url, tokenFile, thirdPeerClient };
}
