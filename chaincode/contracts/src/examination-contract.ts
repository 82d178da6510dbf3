import { giveBackTitle, releaseTitle } from '@argosy/domain/bill/escrow';
import { examinationCommands } from '@argosy/domain/examination/commands';
import type { Examination } from '@argosy/domain/examination/examination';
import {
  beginExamination,
  precludeRefusal,
  precludeUnexamined,
} from '@argosy/domain/examination/examine';
import {
  findComplying,
  refusePresentation,
  returnDocuments,
  waiveDiscrepancies,
} from '@argosy/domain/examination/judge';
import { awaitsReceipt, settlePresentation } from '@argosy/domain/examination/settle';
import { undertake } from '@argosy/domain/examination/undertake';
import type { Decision } from '@argosy/domain/shared/decision';
import fabric from 'fabric-contract-api';
import { presentedTitle, toBeExamined, underExamination } from './examined.js';
import type { UnderExamination } from './examined.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';
import type { Scene } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/**
 * The issuing bank's examination of a presentation. Every function but Get takes a command in JSON and the client's request id,
 * and returns the examination's record.
 */
@Info({ title: 'examination', description: 'Examination, refusal, honour and settlement' })
export class ExaminationContract extends TradeContract {
  constructor() {
    super('examination');
  }

  /** Take up complete documents (UCP 600 art. 14). Requires: the issuing bank. Refuses: PRESENTATION_INCOMPLETE, DEAL_PARTIES_DIFFER,
   *  CALENDAR_MISSING, CONFIDENTIAL_MISSING, RECORD_ALREADY_EXISTS. Emits: ExaminationBegun. */
  @Transaction()
  @Returns('string')
  async Examine(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { examine: schema } = examinationCommands;
    const request = { ctx, action: 'examine', schema, command, requestId };
    return this.act(request, async ({ presentation, confidential }, { records, call }) => {
      await records.requireConfidential(confidential);
      return beginExamination(await toBeExamined(records, presentation), confidential, call);
    });
  }

  /** Find that the documents comply, answering every finding of the ledger (art. 15). Requires: issuing bank; status examining.
   *  Refuses: FINDING_NOT_MADE, FINDING_UNANSWERED. Emits: PresentationComplied. */
  @Transaction()
  @Returns('string')
  async Comply(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { comply: schema } = examinationCommands;
    const request = { ctx, action: 'comply', schema, command, requestId };
    return this.act(request, async ({ presentation, answers }, { records, call }) =>
      findComplying(await underExamination(records, presentation), { answers }, call),
    );
  }

  /** Give the one notice of refusal (art. 16). Requires: issuing bank; status examining. Refuses: REFUSAL_TOO_LATE. Emits:
   *  PresentationRefused, and BillGivenBackFromEscrow where the documents go back at once. */
  @Transaction()
  @Returns('string')
  async Refuse(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { refuse: schema } = examinationCommands;
    const request = { ctx, action: 'refuse', schema, command, requestId };
    return this.act(request, async ({ presentation, ...notice }, scene) => {
      const at = await underExamination(scene.records, presentation);
      const decision = refusePresentation(at.examination, notice, scene.call);
      return notice.disposition === 'return' ? withTitleBack(decision, at, scene) : decision;
    });
  }

  /** Send the documents back after a refusal (art. 16(e)). Requires: issuing bank; status refused or waived. Emits:
   *  DocumentsReturned, BillGivenBackFromEscrow. */
  @Transaction()
  @Returns('string')
  async Return(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { return: schema } = examinationCommands;
    const request = { ctx, action: 'return', schema, command, requestId };
    return this.act(request, async ({ presentation }, scene) => {
      const at = await underExamination(scene.records, presentation);
      return withTitleBack(returnDocuments(at.examination, scene.call), at, scene);
    });
  }

  /** Waive the discrepancies (art. 16(b)). Requires: applicant; status refused. Emits: DiscrepanciesWaived. */
  @Transaction()
  @Returns('string')
  async Waive(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { waive: schema } = examinationCommands;
    const request = { ctx, action: 'waive', schema, command, requestId };
    return this.act(request, async ({ presentation }, { records, call }) => {
      const { examination } = await underExamination(records, presentation);
      return waiveDiscrepancies(examination, call);
    });
  }

  /** State that the bank may no longer refuse (art. 16(f)). Requires: anybody in the deal; status examining. Refuses:
   *  PRECLUSION_TOO_EARLY. Emits: RefusalPrecluded. */
  @Transaction()
  @Returns('string')
  async Preclude(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { preclude: schema } = examinationCommands;
    const request = { ctx, action: 'preclude', schema, command, requestId };
    return this.act(request, async ({ presentation }, { records, call }) => {
      const { examination } = await underExamination(records, presentation);
      return precludeRefusal(examination, call);
    });
  }

  /** The same where the bank never took up the documents. Requires: anybody in the deal. Refuses: PRECLUSION_TOO_EARLY,
   *  PRESENTATION_INCOMPLETE, DEAL_PARTIES_DIFFER, CALENDAR_MISSING, RECORD_ALREADY_EXISTS. Emits: UnexaminedRefusalPrecluded. */
  @Transaction()
  @Returns('string')
  async PrecludeUnexamined(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { precludeUnexamined: schema } = examinationCommands;
    const request = { ctx, action: 'precludeUnexamined', schema, command, requestId };
    return this.act(request, async ({ presentation }, { records, call }) =>
      precludeUnexamined(await toBeExamined(records, presentation), call),
    );
  }

  /** Pay at sight or undertake to pay at maturity (art. 7). Requires: issuing bank; status complying, waived or precluded. Refuses:
   *  UNDERTAKING_WRONG, PRESENTATION_INCOMPLETE. Emits: PresentationHonoured, BillReleasedFromEscrow. */
  @Transaction()
  @Returns('string')
  async Honour(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { honour: schema } = examinationCommands;
    const request = { ctx, action: 'honour', schema, command, requestId };
    return this.act(request, async ({ presentation }, scene) =>
      undertakeFor('honour', presentation, scene),
    );
  }

  /** Accept the draft, to be paid at maturity (arts 2, 7). Requires: issuing bank; status complying, waived or precluded. Refuses:
   *  UNDERTAKING_WRONG, PRESENTATION_INCOMPLETE. Emits: DraftAccepted, BillReleasedFromEscrow. */
  @Transaction()
  @Returns('string')
  async Accept(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { accept: schema } = examinationCommands;
    const request = { ctx, action: 'accept', schema, command, requestId };
    return this.act(request, async ({ presentation }, scene) =>
      undertakeFor('accept', presentation, scene),
    );
  }

  /** Record the payment by its reference. Requires: issuing bank; status honoured or accepted. Refuses: SETTLEMENT_NOT_DUE,
   *  DEAL_PARTIES_DIFFER. Emits: PresentationSettled. */
  @Transaction()
  @Returns('string')
  async Settle(ctx: TradeContext, command: string, requestId: string): Promise<string> {
    const { settle: schema } = examinationCommands;
    const request = { ctx, action: 'settle', schema, command, requestId };
    return this.act(request, async ({ presentation, paymentReference }, { records, call }) => {
      const { examination } = await underExamination(records, presentation);
      const receipt = awaitsReceipt(examination, call)
        ? await records.find('receipt', [presentation])
        : undefined;
      return settlePresentation({ examination, receipt }, paymentReference, call);
    });
  }

  /** A bank's examination of a presentation. Refuses: RECORD_NOT_FOUND. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, presentation: string, bank: string): Promise<string> {
    return this.read(ctx, 'examination', [presentation, bank]);
  }
}

/** Title goes to the applicant with the bank's undertaking, in one transaction. */
async function undertakeFor(
  action: 'honour' | 'accept',
  reference: string,
  { records, call }: Scene,
): Promise<Decision<Examination>> {
  const at = await underExamination(records, reference);
  const credit = await records.get('credit', [at.presentation.credit]);
  const title = await presentedTitle(records, at.presentation);
  if (title === undefined) return undertake(action, { ...at, credit }, call);
  const decision = undertake(action, { ...at, credit, bill: title.bill }, call);
  const { applicant } = at.presentation.parties;
  return [...decision, ...releaseTitle(title, { applicant, presentation: reference, call })];
}

/** Title goes back to the presenter with the documents, in one transaction. */
async function withTitleBack(
  decision: Decision<Examination>,
  { presentation }: UnderExamination,
  { records, call }: Scene,
): Promise<Decision<Examination>> {
  const title = await presentedTitle(records, presentation);
  if (title === undefined) return decision;
  const { reference } = presentation;
  return [...decision, ...giveBackTitle(title, { presentation: reference, call })];
}
