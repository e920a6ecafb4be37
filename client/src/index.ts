/** Everything that this package exports, except its helpers for auth libraries. */
export { TokenCourierClient } from './client.ts';
export type {
  BudgetRaise,
  Channel,
  ConfirmContactBody,
  ContactAnswer,
  DeliverCodeBody,
  DeliveredAnswer,
  DeliveryOutcome,
  FieldError,
  HealthAnswer,
  IssuedTokenAnswer,
  IssueTokenBody,
  LimitStatus,
  LimitsAnswer,
  ListedStatus,
  ListedToken,
  ListTokensParameters,
  NotVerified,
  PersonLimits,
  PrefixRule,
  Problem,
  ProblemCode,
  PutContactBody,
  PutOptOutBody,
  ReachedLimit,
  ReadLimitsParameters,
  ReportDeliveryBody,
  RequestedChannel,
  RevokeTokenParameters,
  SpendStatus,
  TokenFormat,
  TokenList,
  UndeliveredReason,
  VerificationAnswer,
  Verified,
  VerifyTokenBody,
} from './contract.ts';
export type { ProblemErrorOf, ReceivedProblem } from './errors.ts';
export {
  AccessTokenError,
  InvalidReceiptError,
  isProblem,
  NoAnswerError,
  ProblemError,
  TokenCourierError,
  UnexpectedAnswerError,
} from './errors.ts';
export type { CallOptions, KeyedCallOptions, TokenCourierClientOptions } from './options.ts';
export type { Receipt, ReceiptExpectations, ReceiptVerifierOptions } from './receipt-verifier.ts';
export { ReceiptVerifier } from './receipt-verifier.ts';
