import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChaincodeID } from '@argosy/protocol/messages/proposal';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { stateSnapshot } from '@argosy/ledger/state-snapshot';
import { Authority } from '../../test-support/certificates.js';
import { hostParts } from '../../test-support/host-parts.js';
import { freePorts } from '../../test-support/ports.js';
import { scopeOn } from '../../test-support/scopes.js';
import { stateDatabase } from '../../test-support/state-view.js';
import { until } from '../../test-support/until.js';
import { Endpoint } from '../grpc/endpoint.js';
import { duplex } from '../grpc/service.js';
import { ChaincodeHost } from './host.js';

const PACKAGE_ID = `cc_1:${'ab'.repeat(32)}`;

describe('chaincode host', () => {
  let server: Endpoint;
  let host: ChaincodeHost;
  let database: LedgerDatabase;
  const received: number[] = [];
  const warnings: string[] = [];
  /** What the scripted chaincode says to a transaction. */
  let reply: Uint8Array;

  beforeAll(async () => {
    database = await stateDatabase();
    const authority = await Authority.make('tlsca');
    const tls = await authority.certifyTls('chaincode');
    const [port] = await freePorts(1);
    const address = `localhost:${port!}`;
    const payload = encode(ChaincodeID, { name: PACKAGE_ID });
    const connect = duplex(async (messages, out) => {
      await out.send(encode(ChaincodeMessage, { type: messageType.REGISTER, payload }));
      for await (const bytes of messages) {
        const { type } = decode(ChaincodeMessage, bytes);
        received.push(type);
        if (type === messageType.TRANSACTION) await out.send(reply);
      }
    });
    const service = { name: 'protos.Chaincode', methods: { Connect: connect } };
    server = await Endpoint.listen(address, tls, [service]);
    const ca = authority.certificate;
    const connection = {
      address,
      dialTimeoutMs: 2_000,
      tls: { ca, client: tls, serverName: undefined },
    };
    const target = { packageId: PACKAGE_ID, connection: () => connection };
    host = new ChaincodeHost(
      target,
      hostParts((text) => warnings.push(text)),
    );
  });
  afterAll(() => {
    host.close();
    server.close();
  });

  const execute = (txId: string) =>
    host.execute({
      ...scopeOn(stateSnapshot(database), txId),
      input: { args: [], decorations: [], isInit: false },
      proposal: { proposalBytes: new Uint8Array(0), signature: new Uint8Array(0) },
    });
  const message = (type: number, txid: string, payload: Uint8Array = new Uint8Array(0)) =>
    encode(ChaincodeMessage, { type, txid, channelId: 'trade', payload });

  test('services 36: only REGISTERED and READY are sent to an idle chaincode', async () => {
    host.warmUp();
    await until(() => received.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(received).toEqual([messageType.REGISTERED, messageType.READY]);
  });

  test('an ERROR is the chaincode’s answer', async () => {
    reply = message(messageType.ERROR, 'failing', Buffer.from('no'));
    expect(await execute('failing')).toEqual({ kind: 'failed', text: 'no' });
  });

  test('a response that is none is nobody’s but the caller’s affair', async () => {
    const payload = Buffer.from('rubbish');
    reply = message(messageType.COMPLETED, 'none', payload);
    expect(await execute('none')).toMatchObject({ kind: 'unreadable', payload });
  });

  test.each([
    ['rubbish', Buffer.from('rubbish')],
    ['an unknown message', message(99, 'x')],
  ])('%s ends the stream and nothing else', async (_, broken) => {
    reply = broken;
    await expect(execute('broken')).rejects.toThrow('error sending: chaincode stream terminated');
    reply = message(messageType.ERROR, 'again', Buffer.from('alive'));
    expect(await execute('again')).toEqual({ kind: 'failed', text: 'alive' });
    expect(warnings).not.toEqual([]);
  });
});
