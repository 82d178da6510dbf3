import { randomUUID } from 'node:crypto';
import fabric from 'fabric-contract-api';
import type { Context } from 'fabric-contract-api';
import type { Chaincode } from '../../../chaincode/contracts/src/fabric-chaincode.js';
import { routerOver } from '../../../chaincode/contracts/src/fabric-chaincode.js';

/** The key that the planted functions read. */
export const plantedKey = 'planted';

/** What no contract may do, each by one function: replicas that differ in it answer differently. */
const mistakes: Readonly<Record<string, (ctx: Context, command: string) => unknown>> = {
  Clock: () => new Date().getUTCFullYear(),
  ClockAsText: () => Date().slice(11, 15),
  Stopwatch: () => performance.now() > 1e9,
  Nanoseconds: () => process.hrtime.bigint() > 10n ** 17n,
  Zone: () => new Date(0).getHours(),
  Number: () => (1234.5).toLocaleString(),
  Sorting: () => ['z', 'ö'].sort((one, other) => one.localeCompare(other)),
  Dice: () => Math.random(),
  Name: () => randomUUID(),
  Members: (_, command) => Object.keys(JSON.parse(command)),
  NestedMembers: (_, command) => JSON.stringify(JSON.parse(command).c),
  BytesAsText: async ({ stub }) => String(await stub.getState(plantedKey)),
  BytesAround: async ({ stub }) => (await stub.getState(plantedKey)).buffer.byteLength,
  Race: ({ stub }) =>
    Promise.race(['first', 'second'].map((key) => stub.getState(key).then(() => key))),
  Peer: ({ stub }) => stub.getMspID(),
  // The one that does nothing wrong.
  Arguments: (_, command) => command.length,
};

export type Mistake = keyof typeof mistakes;

export const mistakeNames = Object.keys(mistakes);

class PlantedContract extends fabric.Contract {
  constructor() {
    super('planted');
  }

  async Do(ctx: Context, name: string, command: string): Promise<string> {
    const answer = JSON.stringify(await mistakes[name]?.(ctx, command));
    await ctx.stub.putState('answer', Buffer.from(answer));
    return answer;
  }
}

export const plantedChaincode = (): Chaincode =>
  routerOver([PlantedContract], { title: 'planted', version: '0' });
