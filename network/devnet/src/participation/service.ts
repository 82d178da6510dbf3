import type { IncomingMessage, ServerResponse } from 'node:http';
import { Block } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { encode } from '@argosy/protocol/wire';
import type { ChannelRegistry } from '../channel-registry.js';
import type { Channel } from '../channel.js';
import { orderedBlock } from '../deliver/responses.js';
import { jsonLine, sendJson } from '../http/body.js';
import { queryOf } from '../http/path.js';
import type { Handler } from '../http/server.js';
import { JoinRefused } from '../join-refused.js';
import { isConsenter, type OrdererNode } from '../ordering/orderer-node.js';
import { configurationBlock } from '../ordering/last-configuration.js';
import { filePart, HttpRefused } from './form.js';
import { readEnvelope, requireJoinBlock, requireUpdate } from './checks.js';
import { redirect } from './redirect.js';
import { BASE, NoBlockId, NoSuchPage, readRoute, type Route } from './route.js';

const CHANNELS = '/participation/v1/channels';
const NO_STORE = { 'Cache-Control': 'no-store' };

/** What is done with a request, for one orderer. */
interface Call {
  readonly node: OrdererNode;
  readonly registry: ChannelRegistry;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The REST interface by which an orderer is told which channels to join (`osnadmin channel`). */
export function participation(node: OrdererNode, registry: ChannelRegistry): Handler {
  return async (request, response) => {
    try {
      const route = readRoute(request);
      await perform(route, { node, registry, request, response });
    } catch (error) {
      if (!(error instanceof HttpRefused)) throw error;
      const allow = error.allow === undefined ? {} : { Allow: error.allow };
      // Who is still sending what nobody reads could not use the connection for anything else.
      const close = isStillSending(request) ? { Connection: 'close' } : {};
      const headers = { ...allow, ...close };
      if (error instanceof NoSuchPage) sendText(response, error, headers);
      else if (error instanceof NoBlockId) sendTwice(response, error, headers);
      else sendJson(response, error.status, { error: error.message }, headers);
    }
  };
}

function sendText(
  response: ServerResponse,
  { status, message }: HttpRefused,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${message}\n`);
}

function sendTwice(
  response: ServerResponse,
  { status, message }: HttpRefused,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(jsonLine({ error: message }).repeat(2));
}

const isStillSending = ({ complete, headers }: IncomingMessage): boolean =>
  !complete && (headers['content-length'] ?? headers['transfer-encoding']) !== undefined;

async function perform(route: Route, call: Call): Promise<void> {
  switch (route.name) {
    case 'outside':
      redirect(call.request, call.response, 307, `${BASE}${queryOf(call.request)}`);
      return;
    case 'base':
      if (call.request.method === 'GET') redirect(call.request, call.response, 302, CHANNELS);
      else call.response.writeHead(405).end();
      return;
    case 'list':
      list(call);
      return;
    case 'show':
      sendJson(call.response, 200, details(ordered(call, route.channel), call.node), NO_STORE);
      return;
    case 'block':
      sendBlock(call, ordered(call, route.channel), route.block);
      return;
    case 'join':
      await join(call);
      return;
    case 'update':
      await update(call);
      return;
    case 'remove':
      await remove(call, route.channel);
  }
}

function list({ node, registry, response }: Call): void {
  const channels = [...registry.all.values()]
    .filter(({ ordering }) => ordering.nodes.has(node))
    .map(({ id }) => ({ name: id, url: `${CHANNELS}/${id}` }));
  const content = { systemChannel: null, channels: channels.length === 0 ? null : channels };
  sendJson(response, 200, content, NO_STORE);
}

function ordered({ node, registry }: Call, channelId: string): Channel {
  const channel = registry.orderedBy(node, channelId);
  if (channel === undefined) throw new HttpRefused(404, 'channel does not exist');
  return channel;
}

function details({ id, bundle, ledger }: Channel, node: OrdererNode) {
  return {
    name: id,
    url: `${CHANNELS}/${id}`,
    consensusRelation: isConsenter(node, bundle) ? 'consenter' : 'follower',
    status: 'active',
    height: Number(ledger.height),
  };
}

function sendBlock({ node, response }: Call, { bundle, ledger }: Channel, wanted: string): void {
  if (!isConsenter(node, bundle))
    throw new HttpRefused(404, 'channel is not ready, he is a follower');
  const last = ledger.height - 1n;
  const named = new Map([
    ['oldest', 0n],
    ['newest', last],
    ['config', configurationBlock(ledger)],
  ]);
  // As a number without sign, -1 is the greatest there is, which stands for the newest block.
  const number = wanted === '-1' ? last : (named.get(wanted) ?? BigInt(wanted));
  if (number < 0n || number > last)
    throw new HttpRefused(404, `no such block number [${BigInt.asUintN(64, number)}] in index`);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', ...NO_STORE });
  response.end(encode(Block, orderedBlock(ledger.block(number))));
}

async function join({ node, registry, request, response }: Call): Promise<void> {
  const bytes = await filePart(request, 'config-block');
  requireJoinBlock(bytes);
  const channel = await registry.joinOrderer(node, bytes).catch((error: unknown) => {
    if (error instanceof JoinRefused && error.reason === 'joined already')
      throw new HttpRefused(405, `cannot join: ${error.message}`, 'GET, DELETE');
    throw new HttpRefused(400, `cannot join: ${reasonOf(error)}`);
  });
  const joined = details(channel, node);
  // A follower has to fetch its blocks first: it will have them when it is asked the next time.
  const content =
    joined.consensusRelation === 'consenter'
      ? joined
      : { ...joined, status: 'onboarding', height: 0 };
  sendJson(response, 201, content, { Location: joined.url });
}

async function update({ node, registry, request, response }: Call): Promise<void> {
  const envelope = readEnvelope(await filePart(request, 'config-update-envelope'));
  const channelId = requireUpdate(envelope);
  const channel = registry.orderedBy(node, channelId);
  if (channel === undefined) throw new HttpRefused(405, 'cannot update: channel does not exist');
  if (!isConsenter(node, channel.bundle))
    throw new HttpRefused(403, 'cannot update: channel is not ready, he is a follower');
  const { status, info } = channel.ordering.broadcast(envelope, node);
  if (status === 'SERVICE_UNAVAILABLE')
    throw new HttpRefused(
      400,
      `cannot update: failed update config of channel ${channelId} with SERVICE_UNAVAILABLE: rejected by Configure: ${info}`,
    );
  if (status !== 'SUCCESS')
    throw new HttpRefused(
      400,
      `cannot update: failed update config of channel ${channelId}: ${info}`,
    );
  const updated = details(channel, node);
  sendJson(response, 201, updated, { Location: updated.url });
}

async function remove({ node, registry, response }: Call, channelId: string): Promise<void> {
  if (!(await registry.removeOrderer(node, channelId)))
    throw new HttpRefused(404, 'cannot remove: channel does not exist');
  response.writeHead(204).end();
}
