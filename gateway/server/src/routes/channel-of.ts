import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { channelNameSchema } from '../config.js';
import type { DocumentRoutes } from '../documents/document-routes.js';
import { callerOf } from '../http/authentication.js';
import type { Caller } from '../access/organisation-access.js';
import { ProblemError } from '../http/problem.js';
import type { MemberChannel } from '../organisation/member-channel.js';

/** The caller's way to a channel. What is on a channel that its organisation has not joined it can neither read nor write,
 *  whether there is such a channel or not. Refuses: CHANNEL_NOT_JOINED. */
export function channelNamed({ organisation }: Caller, name: string): MemberChannel {
  const channel = organisation.channels.get(name);
  if (channel !== undefined) return channel;
  const joined = [...organisation.channels.keys()].join(', ');
  const detail = `${organisation.name} is not on the channel ${name}, and has nothing of what is there. It is on ${joined}.`;
  throw new ProblemError('CHANNEL_NOT_JOINED', { detail });
}

/** The channel that a request for documents of a kind means. Refuses: CHANNEL_NOT_JOINED. */
export function channelOf(
  { channel }: Pick<DocumentRoutes, 'channel'>,
  request: FastifyRequest,
): MemberChannel {
  const name = channel === 'every' ? asked.parse(request.params).channel : channel;
  return channelNamed(callerOf(request), name);
}

/** Refuse what is on a channel that the caller's organisation has not joined, before anything else about the request. */
export function mustBeOnChannel(routes: Pick<DocumentRoutes, 'channel'>) {
  return async (request: FastifyRequest): Promise<void> => {
    channelOf(routes, request);
    return Promise.resolve();
  };
}

const asked = z.object({ channel: z.string() });

/** What says in an address which channel is meant, where the kind of document does not. */
export function channelParameters({
  channel,
}: Pick<DocumentRoutes, 'channel'>): Readonly<Record<string, z.ZodType<string>>> {
  return channel === 'every' ? { channel: channelNameSchema } : {};
}
