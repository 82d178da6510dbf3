// The least that a chaincode can do: write one key. What a transaction costs here, it costs the network.
// First of all imports, since it sets what the shim reads when it is loaded.
import './logging-level.js';
import { readFileSync } from 'node:fs';
import shim from 'fabric-shim';

const put = {
  Init: () => Promise.resolve(shim.success()),
  async Invoke(stub) {
    const [name, key, value] = stub.getArgs();
    if (name !== 'put') return shim.success(Buffer.from('READY'));
    await stub.putState(key, Buffer.from(value));
    return shim.success();
  },
};

const { env } = process;
const server = shim.server(put, {
  ccid: env.CHAINCODE_ID,
  address: env.CHAINCODE_SERVER_ADDRESS,
  tlsProps: {
    key: readFileSync(env.CHAINCODE_TLS_KEY_FILE),
    cert: readFileSync(env.CHAINCODE_TLS_CERT_FILE),
    clientCACerts: readFileSync(env.CHAINCODE_TLS_CLIENT_CACERT_FILE),
  },
});
void server.start().then(() => {
  process.stdin.once('end', () => process.exit(0)).resume();
  process.once('SIGTERM', () => process.exit(0));
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
});
