import { describe, expect, it } from '@jest/globals';
import { exportFile } from '../src/export/export-file.ts';

const AT = new Date('2026-11-26T23:50:07.123Z');

describe('exportFile', () => {
  it('names the rows, the deployment and the time', () => {
    const exported = { name: 'audit', environment: 'eu (production)', rows: [] };
    expect(exportFile(exported, 'csv', AT).name).toBe(
      'token-courier_audit_eu-production_2026-11-26T235007Z.csv',
    );
    expect(exportFile({ ...exported, environment: '' }, 'json', AT).name).toBe(
      'token-courier_audit_2026-11-26T235007Z.json',
    );
  });

  it('has the API’s rows unchanged as JSON', () => {
    const rows = [{ user_id: '=1+1', attempts: 0 }];
    const { content, mediaType } = exportFile({ name: 'tokens', environment: '', rows }, 'json', AT);
    expect([mediaType, JSON.parse(content)]).toEqual(['application/json', rows]);
  });
});
