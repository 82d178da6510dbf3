import { billNameSchema, possessionCommands } from '@argosy/domain/bill/commands';
import { endorseBill } from '@argosy/domain/bill/endorse';
import { acceptSurrender, rejectSurrender, surrenderBill } from '@argosy/domain/bill/surrender';
import { rejectTransfer, transferBill } from '@argosy/domain/bill/transfer';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { validate } from '@argosy/domain/shared/decode';
import { encodeRecord } from '@argosy/domain/shared/record-text';
import fabric from 'fabric-contract-api';
import { activeMember } from './members.js';
import { findTitle } from './title.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';
import type { Scene } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/**
 * Who has a bill of lading, and who may claim its goods. Every act is on the live possession of the bill that its command names, and
 * refuses BILL_TITLE_BROKEN where the possessions before it do not hang together.
 */
@Info({ title: 'possession', description: 'Possession of and title to bills of lading' })
export class PossessionContract extends TradeContract {
  constructor() {
    super('possession');
  }

  /** Give the bill to another member. Requires: possessor; status held. Refuses: POSSESSION_RECIPIENT_WRONG,
   *  POSSESSION_TOO_MANY. Emits: BillTransferred, PossessionReceived. */
  @Transaction()
  @Returns('string')
  async Transfer(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.transfer;
    const request = { ctx, action: 'transfer', schema, command, requestId };
    return this.act(request, async ({ to, ...bill }, scene) => {
      await refuseInactive(scene, { msp: to.msp, field: 'to.msp' });
      return transferBill(await findTitle(scene.records, bill), { to, call: scene.call });
    });
  }

  /** Give back a bill that was just transferred. Requires: possessor; status held. Refuses:
   *  POSSESSION_NOT_JUST_TRANSFERRED. Emits: BillTransferRejected, PossessionReceivedBack. */
  @Transaction()
  @Returns('string')
  async RejectTransfer(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.rejectTransfer;
    const request = { ctx, action: 'rejectTransfer', schema, command, requestId };
    return this.act(request, async ({ reason, ...bill }, { records, call }) =>
      rejectTransfer(await findTitle(records, bill), { reason, call }),
    );
  }

  /** Endorse the bill to a member that may not endorse it on. Requires: possessor who is the endorsee, or of a bill in blank; status
   *  held. Refuses: TITLE_NOT_ENDORSABLE, TITLE_OTHER_CLAIMS, TITLE_ENDORSEMENT_FORBIDDEN, TITLE_ENDORSEMENTS_TOO_MANY,
   *  MEMBER_UNKNOWN. Emits: BillEndorsed. */
  @Transaction()
  @Returns('string')
  async Endorse(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.endorse;
    const request = { ctx, action: 'endorse', schema, command, requestId };
    return this.act(request, async ({ endorsee, ...bill }, scene) => {
      await refuseInactive(scene, { msp: endorsee.msp, field: 'endorsee.msp' });
      const title = await findTitle(scene.records, bill);
      return endorseBill(title, { action: 'endorse', endorsee }, scene.call);
    });
  }

  /** Endorse the bill to the order of a member, which may endorse it on. Requires and refuses as Endorse. Emits:
   *  BillEndorsedToOrder. */
  @Transaction()
  @Returns('string')
  async EndorseToOrder(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.endorseToOrder;
    const request = { ctx, action: 'endorseToOrder', schema, command, requestId };
    return this.act(request, async ({ endorsee, ...bill }, scene) => {
      await refuseInactive(scene, { msp: endorsee.msp, field: 'endorsee.msp' });
      const title = await findTitle(scene.records, bill);
      return endorseBill(title, { action: 'endorseToOrder', endorsee }, scene.call);
    });
  }

  /** Endorse the bill in blank: whoever possesses it may claim the goods. Requires: possessor who is the endorsee; status held.
   *  Refuses: TITLE_NOT_ENDORSABLE, TITLE_OTHER_CLAIMS, TITLE_ENDORSEMENT_FORBIDDEN, TITLE_ENDORSEMENTS_TOO_MANY. Emits:
   *  BillEndorsedInBlank. */
  @Transaction()
  @Returns('string')
  async EndorseInBlank(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.endorseInBlank;
    const request = { ctx, action: 'endorseInBlank', schema, command, requestId };
    return this.act(request, async (bill, { records, call }) =>
      endorseBill(await findTitle(records, bill), { action: 'endorseInBlank' }, call),
    );
  }

  /** Give the bill back to the carrier, for the goods or for another bill. Requires: possessor who may claim the goods; status held.
   *  Refuses: TITLE_OTHER_CLAIMS. Emits: BillSurrenderRequested, PossessionReceivedForSurrender. */
  @Transaction()
  @Returns('string')
  async Surrender(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.surrender;
    const asked = { ctx, action: 'surrender', schema, command, requestId };
    return this.act(asked, async ({ request, ...bill }, { records, call }) =>
      surrenderBill(await findTitle(records, bill), { request, call }),
    );
  }

  /** Take the bill back for good. Requires: carrier; status surrenderRequested. Emits: BillSurrenderAccepted,
   *  BillSurrendered. */
  @Transaction()
  @Returns('string')
  async AcceptSurrender(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.acceptSurrender;
    const request = { ctx, action: 'acceptSurrender', schema, command, requestId };
    return this.act(request, async (bill, { records, call }) =>
      acceptSurrender(await findTitle(records, bill), call),
    );
  }

  /** Decline to take the bill back. Requires: carrier; status surrenderRequested. Emits: BillSurrenderRejected,
   *  PossessionReceivedBackFromCarrier. */
  @Transaction()
  @Returns('string')
  async RejectSurrender(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const schema = possessionCommands.rejectSurrender;
    const request = { ctx, action: 'rejectSurrender', schema, command, requestId };
    return this.act(request, async ({ reason, ...bill }, { records, call }) =>
      rejectSurrender(await findTitle(records, bill), { reason, call }),
    );
  }

  /** The live possession of a bill. Refuses: INPUT_INVALID, RECORD_NOT_FOUND, BILL_TITLE_BROKEN. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, carrierCode: string, reference: string): Promise<string> {
    const { head } = await findTitle(ctx.records, nameOf(carrierCode, reference));
    return encodeRecord(head);
  }

  /** All possessions of a bill, from the first to the live one. Refuses: as Get. */
  @Transaction(false)
  @Returns('string')
  async GetChain(ctx: TradeContext, carrierCode: string, reference: string): Promise<string> {
    const { chain } = await findTitle(ctx.records, nameOf(carrierCode, reference));
    return canonicalJson(chain);
  }
}

/** Nobody outside the register could ever act on the bill. Refuses: MEMBER_UNKNOWN, MEMBER_SUSPENDED. */
async function refuseInactive(
  { records }: Scene,
  { msp, field }: { readonly msp: string; readonly field: string },
): Promise<void> {
  activeMember(await records.roster(), { msp, field });
}

function nameOf(carrierCode: string, reference: string) {
  const value = { carrierCode, reference };
  return validate(billNameSchema, { input: 'name of the bill', value });
}
