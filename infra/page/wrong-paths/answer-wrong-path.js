/**
 * A CloudFront function for the page's requests: it answers paths that lead to nothing. S3 would say
 * AccessDenied in XML, and CloudFront's custom error pages would also replace the API's problem documents.
 *
 * `__VALUES__` is replaced at synth (wrong-path-function.ts). The code must suit CloudFront's runtime 2.0:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
const VALUES = __VALUES__;
const ASSET = new RegExp(VALUES.asset);

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  if (VALUES.paths.includes(request.uri) || ASSET.test(request.uri)) {
    return request;
  }
  // Whoever forgets the rest of the path is a program, which expects a problem document.
  const isApi = request.uri === VALUES.apiRoot;
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: isApi ? VALUES.problemHeaders : VALUES.pageHeaders,
    body: isApi
      ? JSON.stringify(Object.assign({}, VALUES.problem, { request_id: event.context.requestId }))
      : VALUES.page,
  };
}
