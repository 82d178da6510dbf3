import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import type { Chaincode } from '../fabric-chaincode.js';

/** A chaincode that knows how many of its transactions run, so that a stop can wait for them. */
export class RunningTransactions implements Chaincode {
  readonly #chaincode: Chaincode;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(chaincode: Chaincode) {
    this.#chaincode = chaincode;
  }

  async Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    return this.#count(this.#chaincode.Init(stub));
  }

  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    return this.#count(this.#chaincode.Invoke(stub));
  }

  /** Resolves when none runs. */
  async idle(): Promise<void> {
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async #count(response: Promise<ChaincodeResponse>): Promise<ChaincodeResponse> {
    this.#running += 1;
    try {
      return await response;
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#waiting.splice(0).forEach((resume) => resume());
    }
  }
}
