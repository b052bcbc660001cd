/**
 * What is no endpoint of the table and yet answers: each with the reason why anybody may ask. A route that stands neither
 * here nor in the list of endpoints fails the test.
 */
export const openRoutes: Readonly<Record<string, string>> = {
  'GET /healthz': 'says whether the stores answer, and nothing else',
  'GET /api/openapi.json': 'the description of the API: no data',
  'GET /api/problems': 'the list of problem codes: no data',
  'ALL /api/*': 'not found, for everybody; strict headers',
  'ALL /healthz': 'strict headers',
  'ALL /*': 'strict headers',
  'ALL /report/*': 'strict headers and a limit of size for the door',
  'GET /report/*': 'mistyped addresses lead to the door',
  'GET /report/page.js': 'a script of the door, the same for everybody',
  'GET /report/seal.js': 'a script of the door, the same for everybody',
  'GET /report/files.js': 'a script of the door, the same for everybody',
  'GET /report/check.js': 'a script of the door, the same for everybody',
  'GET /report/hpke.js': 'a script of the door, the same for everybody',
  'GET /report': 'the door: no account, no row is read',
  'POST /report': 'the door: files a report as its own holder, or nothing',
  'GET /report/return': 'asks for the code; no row is read',
  'POST /report/return':
    'acts as holder of the one report whose code was typed, or whose sealed field was handed out',
  'POST /report/upload': 'acts as holder of the one report whose sealed field was handed out',
  'GET /report/check': 'checks a receipt in the browser of whoever has it; no row is read',
  'GET /report/my-case': 'asks for a person’s own code; no row is read',
  'POST /report/my-case': 'acts as the one person whose code was typed',
  'GET /*': 'the built workbench: the same files for everybody, no data',
}

/** Routes whose good request needs more than any world holds; what they must refuse is asked all the same. */
export const needsMore: Readonly<Record<string, string>> = {
  'put /cases/partners/{id}/contact': 'an administrator may change a partner, but holds no key to seal with',
  'put /cases/partners/{id}/organisation': 'the organisation of a world has no account',
  'post /cases/retention/reports/{id}/erasure': 'the report of a world is in a case, so never due by itself',
  'post /cases/{code}/given-files/{id}/deletion': 'the file of a world was never asked back',
  'delete /intake/keys/recipients/{id}':
    'the recipient of a world goes by the id of its user, not of the world',
  'get /detect/people/{id}/pairs/{pair}': 'what is sealed in a world is no record of a person',
  'post /detect/people/{id}/pairs/{pair}/verdicts/{verdict}/taking-back':
    'the verdict of a world is taken back already, by itself',
  'get /cases/{code}/custody/{id}/receipt': 'the custody of a world came without a receipt',
  'get /law/affected': 'the answers of a world rest on no catalogue that was kept',
  'get /cases/law-changes': 'the answers of a world rest on no catalogue that was kept',
}
