import { Chance } from '../ordering/chance.js';
import type { Faults } from '../ordering/faults.js';
import type { SimulatedNetwork } from './network.js';
import type { VirtualTime } from './virtual-time.js';

export interface MischiefParts {
  readonly network: SimulatedNetwork;
  readonly ambient: VirtualTime;
  readonly faults: Faults;
  readonly seed: string;
}

const MINUTE_MS = 60_000;
const PRODUCTION = { mode: 'interval', milliseconds: 150 } as const;

/** What happens to a network beside what happens to single envelopes. */
export class Mischief {
  private readonly tally = new Map<string, number>();
  private readonly chance: Chance;
  private over = false;

  constructor(private readonly parts: MischiefParts) {
    this.chance = new Chance(`${parts.seed} mischief`);
  }

  /** How often what was done. */
  get counts(): Record<string, number> {
    return Object.fromEntries([...this.tally].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Do one thing after the other until told to end; then put everything right. */
  async run(): Promise<void> {
    const { network, ambient, faults } = this.parts;
    const deeds = [
      () => this.stopNode('peer'),
      () => this.stopNode('orderer'),
      () => this.release(),
      () => this.moveClock(),
      () => this.changeProduction(),
      () => this.restart(),
    ];
    network.channel.ordering.production = PRODUCTION;
    while (!this.over) {
      await ambient.pass(200 + Math.floor(this.chance.next() * 600));
      // Restarts are rare, the rest is not.
      const drawn = Math.floor(this.chance.next() * (deeds.length - 0.6));
      await deeds[drawn]?.();
    }
    for (const { action } of faults.envelopes())
      if (action !== 'pass') this.note(`envelopes: ${action}`);
    faults.clear();
    faults.release();
    network.channel.ordering.production = { mode: 'instant' };
  }

  end(): void {
    this.over = true;
  }

  private async stopNode(kind: 'peer' | 'orderer'): Promise<void> {
    const { network, ambient } = this.parts;
    const names = [...network.devnet.nodes.keys()].filter(
      (name) => name.includes('peer') === (kind === 'peer'),
    );
    const node = network.devnet.nodes.get(
      names[Math.floor(this.chance.next() * names.length)] ?? '',
    );
    if (node === undefined) return;
    await node.stop('at once');
    this.note(`${kind} stopped`);
    await ambient.pass(Math.floor(this.chance.next() * 600));
    await node.start();
  }

  private release(): Promise<void> {
    const { length } = this.parts.faults.release();
    if (length > 0) this.note('released');
    return Promise.resolve();
  }

  /** Never so far that a proposal under way looks as if it came from another time. */
  private moveClock(): Promise<void> {
    const minutes = Math.floor(this.chance.next() * 40) - 12;
    this.parts.ambient.shift(minutes * MINUTE_MS);
    this.note('clock moved');
    return Promise.resolve();
  }

  private changeProduction(): Promise<void> {
    const { ordering } = this.parts.network.channel;
    ordering.production = ordering.production.mode === 'instant' ? PRODUCTION : { mode: 'instant' };
    this.note('block production changed');
    return Promise.resolve();
  }

  private async restart(): Promise<void> {
    const { network, ambient } = this.parts;
    await network.close();
    await ambient.pass(100);
    await network.open();
    network.channel.ordering.production = PRODUCTION;
    this.note('network restarted');
  }

  private note(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }
}
