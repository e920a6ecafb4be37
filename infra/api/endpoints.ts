/** The Lambda functions behind every route that neither the gateway nor the state machine answers. */
import { Construct } from 'constructs';
import { variableOf } from '../../handlers/contract/environment.ts';
import type { FunctionRow } from '../../handlers/contract/function.ts';
import { RECEIPT_SIGNING } from '../../handlers/contract/functions/tokens.ts';
import { FUNCTIONS } from '../../handlers/contract/functions.ts';
import type { EndpointName } from '../../handlers/contract/routes.ts';
import { ENDPOINT_TIMEOUT_SECONDS, STARTER_TIMEOUT_SECONDS } from '../../handlers/contract/timeouts.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { deployFunction, extendFunction } from '../functions/deploy-function.ts';
import { keepActivity } from '../functions/keep-activity.ts';
import type { TokenIssuing } from '../workflow/issuing.ts';

/** Called once for each code, so that tracing every call would cost more than all the rest of it. */
const FOR_EACH_CODE: readonly EndpointName[] = ['verify-token', 'deliver-code'];

export class Endpoints extends Construct {
  /**
   * By the name in the table of routes. The function that publishes keys is undefined when receipts are off, and the one
   * that searches the activity log where there is none.
   */
  readonly functions: Readonly<Record<EndpointName, CourierFunction | undefined>>;
  /** Functions that need the ids of the stack's own clients. */
  readonly clientAware: readonly CourierFunction[];
  private readonly foundation: Foundation;

  constructor(scope: Construct, id: string, foundation: Foundation, issuing: TokenIssuing) {
    super(scope, id);
    this.foundation = foundation;
    const endpoints = rows()
      .filter(([, row]) => foundation.receiptKey !== undefined || !publishesKeys(row))
      .filter(([, row]) => foundation.tables.activity !== undefined || !readsActivity(row))
      .map(([name, row]) => {
        const deployment = { ...foundation, issuing };
        const fn = deployFunction(this, 'endpoints', name, {
          deployment,
          timeoutSeconds: startsTheMachine(row) ? STARTER_TIMEOUT_SECONDS : ENDPOINT_TIMEOUT_SECONDS,
          beginsTraces: foundation.config.tracing === 'full' || !FOR_EACH_CODE.includes(name),
        });
        if (keepsEntries(row)) {
          keepActivity(foundation, fn);
        }
        return { name, row, fn };
      });
    this.functions = Object.fromEntries(endpoints.map(({ name, fn }) => [name, fn])) as Record<
      EndpointName,
      CourierFunction | undefined
    >;
    this.clientAware = endpoints.filter(({ row }) => row.deployed?.stackClients).map(({ fn }) => fn);
  }

  /**
   * Lets verify-token sign receipts as `issuer`. Called after construction: the issuer is usually the page's
   * origin, and the page is created after the API.
   */
  signReceiptsAs(issuer: string): void {
    const verifyToken = this.functions['verify-token'];
    if (this.foundation.receiptKey === undefined || verifyToken === undefined) {
      return;
    }
    verifyToken.addEnvironment(variableOf('receiptIssuer'), issuer);
    extendFunction(verifyToken, RECEIPT_SIGNING, this.foundation);
  }
}

const rows = () => Object.entries(FUNCTIONS.endpoints) as [EndpointName, FunctionRow][];

const startsTheMachine = ({ rights = [] }: FunctionRow): boolean => rights.includes('start the machine');

const readsActivity = ({ tables }: FunctionRow): boolean => tables?.activity !== undefined;
const keepsEntries = (row: FunctionRow): boolean =>
  row.settings?.activityDays !== undefined && !readsActivity(row);
const publishesKeys = ({ rights = [] }: FunctionRow): boolean => rights.includes('publish keys');
