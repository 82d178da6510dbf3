import { reasonOf } from '@argosy/protocol/reason';
import type { ChannelSource } from './channel-source.js';
import type { Findings } from './findings.js';
import type { JudgedChannel } from './judged-channel.js';
import type { Witness } from './witness.js';

/** Judges a channel as far as any of those have it who are asked. */
export class Pursuit {
  /** Others have blocks that are not delivered. */
  isCutOff = false;
  #following: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly source: ChannelSource,
    private readonly judged: JudgedChannel,
    private readonly findings: Findings,
  ) {}

  /** Judge all blocks that anybody has. Answers who answered. Throws where the blocks cannot be had. */
  async begin(): Promise<readonly Witness[]> {
    const answers = await Promise.all(this.source.witnesses.map((it) => this.#heightAt(it)));
    const present = answers.filter((it) => it !== undefined);
    if (answers.length > 0 && present.length === 0)
      throw new Error(`No peer answers: ${this.findings.notCompared.join('; ')}.`);
    const highest = present.reduce((most, { height }) => (height > most ? height : most), 0n);
    const holder = present.find(({ height }) => height === highest)?.witness;
    await this.follow(highest, holder);
    return present.map(({ witness }) => witness);
  }

  /** Judge up to a height that somebody has. What ends sooner is withheld; of a file nobody knows how long it should be. */
  follow(height: bigint, holder: Witness | undefined): Promise<void> {
    const done = this.#following.then(() => this.#follow(height, holder));
    this.#following = done.catch(() => undefined);
    return done;
  }

  async #follow(wanted: bigint, holder: Witness | undefined): Promise<void> {
    const { said } = this.source;
    let why = 'it says that this was all';
    try {
      await this.judged.follow(this.source.blocks(this.judged.height, wanted - 1n));
    } catch (failure) {
      if (holder === undefined || holder.name === said) throw failure;
      why = reasonOf(failure);
    }
    const { height, refused } = this.judged;
    if (holder === undefined || refused !== undefined || height >= wanted) return;
    this.isCutOff = true;
    const sentence = `block ${height}: ${said} does not deliver it (${why}), and ${holder.name} has ${wanted} blocks`;
    this.findings.differ({ item: 'withheld', block: Number(height), sentence });
  }

  async #heightAt(
    witness: Witness,
  ): Promise<{ readonly witness: Witness; readonly height: bigint } | undefined> {
    try {
      return { witness, height: await witness.height() };
    } catch (failure) {
      this.findings.omit(`${witness.name}: ${reasonOf(failure)}`);
      return undefined;
    }
  }
}
