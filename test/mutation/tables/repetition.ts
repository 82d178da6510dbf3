/** Transactions that come again, as they were or otherwise, under an id that is spent. */
import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import type { Chance } from '../../support/chance.js';
import type { Otherwise } from '../../support/stage.js';
import type { Scene } from '../scene.js';
import type { Script } from '../script.js';

const SPENT = 'DUPLICATE_TXID';
const FAILS = 'ENDORSEMENT_POLICY_FAILURE';

/** Several transactions under one nonce, in blocks. */
const under = (
  name: string,
  blocks: (
    make: (otherwise?: Otherwise, key?: string) => Buffer,
    scene: Scene,
    chance: Chance,
  ) => readonly (readonly [Buffer, ValidationCodeName])[][],
  rule: string,
): Script<Scene> => ({
  name: `repetition: ${name}`,
  rule,
  play: (scene, chance) => {
    const nonce = chance.bytes(24);
    const make = (otherwise: Otherwise = {}, key = scene.fresh()): Buffer =>
      scene.stage.put(key, 'x', { nonce, ...otherwise });
    return blocks(make, scene, chance).map((block) => ({
      entries: () => block.map(([entry]) => entry),
      expected: block.map(([, code]) => code),
    }));
  },
});

export const repetitionScripts: readonly Script<Scene>[] = [
  under(
    'the same bytes, in another block',
    (make) => {
      const one = make();
      return [
        [[one, 'VALID']],
        [
          [one, SPENT],
          [one, SPENT],
        ],
      ];
    },
    '2.1 (8)',
  ),
  under(
    'the same bytes, in the same block',
    (make) => {
      const one = make();
      return [
        [
          [one, 'VALID'],
          [one, SPENT],
          [one, SPENT],
        ],
      ];
    },
    '2.1 (18): the first counts',
  ),
  under(
    'another transaction under the same id',
    (make) => [[[make(), 'VALID']], [[make(), SPENT]]],
    '2.1 (8)',
  ),
  under(
    'after one without endorsement, in the same block',
    (make) => [
      [
        [make({ by: [] }), FAILS],
        [make(), 'VALID'],
        [make(), SPENT],
      ],
    ],
    '2.2: only what passed alone spends the id within the block',
  ),
  under(
    'after one without endorsement, in another block',
    (make) => [[[make({ by: [] }), FAILS]], [[make(), SPENT]]],
    '2.2: whatever was written spends the id',
  ),
  under(
    'after one that names the id and is not it',
    (make, scene) => {
      const good = make();
      const txId = /[0-9a-f]{64}/.exec(good.toString('latin1'))?.[0] ?? '';
      return [
        [[scene.stage.put(scene.fresh(), 'x', { txId }), 'BAD_PROPOSAL_TXID']],
        [[good, SPENT]],
      ];
    },
    '2.2: the id is taken as it is written, unverified',
  ),
  under(
    'after one whose creator did not sign',
    (make, scene) => {
      const alter = (part: string, bytes: Buffer): Buffer =>
        part === 'signature' ? scene.stage.o1.client.sign(Buffer.from('else')) : bytes;
      return [
        [
          [make({ alter }), 'BAD_CREATOR_SIGNATURE'],
          [make(), 'VALID'],
        ],
        [[make(), SPENT]],
      ];
    },
    '2.2',
  ),
];
