import { Client, credentials, Metadata, type ChannelCredentials } from '@grpc/grpc-js';
import { Endpoint } from '../grpc/endpoint.js';
import { messageLimits } from '../grpc/limits.js';
import { rawMethod } from '../grpc/service.js';
import { HttpServer } from '../http/server.js';
import type { Connection } from '../packages/connection.js';
import { ReservedAddress } from './reserved-address.js';
import type { ChaincodeLink, Transport } from './transport.js';

/** gRPC and HTTP over sockets of the loopback device. */
export const sockets: Transport = {
  serve: (address, tls, services) => Endpoint.listen(address, tls, services),
  serveHttp: (options, handler) => HttpServer.listen(options, handler),
  reserve: (address) => ReservedAddress.take(address),
  chaincode: linkTo,
};

const connect = rawMethod('/protos.Chaincode/Connect', 'duplex');

function linkTo(connection: Connection): ChaincodeLink {
  const { address, tls } = connection;
  const name =
    tls?.serverName === undefined ? {} : { 'grpc.ssl_target_name_override': tls.serverName };
  const settings = { ...messageLimits, ...clientSettings, ...name };
  const client = new Client(address, credentialsOf(connection), settings);
  const { path, requestSerialize, responseDeserialize } = connect;
  return {
    open: () =>
      client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, new Metadata(), {}),
    close: () => {
      client.close();
    },
  };
}

function credentialsOf({ tls }: Connection): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const { ca, client } = tls;
  if (client === undefined) return credentials.createSsl(Buffer.from(ca));
  const { key, certificate } = client;
  return credentials.createSsl(Buffer.from(ca), Buffer.from(key), Buffer.from(certificate));
}

/** A peer's keepalive; and quick retries, for a chaincode that is still starting is there within the second. */
const clientSettings = {
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.initial_reconnect_backoff_ms': 20,
  'grpc.min_reconnect_backoff_ms': 20,
  'grpc.max_reconnect_backoff_ms': 50,
};
