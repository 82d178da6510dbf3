// First of all imports, since it sets what the shim reads when it is loaded.
import './server/logging-level.js';
import { setTimeout as delay } from 'node:timers/promises';
import { Shim } from 'fabric-shim';
import { argosyChaincode } from './chaincode.js';
import { RunningTransactions } from './server/running-transactions.js';
import { quietShimLogs } from './server/shim-logs.js';
import { readServerOptions, reasonOf, StartRefused } from './server/options.js';

/*
 * The chaincode as a service: one process per member with a peer. The shim is Fabric's own; this
 * file adds what its command line lacks: mutual TLS without exception, a sign of readiness, and a
 * stop that lets running transactions end.
 */

const drainLimitMs = 5_000;
// The last answers are written to the transport when their transaction ends, and leave it after.
const flushMs = 50;

start().catch((error: unknown) => {
  const message =
    error instanceof StartRefused ? error.message : `Cannot start: ${reasonOf(error)}`;
  process.stderr.write(`${message}\n`);
  process.exit(1);
});

async function start(): Promise<void> {
  const { address, packageId, tls } = readServerOptions(process.argv.slice(2), process.env);
  const chaincode = new RunningTransactions(argosyChaincode());
  quietShimLogs();
  const server = Shim.server(chaincode, {
    ccid: packageId,
    address,
    tlsProps: { ...tls },
    // As fabric-chaincode-node sets them; gRPC's own limit of 4 MB is below Fabric's.
    'grpc.max_send_message_length': -1,
    'grpc.max_receive_message_length': -1,
    'grpc.keepalive_time_ms': 110_000,
    'grpc.keepalive_timeout_ms': 20_000,
    'grpc.keepalive_permit_without_calls': 1,
  });
  await server.start();
  stopWhenAsked(chaincode);
  process.stdout.write(`${JSON.stringify({ ready: true, address })}\n`);
}

function stopWhenAsked(chaincode: RunningTransactions): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void Promise.race([chaincode.idle(), delay(drainLimitMs)])
      .then(() => delay(flushMs))
      .finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.env['ARGOSY_PARENT_PIPE'] === '1') {
    // A parent that dies closes its end of the pipe, however it dies.
    process.stdin.once('end', stop).once('close', stop).resume();
  }
}
