// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../../chaincode/contracts/test-support/quiet-fabric.js';
import { createHash, randomBytes } from 'node:crypto';
import { functionName } from '@argosy/domain/possible-actions';
import { LedgerError, ruleOf } from '@argosy/domain/errors';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { yearOf } from '@argosy/domain/shared/dates';
import { staff } from '../../chaincode/contracts/test-support/identities.js';
import type { Signer } from '../../chaincode/contracts/test-support/identities.js';
import type { Ledger } from '../../chaincode/contracts/test-support/ledger/ledger.js';
import { emptyLedger } from '../../chaincode/contracts/test-support/networks.js';
import { decide } from '../../chaincode/contracts/test-support/register.js';
import type { Topology } from '@argosy/operator/topology/schema';
import type { ActedOn } from 'argosy/deal/acts/table';
import type { DealLedger, Outcome, PreparedAct } from 'argosy/deal/ledger';
import type { Cast, PartyName } from 'argosy/deal/parties';
import type { Spoken } from 'argosy/deal/progress';
import type { Statement } from 'argosy/deal/scene';
import { foundingProposal } from 'argosy/register/founding';

const atBorder: readonly ActedOn[] = ['licence', 'shipment', 'declaration'];

type ChannelName = 'trade' | 'border';

type Call = {
  readonly by: Signer;
  readonly args: readonly string[];
  readonly transient?: Readonly<Record<string, string>>;
};

/** The two channels of a deal in memory, with the register that the sample network is founded by, at nine o'clock of some day. */
export class MemoryDeal implements DealLedger {
  #seconds: number;
  readonly #signers = new Map<string, Promise<Signer>>();

  private constructor(
    private readonly ledgers: Readonly<Record<ChannelName, Ledger>>,
    private readonly cast: Cast,
    day: string,
  ) {
    this.#seconds = Date.parse(`${day}T09:00:00.000Z`) / 1_000;
  }

  static async founded(topology: Topology, cast: Cast, day: string): Promise<MemoryDeal> {
    const founded = async (name: ChannelName): Promise<Ledger> => {
      const channel = topology.channels.find((it) => it.name === name);
      if (channel === undefined) throw new Error(`There is no channel ${name}`);
      const ledger = emptyLedger(name);
      const { code, message } = await decide(ledger, name, foundingProposal(channel, yearOf(day)));
      if (code !== 0) throw new Error(`Not founded: ${message}`);
      return ledger;
    };
    const [trade, border] = await Promise.all([founded('trade'), founded('border')]);
    return new MemoryDeal({ trade, border }, cast, day);
  }

  now(): string {
    return new Date(this.#seconds * 1_000).toISOString();
  }

  async take({ act, by, person, command, secrets }: PreparedAct): Promise<Outcome> {
    const channel = channelOf(act.document);
    const signer = await this.#signer(this.cast[by].msp, person.role);
    for (const { collection, sha256, terms } of secrets) {
      const kept = { collection, sha256 };
      const args = ['confidential:Record', JSON.stringify(kept)];
      const transient = { confidential: canonicalJson(terms) };
      const recorded = await this.#submit(channel, { by: signer, args, transient });
      if (recorded.code !== 0) throw new Error(`${collection} was not told: ${recorded.message}`);
    }
    const name = functionName(act.document, act.action);
    const { code, message, payload, txId } = await this.#submit(channel, {
      by: signer,
      args: [name, JSON.stringify(command), randomBytes(32).toString('hex')],
    });
    const refusal = LedgerError.parse(message);
    if (refusal !== undefined) {
      const rule = ruleOf(refusal.code);
      const said = { code: refusal.code, sentence: refusal.sentence };
      return { kind: 'refused', ...said, ...(rule === undefined ? {} : { rule }) };
    }
    if (code !== 0) throw new Error(`${name} came to ${String(code)}: ${message}`);
    const { status } = JSON.parse(payload) as { status: string };
    const block = this.ledgers[channel].height - 1;
    return { kind: 'committed', channel, transactionId: txId, block, status };
  }

  async see(reader: PartyName, { document, parts }: Spoken): Promise<Statement> {
    const channel = channelOf(document);
    const by = await this.#signer(this.cast[reader].msp, 'trader');
    const args = [`${document}:Get`, ...parts];
    const { payload } = await this.ledgers[channel].endorse({ by, args });
    const { latestTransaction } = this.#written.get(`${channel} ${document}`) ?? {};
    if (latestTransaction === undefined) throw new Error(`Nobody has written a ${document}`);
    return { transactionId: latestTransaction, sha256: sha256(payload) };
  }

  /** What a document is now. */
  async status(channel: ChannelName, name: string, ...parts: readonly string[]): Promise<string> {
    const by = await this.#signer('AuditorMSP', 'auditor');
    const { payload, message } = await this.ledgers[channel].endorse({
      by,
      args: [name, ...parts],
    });
    if (payload === '') throw new Error(message);
    return (JSON.parse(payload) as { status: string }).status;
  }

  readonly #written = new Map<string, { readonly latestTransaction: string }>();

  async #submit(channel: ChannelName, { by, args, transient = {} }: Call) {
    this.#seconds += 1;
    const txId = randomBytes(32).toString('hex');
    const proposal = { by, args, seconds: this.#seconds, txId, transient };
    const submission = await this.ledgers[channel].submit(proposal);
    // The bill's own record is written with the surrender of its last possession.
    const [name = ''] = args;
    const document = name.startsWith('possession:') ? 'bill' : (name.split(':')[0] ?? '');
    if (submission.code === 0)
      this.#written.set(`${channel} ${document}`, { latestTransaction: txId });
    return submission;
  }

  #signer(msp: string, role: string): Promise<Signer> {
    const key = `${msp} ${role}`;
    const signer = this.#signers.get(key) ?? staff(msp, role);
    this.#signers.set(key, signer);
    return signer;
  }
}

const channelOf = (document: ActedOn): ChannelName =>
  atBorder.includes(document) ? 'border' : 'trade';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
