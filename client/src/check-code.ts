/** Whether a code is right, for libraries that ask no more than that. */
import type { CodesClient } from './client.ts';
import type { VerifyTokenBody } from './contract.ts';
import { isProblem } from './errors.ts';

/** @throws {TokenCourierError} when the answer is not known */
export async function checkCode(courier: CodesClient, body: VerifyTokenBody): Promise<boolean> {
  try {
    return (await courier.verifyToken(body)).verified;
  } catch (error) {
    // It cannot be a code: it is empty, for instance.
    const isNoCode =
      isProblem(error, 'invalid_request') && error.problem.errors?.every(({ field }) => field === 'token');
    if (isNoCode) {
      return false;
    }
    throw error;
  }
}
