import { z } from 'zod';
import { getJson } from '../fabric/https-get.js';
import type { OperatorAddress } from '../engine/engine.js';
import type { KeyPairFiles } from '../run-folder.js';

const channelList = z.object({ channels: z.array(z.object({ name: z.string() })).nullable() });
const channelInfo = z.object({ height: z.int() });

/** How far each channel is that an orderer has joined, by its participation interface. Refuses when it does not answer. */
export async function ordererHeights(
  { url, tlsCa }: OperatorAddress,
  as: { readonly client: KeyPairFiles; readonly timeoutMilliseconds: number },
): Promise<Readonly<Record<string, number>>> {
  const get = (path: string): Promise<unknown> =>
    getJson(new URL(`/participation/v1/channels${path}`, url).href, { ...as, tlsCa });
  const { channels } = channelList.parse(await get(''));
  const heights = (channels ?? []).map(async ({ name }) => {
    const { height } = channelInfo.parse(await get(`/${name}`));
    return [name, height] as const;
  });
  return Object.fromEntries(await Promise.all(heights));
}
