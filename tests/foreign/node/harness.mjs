// Runs named checks one after the other and prints one line of JSON for each: {"check": name, "error": null or text}.

import { createRequire } from 'node:module';
import path from 'node:path';

const { NODE_HOME, SANDBOX_URL, CLIENT_ID, CLIENT_SECRET, COMPANY_ID, ACCESS_TOKEN, REFRESH_TOKEN } = process.env;

export const firm = {
  base: SANDBOX_URL,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  company: COMPANY_ID,
  accessToken: ACCESS_TOKEN,
  refreshToken: REFRESH_TOKEN,
};

export const load = createRequire(path.join(NODE_HOME, 'package.json'));

const checks = [];

export function check(name, body) {
  checks.push({ name, body });
}

export async function run() {
  for (const { name, body } of checks) {
    let error = null;
    try {
      await body();
    } catch (thrown) {
      error = describe(thrown);
    }
    console.log(JSON.stringify({ check: name, error }));
  }
}

function describe(thrown) {
  const answer = thrown?.response?.data ?? thrown?.errorResponse;
  const text = thrown instanceof Error ? thrown.stack : JSON.stringify(thrown);
  return answer ? `${text}\n${JSON.stringify(answer)}` : text;
}

// The error codes of a refused call, whichever way a client hands the answer over.
export async function refusal(promise) {
  try {
    await promise;
  } catch (thrown) {
    const body = thrown?.response?.data ?? thrown?.errorResponse ?? thrown;
    const errors = body?.Fault?.Error ?? body?.fault?.error ?? [];
    if (errors.length === 0) throw thrown;
    return errors.map((error) => error.code).join();
  }
  throw new Error('was not refused');
}
