// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../../../chaincode/contracts/test-support/quiet-fabric.js';
/**
 * Random sequences of commands against the contracts, and what must hold after every block of them. Each episode is a channel of its
 * own; the first that finds something is made as short as it can be, and can be had again by its seed.
 */
import { expect, test } from '@jest/globals';
import { effectiveTerms } from '@argosy/domain/credit/effective-terms';
import { argosyChaincode } from '../../../chaincode/contracts/src/chaincode.js';
import {
  chanceFor,
  isLong,
  figure,
  replayHint,
  sampleOf,
  searchTimeoutMs,
} from '../../support/long-run.js';
import type { Channel } from './cast.js';
import { playEpisode, replay } from './episode.js';
import type { Trace } from './episode.js';
import type { Subject } from './sequence.js';
import { shrunk } from './shrink.js';
import { Tally } from './tally.js';

const commandsOfEpisode = 350;

/** Episodes of each channel: at least 5,000 commands in all, and 100,000 in the long run. */
const episodes = { trade: sampleOf(12, 240), border: sampleOf(4, 60) } as const;

/** What has to have happened, at the least, in every run. */
const expected = {
  trade: [
    'effect examination:Settle',
    'effect examination:Refuse',
    'effect examination:Return',
    'effect examination:Waive',
    'effect amendment:Accept',
    'effect credit:Close',
    'effect possession:AcceptSurrender',
    'effect proceeds:Credit',
    'ended examination returned',
    'validated 10',
    'validated 11',
    'refused REQUEST_ALREADY_RECORDED',
    'refused TIME_BEFORE_RECORD',
    'refused DRAWING_ABOVE_AMOUNT',
    'refused MEMBER_SUSPENDED',
  ],
  border: [
    'effect licence:DrawDown',
    'effect shipment:Discharge',
    'effect declaration:Clear',
    'ended licence exhausted',
    'validated 11',
    'refused LICENCE_OVERDRAWN',
    'refused SHIPMENT_WITHOUT_LICENCE',
  ],
} as const;

/** What a long run has to have seen besides. */
const rare = {
  trade: ['ended credit cancelled', 'refused REGISTER_ENTRY_OVERTAKEN'],
  border: ['refused LICENCE_EXPIRED', 'refused EVENT_BEFORE_EARLIER', 'ended declaration rejected'],
} as const;

test.each(['trade', 'border'] as const)(
  'whatever is asked for on %s, the invariants hold',
  async (channel) => {
    const subject: Subject = { chaincode: argosyChaincode(), effectiveTerms };
    const chance = chanceFor(`sequences on ${channel}`);
    const tally = new Tally();
    for (let episode = 0; episode < episodes[channel]; episode++) {
      const seed = chance.below(2 ** 31);
      const played = await playEpisode({ channel, subject, seed, commands: commandsOfEpisode });
      if (played.violations.length > 0)
        throw new Error(await told(played.trace, { channel, subject }));
      tally.add(played);
    }
    figure(`contracts on ${channel}, ${replayHint}\n  ${tally.lines().join('\n  ')}`);
    const names = [...expected[channel], ...(isLong ? rare[channel] : [])];
    const never = names.filter((name) => tally.count(name) === 0);
    expect({ channel, never }).toEqual({ channel, never: [] });
  },
  searchTimeoutMs,
);

/** What was found, by as few commands as do it. */
async function told(
  trace: Trace,
  on: { readonly channel: Channel; readonly subject: Subject },
): Promise<string> {
  const [first] = await replay(trace, on);
  const again = { ...on, ...(first && { only: first.number }) };
  const fewest = await shrunk(trace, async (it) => (await replay(it, again)).length > 0);
  const found = (await replay(fewest, again)).map(({ says, problem }) => `${says}: ${problem}`);
  const commands = fewest.map((block) =>
    block.map(({ name, by, command }) => `${name} by ${by.msp} ${JSON.stringify(command)}`),
  );
  return `${replayHint}: ${found.join('; ')}\n${commands.map((it) => it.join('\n + ')).join('\n')}`;
}
