import type { BankCalendars } from '@argosy/domain/calendar/banking-days';
import { addBankingDays, nextBankingDay } from '@argosy/domain/calendar/banking-days';
import { LedgerError } from '@argosy/domain/errors';
import { isCurrency } from '@argosy/domain/shared/currencies';
import { addDays } from '@argosy/domain/shared/dates';
import type { CalendarDate } from '@argosy/domain/shared/dates';
import { moneyFromDecimal } from '@argosy/domain/shared/money';
import type { Mistake } from '@argosy/operator/topology/mistake';

/** The day from which the dates of a deal count, and when the bank that issues its credit is open. */
export interface DealDays {
  readonly today: CalendarDate;
  readonly bank: BankCalendars;
}

type Path = readonly PropertyKey[];

/**
 * What a person wrote in a deal, as the ledger has it: `+30d` is a date, `{ currency, amount }` an amount in minor units, and
 * `{ unit, amount }` a quantity in thousandths. Everything else stays. Mistakes are collected; what is mistaken stays as it is written.
 */
export function translated(value: unknown, days: DealDays, mistakes: Mistake[]): unknown {
  return valueAt([], value);

  function valueAt(path: Path, it: unknown): unknown {
    try {
      if (typeof it === 'string') return dateOf(it, days);
      if (Array.isArray(it)) return it.map((item, index) => valueAt([...path, index], item));
      if (!isObject(it)) return it;
      if (hasOnly(it, ['currency', 'amount'])) return moneyOf(it);
      if (hasOnly(it, ['unit', 'amount'])) return quantityOf(it);
      return Object.fromEntries(
        Object.entries(it).map(([name, member]) => [name, valueAt([...path, name], member)]),
      );
    } catch (failure) {
      if (!(failure instanceof Mistaken)) throw failure;
      const at = isObject(it) ? [...path, 'amount'] : path;
      const what = `${String(at.at(-1) ?? 'the file')} cannot be used`;
      mistakes.push({ path: at, what, why: failure.message, fix: failure.fix });
      return it;
    }
  }
}

class Mistaken extends Error {
  constructor(
    why: string,
    readonly fix: string,
  ) {
    super(why);
  }
}

const startsAsDate = /^[+-][0-9]/;
const counted = /^([+-][0-9]{1,4})d( banking)?$/;
const countedInBankingDays = /^\+([0-9]{1,3}) banking days$/;

/** Days from today: `+30d`; the first banking day from then on: `+30d banking`; or the last of so many: `+5 banking days`. */
function dateOf(text: string, { today, bank }: DealDays): string {
  if (!startsAsDate.test(text)) return text;
  const [, days, banking] = counted.exec(text) ?? [];
  const [, bankingDays] = countedInBankingDays.exec(text) ?? [];
  try {
    if (bankingDays !== undefined) return addBankingDays(today, Number(bankingDays), bank);
    if (days === undefined) throw new Mistaken(`${text} is no day counted from today.`, dateForms);
    const day = addDays(today, Number(days));
    return banking === undefined ? day : nextBankingDay(day, bank);
  } catch (failure) {
    if (!(failure instanceof LedgerError)) throw failure;
    throw new Mistaken(failure.sentence, 'Name an earlier day, or count in calendar days.');
  }
}

const dateForms =
  'Write +30d, "+30d banking" for the first banking day from then on, "+5 banking days", or a date as YYYY-MM-DD.';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (it: unknown): it is Fields => typeof it === 'object' && it !== null;

const hasOnly = (it: Fields, names: readonly string[]): boolean =>
  Object.keys(it).length === names.length && names.every((name) => name in it);

// A currency that there is not is for the schema to refuse, by its own name.
function moneyOf({ currency, amount }: Fields): object {
  const decimal = decimalOf(amount);
  if (typeof currency !== 'string' || !isCurrency(currency)) return { currency, minor: '1' };
  try {
    return moneyFromDecimal(decimal, currency);
  } catch (failure) {
    if (failure instanceof LedgerError) throw new Mistaken(failure.sentence, 'Correct it.');
    throw failure;
  }
}

function quantityOf({ unit, amount }: Fields): object {
  const [, whole, fraction = ''] =
    /^([0-9]{1,12})(?:\.([0-9]{1,3}))?$/.exec(decimalOf(amount)) ?? [];
  if (whole === undefined)
    throw new Mistaken('It has at most three places after the point.', 'Correct it.');
  return { unit, thousandths: BigInt(whole + fraction.padEnd(3, '0')).toString() };
}

function decimalOf(amount: unknown): string {
  if (typeof amount === 'string') return amount;
  throw new Mistaken(
    'A number without quotes may be rounded while it is read.',
    "Write a decimal in quotes, such as '1250.50'.",
  );
}
