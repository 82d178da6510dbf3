import { withMembers } from '@argosy/operator/members';
import type { Network } from '@argosy/operator/network';
import { networkClock } from '@argosy/operator/network-clock';
import type { Channel } from '@argosy/operator/topology/schema';
import { ChannelFounding } from './channel-founding.js';
import type { Source } from './channel-founding.js';

/** The channel of all members, where they decide on the register; the others follow it. */
const decidingChannel = 'consortium';

/** Found the register of each channel, unless that is done, and make sure that our own decision founded it: on the channel of all
 *  members first, which the others name as their source. Safe to repeat, also after a founding that did not come to its end.
 *  Answers the channels where there was anything to do. Refuses a register that somebody else has founded. */
export async function foundRegisters({
  topology,
  engine,
  folder,
}: Network): Promise<readonly string[]> {
  const now = await networkClock(engine.controls);
  const { channels } = topology;
  return withMembers({ topology, engine, folder, now }, async (members) => {
    const deciding = channels.filter(({ name }) => name === decidingChannel);
    const [first] = await Promise.all(deciding.map((channel) => found(channel)));
    const following = channels.filter((channel) => !deciding.includes(channel));
    const others = await Promise.all(following.map((channel) => found(channel, first?.source)));
    return [...(first === undefined ? [] : [first]), ...others]
      .filter(({ isNew }) => isNew)
      .map(({ source }) => source.channel);

    function found(channel: Channel, source?: Source) {
      const { of } = channel.endorsement;
      const voters = of.flatMap((msp) => members.find((member) => member.msp === msp) ?? []);
      const year = now().getUTCFullYear();
      return new ChannelFounding({ channel, voters, year, source }).complete();
    }
  });
}
