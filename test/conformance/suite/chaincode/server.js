// The chaincode of the conformance suite, under the unmodified shim: `run` takes a list of steps, each one call of the stub.
process.env.CORE_CHAINCODE_LOGGING_LEVEL = 'error';
const { readFileSync } = await import('node:fs');
const { default: shim } = await import('fabric-shim');
const { steps, Ending } = await import('./steps.js');

/** Take the steps one after the other; what one is refused is its answer, and the next one is taken. */
async function run(stub, list) {
  const answers = [];
  for (const step of list) {
    try {
      answers.push(await steps[step.do](stub, step));
    } catch (error) {
      if (error instanceof Ending) return error.response;
      answers.push({ refused: error instanceof Error ? error.message : String(error) });
    }
  }
  return shim.success(Buffer.from(JSON.stringify(answers)));
}

const chaincode = {
  Init: (stub) => chaincode.Invoke(stub),
  Invoke(stub) {
    const [name, list = '[]'] = stub.getArgs();
    // Whoever waits for the network asks this.
    if (name === 'ready') return shim.success(Buffer.from('READY'));
    return run(stub, JSON.parse(list));
  },
};

const { env } = process;
const tlsProps = () => ({
  key: readFileSync(env.CHAINCODE_TLS_KEY_FILE),
  cert: readFileSync(env.CHAINCODE_TLS_CERT_FILE),
  clientCACerts: readFileSync(env.CHAINCODE_TLS_CLIENT_CACERT_FILE),
});
const server = shim.server(chaincode, {
  ccid: env.CHAINCODE_ID,
  address: env.CHAINCODE_SERVER_ADDRESS,
  ...(env.CHAINCODE_TLS_KEY_FILE && { tlsProps: tlsProps() }),
});
await server.start();
process.stdin.once('end', () => process.exit(0)).resume();
process.once('SIGTERM', () => process.exit(0));
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
