import { serverStream, unary, type Service } from '../grpc/service.js';
import { chaincodeEvents } from './chaincode-events.js';
import { commitStatus } from './commit-status.js';
import type { GatewayContext } from './context.js';
import { endorse } from './endorse.js';
import { evaluate } from './evaluate.js';
import { submit } from './submit.js';

/** `gateway.Gateway` of one peer. */
export function gatewayService(context: GatewayContext): Service {
  return {
    name: 'gateway.Gateway',
    methods: {
      Evaluate: unary((request) => evaluate(request, context)),
      Endorse: unary((request) => endorse(request, context)),
      Submit: unary((request) => submit(request, context)),
      CommitStatus: unary((request, gone) => commitStatus(request, context, gone)),
      ChaincodeEvents: serverStream((request, out) => chaincodeEvents(request, context, out)),
    },
  };
}
