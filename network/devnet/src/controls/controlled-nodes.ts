import { NodeRefused, type NodeState, type StopManner } from '../node-servers.js';
import type { NodeView } from './answers.js';
import { ControlRefused, unknownName } from './refusal.js';

/** A peer or an orderer, as it can be stopped and started. */
export interface ControlledNode {
  readonly name: string;
  /** Where clients reach it, if they do. */
  readonly address: string | undefined;
  readonly state: NodeState;
  stop(manner: StopManner): Promise<void>;
  start(): Promise<void>;
}

/** The peers and orderers of a network, each known by its name and its address. */
export class ControlledNodes {
  constructor(
    private readonly peers: readonly ControlledNode[],
    private readonly orderers: readonly ControlledNode[],
  ) {}

  /** All of them, and whether they serve. */
  get views(): readonly NodeView[] {
    return this.all.map((node) => this.viewOf(node));
  }

  /** The name of a node that is named or given by its address. Throws ControlRefused. */
  nameOf(name: string): string {
    return this.find(name).name;
  }

  /** Have a node stop or start. Throws ControlRefused where it does not exist, or cannot as it is now. */
  async change(name: string, work: (node: ControlledNode) => Promise<void>): Promise<NodeView> {
    const node = this.find(name);
    await work(node).catch((error: unknown) => {
      if (!(error instanceof NodeRefused)) throw error;
      throw new ControlRefused('not now', error.message, {
        advice: 'ask GET /v1/nodes in which state it is',
      });
    });
    return this.viewOf(node);
  }

  private get all(): readonly ControlledNode[] {
    return [...this.peers, ...this.orderers];
  }

  private find(name: string): ControlledNode {
    const node = this.all.find((one) => one.name === name || one.address === name);
    if (node !== undefined) return node;
    const known = this.all.map((one) => one.name);
    throw unknownName({ field: 'node', what: 'peer or orderer', name, known });
  }

  private viewOf(node: ControlledNode): NodeView {
    const { name, address, state } = node;
    return { name, kind: this.peers.includes(node) ? 'peer' : 'orderer', address, state };
  }
}
