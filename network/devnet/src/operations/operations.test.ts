import { request as plainRequest } from 'node:http';
import { request as secureRequest, type RequestOptions } from 'node:https';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Pair } from '../../test-support/certificates.js';
import { answerTo, envelope, message } from '../../test-support/orderer-calls.js';
import { OrderedNetwork } from '../../test-support/ordered-network.js';

describe('operations', () => {
  let network: OrderedNetwork;
  let tls: Pair;

  beforeAll(async () => {
    network = await OrderedNetwork.start();
    tls = await network.organisations.get('Orderer1')!.tlsCa.certifyTls('operator');
  }, 30_000);
  afterAll(() => network.close());

  function call(
    node: 'peer' | 'orderer',
    path: string,
    { method = 'GET', body = '', pair }: { method?: string; body?: string; pair?: Pair } = {},
  ): Promise<{ status: number; body: string }> {
    const { peers, consenters } = network.config;
    const { endpoint } = (node === 'peer' ? peers : consenters)[0]!.operations!;
    const [host, port] = endpoint.split(':');
    const ca = network.organisations.get('Orderer1')!.tlsCa.certificate;
    const own = pair && { cert: pair.certificate, key: pair.key };
    const options: RequestOptions = { host, port, path, method, ca, ...own };
    return new Promise((resolve, reject) => {
      const send = node === 'peer' ? plainRequest : secureRequest;
      const sent = send(options, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          resolve({ status: response.statusCode!, body: text });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  test.each(['peer', 'orderer'] as const)('a %s is healthy, and says what it is', async (node) => {
    const { status, body } = await call(node, '/healthz');
    expect(status).toBe(200);
    expect(body.endsWith('}')).toBe(true);
    expect(JSON.parse(body)).toEqual({ status: 'OK', time: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect((await call(node, '/healthz', { method: 'POST' })).status).toBe(405);
    const version = await call(node, '/version');
    expect(JSON.parse(version.body)).toEqual({
      CommitSHA: 'development network',
      Version: 'v3.1.5 (Argosy development network, without consensus)',
    });
    const refused = await call(node, '/version', { method: 'POST' });
    expect([refused.status, refused.body]).toEqual([
      400,
      '{"Error":"invalid request method: POST"}',
    ]);
    expect((await call(node, '/else')).status).toBe(404);
  });

  test('what is logged can be asked and set', async () => {
    const put = (body: string) => call('peer', '/logspec', { method: 'PUT', body });
    expect((await call('peer', '/logspec')).body).toBe('{"spec":"info"}\n');
    expect((await put('{"spec":"ledger,gossip=warn:debug"}')).status).toBe(204);
    expect((await call('peer', '/logspec')).body).toBe(
      '{"spec":"gossip=warn:ledger=warn:debug"}\n',
    );
    expect(await put('{"spec":"loud"}')).toEqual({
      status: 400,
      body: `{"error":"invalid logging specification 'loud': bad segment 'loud'"}\n`,
    });
    for (const [body, error] of [
      ['no json', "invalid character 'o' in literal null (expecting 'u')"],
      ['', 'EOF'],
      [
        '{"spec":3}',
        'json: cannot unmarshal number into Go struct field LogSpec.spec of type string',
      ],
    ] as const)
      expect(await put(body)).toEqual({ status: 400, body: `${JSON.stringify({ error })}\n` });
    expect((await call('peer', '/logspec', { method: 'DELETE' })).status).toBe(400);
  });

  test('with TLS, metrics are for clients with a certificate', async () => {
    expect((await call('orderer', '/metrics')).status).toBe(401);
    expect((await call('orderer', '/logspec')).status).toBe(401);
    expect((await call('orderer', '/logspec', { pair: tls })).status).toBe(200);
  });

  test('an orderer counts its answers; both say how high the channel is', async () => {
    const client = await network.client('BankA');
    await answerTo(client, message(client.signer));
    await answerTo(client, envelope(client.signer, Buffer.from('x'), { channelId: 'other' }));
    await network.devnet.controls.cut('trade');
    const { body } = await call('orderer', '/metrics', { pair: tls });
    expect(body.split('\n')).toEqual(
      expect.arrayContaining([
        '# TYPE broadcast_processed_count counter',
        'broadcast_processed_count{channel="trade",status="SUCCESS"} 1',
        'broadcast_processed_count{channel="unknown",status="BAD_REQUEST"} 1',
        'ledger_blockchain_height{channel="trade"} 2',
        'participation_consensus_relation{channel="trade"} 1',
        'fabric_version{version="v3.1.5 (Argosy development network, without consensus)"} 1',
      ]),
    );
    expect((await call('peer', '/metrics')).body).toContain(
      'ledger_blockchain_height{channel="trade"} 2\n',
    );
  });

  test('a channel that has halted is named', async () => {
    const { ledger } = network.channel;
    const commit = jest.spyOn(ledger, 'commit').mockRejectedValue(new Error('no room'));
    const client = await network.client('BankA');
    await answerTo(client, message(client.signer));
    await network.devnet.controls.cut('trade');
    commit.mockRestore();
    for (const node of ['peer', 'orderer'] as const) {
      const { status, body } = await call(node, '/healthz');
      expect([status, JSON.parse(body)]).toEqual([
        503,
        {
          status: 'Service Unavailable',
          time: expect.any(String),
          failed_checks: [
            {
              component: 'channel trade',
              reason: 'it has halted: no room; mend that and start the network again',
            },
          ],
        },
      ]);
    }
  });
});
